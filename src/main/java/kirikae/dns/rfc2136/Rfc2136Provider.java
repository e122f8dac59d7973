package kirikae.dns.rfc2136;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kirikae.dns.Deadline;
import kirikae.dns.DnsProvider;
import kirikae.dns.Finding;
import kirikae.dns.NameServer;
import kirikae.dns.ProviderException;
import kirikae.dns.Timeouts;
import kirikae.dns.WireRecords;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Settings.ProviderSettings.Rfc2136;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A name server that takes dynamic updates. Owns: the way from the port to its messages, one connection for each call, and what it
 * accepted lately. A change is one signed update over TCP whose prerequisites are the records as they were read. Must not: retry,
 * pace, or decide.
 *
 * <p>Blocking; every call ends within {@link Timeouts#STANDARD}, save what the system's resolver takes for the server's host name.
 */
public final class Rfc2136Provider implements DnsProvider {
    /** Leaves room for long names and all prerequisites in the 65,535 octets of a message; those are the bound. */
    private static final Limits LIMITS = new Limits(50, 16_000);

    private static final int NAMES_A_READ = 10;
    private static final int REMEMBERED = 1_000;

    private final Rfc2136 settings;
    private final Timeouts timeouts;
    private final Clock clock;
    private final Map<String, Sent> accepted = new LinkedHashMap<>();

    private record Sent(DomainName zone, List<RecordSet> creates) {}

    /** Takes what the configuration says; opens nothing yet. */
    public Rfc2136Provider(Rfc2136 settings) {
        this(settings, Timeouts.STANDARD, Clock.systemUTC());
    }

    Rfc2136Provider(Rfc2136 settings, Timeouts timeouts, Clock clock) {
        this.settings = settings;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    @Override
    public List<RecordSet> read(String zone, Set<DomainName> names) throws ProviderException {
        DomainName apex = apex(zone);
        try (Session session = session()) {
            return new Reading(session, apex).at(names);
        }
    }

    /** {@inheritDoc} Name by name, a few at a time: a whole zone would take a transfer. */
    @Override
    public List<RecordSet> list(String zone, Set<DomainName> names, Pacer pacer) throws ProviderException {
        List<RecordSet> found = new ArrayList<>();
        List<DomainName> sorted = List.copyOf(new TreeSet<>(names));
        for (int from = 0; from < sorted.size(); from += NAMES_A_READ) {
            pacer.await();
            found.addAll(read(zone, Set.copyOf(sorted.subList(from, Math.min(sorted.size(), from + NAMES_A_READ)))));
        }
        return found;
    }

    @Override
    public Accepted change(String zone, List<RecordChange> changes) throws ProviderException {
        DomainName apex = apex(zone);
        org.xbill.DNS.Update update = UpdateMessage.of(apex, changes);
        List<RecordSet> creates =
                changes.stream().flatMap(change -> change.creates().stream()).toList();
        try (Session session = session()) {
            Refusals.checkUpdate(zone, session.ask(update));
            return after(new Reading(session, apex), new Sent(apex, creates));
        }
    }

    /** Reads the serial back, and whether the server shows the change: one that passes updates on to another may not yet. */
    private Accepted after(Reading reading, Sent sent) {
        try {
            String id = sent.zone() + "#" + reading.serial();
            boolean shown = isShown(reading, sent.creates());
            return new Accepted(remember(id, sent), shown);
        } catch (ProviderException e) {
            // Accepted it is; what cannot be read now is asked for again.
            return new Accepted(remember(sent.zone() + "#unread-" + System.nanoTime(), sent), false);
        }
    }

    private static boolean isShown(Reading reading, List<RecordSet> creates) throws ProviderException {
        List<RecordSet> shown = reading.shown(creates);
        return creates.stream().allMatch(set -> shown.stream().anyMatch(set::matches));
    }

    private synchronized String remember(String id, Sent sent) {
        accepted.put(id, sent);
        if (accepted.size() > REMEMBERED) {
            accepted.remove(accepted.keySet().iterator().next());
        }
        return id;
    }

    private synchronized Optional<Sent> sent(String changeId) {
        return Optional.ofNullable(accepted.get(changeId));
    }

    @Override
    public boolean inSync(String changeId) throws ProviderException {
        Sent sent = sent(changeId)
                .orElseThrow(() -> new ProviderException(new ProviderError(
                        Kind.CONFLICT, "unknown change", changeId + " was not sent by this process")));
        try (Session session = session()) {
            return isShown(new Reading(session, sent.zone()), sent.creates());
        }
    }

    /** {@inheritDoc} Those of the NS records at the zone's own name; the server itself knows the addresses of those in the zone. */
    @Override
    public List<NameServer> nameServers(String zone) throws ProviderException {
        DomainName apex = apex(zone);
        try (Session session = session()) {
            Reading reading = new Reading(session, apex);
            List<NameServer> found = new ArrayList<>();
            for (Record record : reading.records(WireRecords.name(apex), Type.NS)) {
                if (record instanceof NSRecord ns) {
                    found.add(nameServer(reading, apex, ns.getTarget()));
                }
            }
            return List.copyOf(found);
        }
    }

    private static NameServer nameServer(Reading reading, DomainName apex, Name target) throws ProviderException {
        String name = target.toString(true);
        if (target.subdomain(WireRecords.name(apex))) {
            for (Record record : reading.records(target, Type.A)) {
                return new NameServer(name, ((ARecord) record).getAddress().getHostAddress(), 53);
            }
            for (Record record : reading.records(target, Type.AAAA)) {
                return new NameServer(name, ((AAAARecord) record).getAddress().getHostAddress(), 53);
            }
        }
        return new NameServer(name, name, 53);
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public boolean isLocal() {
        java.net.InetSocketAddress server = new java.net.InetSocketAddress(
                settings.server().host(), settings.server().port());
        return !server.isUnresolved() && server.getAddress().isLoopbackAddress();
    }

    @Override
    public List<Finding> preflight(String zone, Set<DomainName> names) {
        return new Preflight(settings.server(), this::session).run(zone, names);
    }

    /** {@inheritDoc} Builds and signs an update that is not sent: no server need be there. */
    @Override
    public void warmUp() throws ProviderException {
        Signature.of(settings.tsig(), clock).sign(UpdateMessage.probe(DomainName.of("rehearsal.invalid")));
    }

    /** {@inheritDoc} Nothing is kept open. */
    @Override
    public void close() {}

    private Session session() throws ProviderException {
        return Session.open(
                settings.server(), Signature.of(settings.tsig(), clock), timeouts, Deadline.in(timeouts.call()));
    }

    static DomainName apex(String zone) throws ProviderException {
        try {
            return DomainName.of(zone);
        } catch (IllegalArgumentException e) {
            throw new ProviderException(
                    new ProviderError(Kind.NO_ZONE, "no zone", "'" + zone + "' is no name of a zone"), e);
        }
    }
}
