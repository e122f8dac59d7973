package kirikae.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.dns.DnsProvider;
import kirikae.dns.NameServer;
import kirikae.dns.NameServers;
import kirikae.dns.ProviderException;
import kirikae.dns.Wanted;
import kirikae.model.ProviderError;
import kirikae.model.ServerAnswer;
import kirikae.model.Service;
import kirikae.model.Settings.Verification;

/**
 * Asks the name servers of one provider's zones whether they show a switch, on a lane of its own, so that no change ever waits for
 * a slow server. Lives on the decision loop. Must not decide what follows from the answers.
 */
final class ServerDesk {
    private static final Duration ROUND = Duration.ofSeconds(2);

    private final Asker asker;

    private interface Asker {
        void ask(String zone, Desk desk, Effect.AskServers ask);
    }

    private ServerDesk(Asker asker) {
        this.asker = asker;
    }

    /** Asks nobody. */
    static ServerDesk none() {
        return new ServerDesk(ServerDesk::nobody);
    }

    /** Asks whom the configuration names, on a lane of the provider's worker. */
    static ServerDesk of(Verification verification, DnsProvider provider, Worker worker) {
        if (verification instanceof Verification.ReadBack) {
            return none();
        }
        NameServers nameServers = new NameServers(ROUND);
        return new ServerDesk((zone, desk, ask) -> worker.call(
                Worker.Lane.WITNESSES,
                () -> answers(nameServers, servers(provider, verification, zone), desk.service(), ask),
                answers -> desk.give(new Input.ServersAnswered(ask.attempt(), answers)),
                error -> desk.give(new Input.ServersAnswered(ask.attempt(), List.of(unknown(zone, error))))));
    }

    /** Asks once; the answers come back as {@link Input.ServersAnswered}, at once when nobody is to be asked. */
    void ask(String zone, Desk desk, Effect.AskServers ask) {
        asker.ask(zone, desk, ask);
    }

    private static void nobody(String zone, Desk desk, Effect.AskServers ask) {
        desk.give(new Input.ServersAnswered(ask.attempt(), List.of()));
    }

    private static List<ServerAnswer> answers(
            NameServers nameServers, List<NameServer> servers, Service service, Effect.AskServers ask) {
        List<NameServer> open = servers.stream()
                .filter(server -> !ask.except().contains(server.name()))
                .toList();
        return nameServers.ask(open, wanted(service, ask.wanted()));
    }

    /** Everything that is managed at the service's names, so that what must be gone is asked for, too. */
    static Wanted wanted(Service service, List<kirikae.model.RecordSet> sets) {
        Set<String> types = new HashSet<>(service.managedTypes());
        types.add("CNAME");
        return new Wanted(Set.copyOf(service.names()), types, sets);
    }

    /** The name servers of a zone; blocks when the provider must be asked. */
    static List<NameServer> servers(DnsProvider provider, Verification verification, String zone)
            throws ProviderException {
        if (verification instanceof Verification.Servers listed) {
            return listed.servers().stream()
                    .map(server -> new NameServer(
                            server.port() == 53 ? server.host() : server.toString(), server.host(), server.port()))
                    .toList();
        }
        if (verification instanceof Verification.ReadBack) {
            return List.of();
        }
        List<NameServer> found = new ArrayList<>(provider.nameServers(zone));
        if (found.isEmpty()) {
            throw new ProviderException(new ProviderError(
                    ProviderError.Kind.INVALID, "no name servers", "the provider names none for zone " + zone));
        }
        return found;
    }

    private static ServerAnswer unknown(String zone, ProviderError error) {
        return new ServerAnswer("zone " + zone, Duration.ZERO, "its name servers are not known: " + error);
    }
}
