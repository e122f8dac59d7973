package kirikae.probe;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import kirikae.model.Check;
import kirikae.model.Observation;

/** Prepares checks: everything that is the same for each of their probes. Owns nothing; knows the doors to the outside. */
final class Plans {
    private final Names names;
    private final Authorities authorities;
    private final CommandPool commands;

    Plans(Names names, Authorities authorities, CommandPool commands) {
        this.names = names;
        this.authorities = authorities;
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
        public void begin(Loop loop, Consumer<Observation> done) {
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
        return () -> new ExecAttempt(commands, exec.command(), exec.pace().timeout());
    }

    private Attempt.Plan http(Check.Http check) {
        Peer origin = Peer.of(check.url());
        byte[] request = HttpRequest.bytes(check.url(), check.headers(), uses(check));
        Expectation expected = new Expectation(check.statuses(), new Needle(check.bodyContains()));
        List<HttpPlan> plans = peers(check, origin).stream()
                .map(peer -> new HttpAttempt.Target(route(check, origin, peer), request, expected))
                .map(target -> new HttpPlan(target, new Kept(check.freshEvery())))
                .toList();
        return joint(check.addresses(), plans);
    }

    private static HttpRequest.Persistence uses(Check.Http check) {
        return check.freshEvery() > 1 ? HttpRequest.Persistence.KEEP : HttpRequest.Persistence.CLOSE;
    }

    private Route route(Check.Http check, Peer origin, Peer peer) {
        var timeout = check.pace().timeout();
        var certificates = check.verifyTls() ? Tls.Certificates.CHECKED : Tls.Certificates.IGNORED;
        boolean secure = "https".equals(String.valueOf(check.url().getScheme()).toLowerCase(Locale.ROOT));
        return secure
                ? Route.secure(names, peer, new Tls(authorities, certificates, origin), timeout)
                : Route.plain(names, peer, timeout);
    }

    /** What one address is asked, and the connection that is kept to it. */
    private record HttpPlan(HttpAttempt.Target target, Kept kept) implements Attempt.Plan {
        @Override
        public Attempt attempt() {
            return new HttpAttempt(target, kept);
        }

        @Override
        public boolean keeps() {
            return kept.isWanted();
        }

        @Override
        public void close() {
            kept.close();
        }
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
        List<Attempt.Plan> plans = peers.stream()
                .map(peer -> Route.plain(names, peer, timeout))
                .map(route -> (Attempt.Plan) () -> new TcpAttempt(route))
                .toList();
        return joint(check.addresses(), plans);
    }

    private static List<Peer> at(List<String> addresses, int port) {
        return addresses.stream().map(address -> new Peer(address, port)).toList();
    }

    private static Attempt.Plan joint(Check.Addresses rule, List<? extends Attempt.Plan> plans) {
        return plans.size() == 1 ? plans.get(0) : new JointPlan(rule, List.copyOf(plans));
    }

    /** Several addresses of one check. */
    private record JointPlan(Check.Addresses rule, List<Attempt.Plan> parts) implements Attempt.Plan {
        @Override
        public Attempt attempt() {
            return new JointAttempt(
                    rule, parts.stream().map(Attempt.Plan::attempt).toList());
        }

        @Override
        public boolean keeps() {
            return parts.stream().anyMatch(Attempt.Plan::keeps);
        }

        @Override
        public void close() {
            parts.forEach(Attempt.Plan::close);
        }
    }
}
