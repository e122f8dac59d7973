package kirikae.probe;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import kirikae.model.Check;
import kirikae.model.Observation;

/** Prepares checks: everything that is the same for each of their probes. Owns nothing; knows the doors to the outside. */
final class Plans {
    private final Vertx vertx;
    private final Connector connector;
    private final CommandPool commands;

    Plans(Vertx vertx, Connector connector, CommandPool commands) {
        this.vertx = vertx;
        this.connector = connector;
        this.commands = commands;
    }

    /**
     * Prepares one check. One that names no place to connect to (the configuration lets none through) gets a plan of
     * attempts that say so.
     */
    Attempt.Plan of(Check.Probe check) {
        try {
            return prepared(check);
        } catch (IllegalArgumentException e) {
            Observation why =
                    Observation.unknown("the check cannot be made: " + Line.printable(String.valueOf(e.getMessage())));
            return () -> new Hopeless(why);
        }
    }

    /** Says at once why nothing can be said. */
    private record Hopeless(Observation why) implements Attempt {
        @Override
        public void begin(Consumer<Observation> done) {
            done.accept(why);
        }

        @Override
        public Observation expire() {
            return why;
        }
    }

    private Attempt.Plan prepared(Check.Probe check) {
        if (check instanceof Check.Http http) {
            return http(http);
        }
        if (check instanceof Check.Tcp tcp) {
            return tcp(tcp);
        }
        Check.Exec exec = (Check.Exec) check;
        return () ->
                new ExecAttempt(vertx, commands, exec.command(), exec.pace().timeout());
    }

    private Attempt.Plan http(Check.Http check) {
        Peer origin = Peer.of(check.url());
        Buffer request = Buffer.buffer(HttpRequest.bytes(check.url(), check.headers()));
        Expectation expected = new Expectation(check.statuses(), new Needle(check.bodyContains()));
        List<HttpAttempt.Target> targets = peers(check, origin).stream()
                .map(peer -> target(check, origin, peer, request, expected))
                .toList();
        return joint(check.addresses(), targets, target -> new HttpAttempt(connector, target));
    }

    private HttpAttempt.Target target(Check.Http check, Peer origin, Peer peer, Buffer request, Expectation expected) {
        var timeout = check.pace().timeout();
        var certificates = check.verifyTls() ? Connector.Certificates.CHECKED : Connector.Certificates.IGNORED;
        boolean tls = "https".equals(String.valueOf(check.url().getScheme()).toLowerCase(Locale.ROOT));
        var options = tls ? connector.tls(peer, origin, timeout, certificates) : connector.plain(peer, timeout);
        return new HttpAttempt.Target(new Dial.Place(peer, origin.host(), options, timeout), request, expected);
    }

    private static List<Peer> peers(Check.Http check, Peer origin) {
        if (!check.connectTo().isEmpty()) {
            return List.of(Peer.of(check.connectTo(), origin.port()));
        }
        return check.pinned().isEmpty() ? List.of(origin) : at(check.pinned(), origin.port());
    }

    private Attempt.Plan tcp(Check.Tcp check) {
        List<Peer> peers = check.pinned().isEmpty()
                ? List.of(new Peer(check.host(), check.port()))
                : at(check.pinned(), check.port());
        var timeout = check.pace().timeout();
        List<Dial.Place> targets = peers.stream()
                .map(peer -> new Dial.Place(peer, peer.host(), connector.plain(peer, timeout), timeout))
                .toList();
        return joint(check.addresses(), targets, target -> new TcpAttempt(connector, target));
    }

    private static List<Peer> at(List<String> addresses, int port) {
        return addresses.stream().map(address -> new Peer(address, port)).toList();
    }

    private static <T> Attempt.Plan joint(Check.Addresses rule, List<T> targets, Function<T, Attempt> make) {
        return targets.size() == 1
                ? () -> make.apply(targets.get(0))
                : () -> new JointAttempt(rule, targets.stream().map(make).toList());
    }
}
