package kirikae.dns.rfc2136;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kirikae.dns.Finding;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import kirikae.model.Settings.Endpoint;

/**
 * Tries what a switch will need: the server, the zone, the key, the permission to update, reading. The permission is tried by an
 * update that changes nothing. Must not: write, or throw for what a server says.
 */
final class Preflight {
    private final Endpoint server;
    private final Door door;
    private final List<Finding> findings = new ArrayList<>();

    /** Opens a connection to the server. */
    interface Door {
        /** Opens one. */
        Session open() throws ProviderException;
    }

    Preflight(Endpoint server, Door door) {
        this.server = server;
        this.door = door;
    }

    /** All findings in order; it stops where the next step makes no sense. */
    List<Finding> run(String zone, Set<DomainName> names) {
        try (Session session = door.open()) {
            DomainName apex = Rfc2136Provider.apex(zone);
            Reading reading = new Reading(session, apex);
            findings.add(Finding.ok("the server " + server + " answers for zone " + apex + ", serial "
                    + reading.serial() + ", " + session.words()));
            records(reading, apex, names);
            Refusals.checkUpdate(zone, session.ask(UpdateMessage.probe(apex)));
            findings.add(Finding.ok("an update that changes nothing was taken; a policy for single names is not tried,"
                    + " because that would be a change"));
        } catch (ProviderException e) {
            findings.add(Finding.fail("zone " + zone + " at " + server + ": " + e.error()));
        }
        return List.copyOf(findings);
    }

    private void records(Reading reading, DomainName apex, Set<DomainName> names) throws ProviderException {
        names.stream()
                .filter(name -> !name.isWithin(apex))
                .forEach(name -> findings.add(Finding.fail(name + " does not lie in the zone " + apex)));
        Set<DomainName> inside =
                names.stream().filter(name -> name.isWithin(apex)).collect(Collectors.toSet());
        List<RecordSet> found = reading.at(inside);
        findings.add(Finding.ok(found.size() + " record sets at " + inside.size() + " names"));
        Set<DomainName> there = found.stream().map(RecordSet::name).collect(Collectors.toSet());
        inside.stream()
                .filter(name -> !there.contains(name))
                .forEach(name -> findings.add(Finding.warn(name + " has no records yet")));
    }
}
