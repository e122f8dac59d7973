package kirikae.probe;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kirikae.model.Check;
import kirikae.model.Check.Addresses;
import kirikae.model.CheckId;

/** Checks for tests: fast, and with everything else as in the defaults. */
final class Probes {
    static final Check.Rule RULE = new Check.Rule(Duration.ofMinutes(2), 2, 0);
    static final List<Check.StatusRange> FINE = List.of(new Check.StatusRange(200, 399));

    private Probes() {}

    /** Looks every 100 ms, with this timeout. */
    static Check.Pace pace(long timeoutMs) {
        return new Check.Pace(Duration.ofMillis(100), Duration.ofMillis(timeoutMs), Duration.ofMillis(100));
    }

    static Check.Http http(String url, long timeoutMs, String bodyContains) {
        return new Check.Http(
                "site",
                RULE,
                pace(timeoutMs),
                URI.create(url),
                FINE,
                bodyContains,
                Map.of(),
                "",
                List.of(),
                Addresses.ANY,
                true,
                1);
    }

    static Check.Http http(String url) {
        return http(url, 5_000, "");
    }

    /** The same, its connections going elsewhere. */
    static Check.Http connectTo(Check.Http check, String place) {
        return new Check.Http(
                check.name(),
                check.rule(),
                check.pace(),
                check.url(),
                check.statuses(),
                check.bodyContains(),
                check.headers(),
                place,
                check.pinned(),
                check.addresses(),
                check.verifyTls(),
                check.freshEvery());
    }

    /** The same, pinned to addresses. */
    static Check.Http pinned(Check.Http check, Addresses rule, String... addresses) {
        return new Check.Http(
                check.name(),
                check.rule(),
                check.pace(),
                check.url(),
                check.statuses(),
                check.bodyContains(),
                check.headers(),
                check.connectTo(),
                List.of(addresses),
                rule,
                check.verifyTls(),
                check.freshEvery());
    }

    /** The same, taking any certificate. */
    static Check.Http unverified(Check.Http check) {
        return new Check.Http(
                check.name(),
                check.rule(),
                check.pace(),
                check.url(),
                check.statuses(),
                check.bodyContains(),
                check.headers(),
                check.connectTo(),
                check.pinned(),
                check.addresses(),
                false,
                check.freshEvery());
    }

    /** The same, its connection kept for so many probes. */
    static Check.Http kept(Check.Http check, int freshEvery) {
        return new Check.Http(
                check.name(),
                check.rule(),
                check.pace(),
                check.url(),
                check.statuses(),
                check.bodyContains(),
                check.headers(),
                check.connectTo(),
                check.pinned(),
                check.addresses(),
                check.verifyTls(),
                freshEvery);
    }

    /** The same, with one more request header. */
    static Check.Http with(Check.Http check, String header, String value) {
        return new Check.Http(
                check.name(),
                check.rule(),
                check.pace(),
                check.url(),
                check.statuses(),
                check.bodyContains(),
                Map.of(header, value),
                check.connectTo(),
                check.pinned(),
                check.addresses(),
                check.verifyTls(),
                check.freshEvery());
    }

    static Check.Tcp tcp(String host, int port, long timeoutMs) {
        return new Check.Tcp("port", RULE, pace(timeoutMs), host, port, List.of(), Addresses.ANY);
    }

    static Check.Exec exec(long timeoutMs, String... command) {
        return new Check.Exec("plugin", RULE, pace(timeoutMs), List.of(command));
    }

    /** A watch that never looks: interval 1 s, confirm-interval 200 ms, timeout 2.5 s. */
    static Watch watch(CheckId id) {
        Check.Pace pace = new Check.Pace(Duration.ofSeconds(1), Duration.ofMillis(2_500), Duration.ofMillis(200));
        Check.Probe check = new Check.Tcp("port", RULE, pace, "192.0.2.1", 80, List.of(), Addresses.ANY);
        return new Watch(id, check, 0);
    }
}
