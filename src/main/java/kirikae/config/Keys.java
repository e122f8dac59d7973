package kirikae.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every key there is, by the block it stands in: contract.md section 2. Must not read a value. */
final class Keys {
    static final Set<String> ROOT = Set.of(
            "listen",
            "control-socket",
            "state-dir",
            "isolation",
            "dead-man",
            "providers",
            "default-provider",
            "channels",
            "notify",
            "triggers",
            "defaults",
            "services");
    static final Set<String> LISTEN =
            Set.of("http", "tls", "allow-plain", "status", "hosts", "dogstatsd", "allow-from");
    static final Set<String> TLS = Set.of("certificate", "key");
    static final Set<String> ISOLATION = Set.of("anchors", "required", "max-fraction");
    static final Set<String> DEAD_MAN = Set.of("url", "every");
    static final Set<String> SERVICE = Set.of(
            "provider",
            "zone",
            "names",
            "ttl",
            "primary",
            "standbys",
            "maintenance",
            "alert-when",
            "recovery",
            "flap-guard",
            "message",
            "notify",
            "renotify");
    static final Set<String> TARGET = Set.of("A", "AAAA", "CNAME", "TXT", "alias", "checks", "on-switch");
    static final Set<String> STANDBY = union(TARGET, Set.of("name"));
    static final Set<String> ALIAS = Set.of("zone", "name", "types", "evaluate-target-health");
    static final Set<String> RECOVERY = Set.of("mode", "stable-for");
    static final Set<String> FLAP_GUARD = Set.of("first-hold", "max-hold", "forget-after");
    static final Set<String> EXPECT = Set.of("status", "body-contains");
    static final Set<String> TRIGGER = Set.of("service", "to", "id", "token", "hold", "for", "reason");
    static final Set<String> SECRET = Set.of("file");
    static final Set<String> ON_SWITCH = Set.of("command", "webhook");
    /** The keys of each type of channel. */
    static final Map<String, Set<String>> CHANNELS = Map.of(
            "webhook", Set.of("type", "url", "method", "headers", "payload", "encode", "secret"),
            "pagerduty", Set.of("type", "routing-key", "url"),
            "slack", Set.of("type", "url"),
            "teams", Set.of("type", "url"),
            "sns", Set.of("type", "topic", "region", "profile", "endpoint"),
            "email", Set.of("type", "host", "port", "tls", "user", "password", "from", "to"),
            "exec", Set.of("type", "command", "timeout"));

    private static final Set<String> ANY_CHECK = Set.of("type", "no-data-window", "rise", "fall");
    private static final Set<String> ANY_PROBE = union(ANY_CHECK, Set.of("interval", "timeout", "confirm-interval"));
    /** The keys of each type of check. */
    static final Map<String, Set<String>> CHECKS = Map.of(
            "heartbeat", union(ANY_CHECK, Set.of("host", "token", "auth", "dogstatsd")),
            "datadog-check", union(ANY_CHECK, Set.of("host", "token", "check", "tags", "dogstatsd")),
            "http",
                    union(
                            ANY_PROBE,
                            Set.of(
                                    "url",
                                    "expect",
                                    "headers",
                                    "connect-to",
                                    "addresses",
                                    "tls-verify",
                                    "connection",
                                    "fresh-every")),
            "tcp", union(ANY_PROBE, Set.of("address", "addresses")),
            "exec", union(ANY_PROBE, Set.of("command")));
    /** The keys of each type of provider. */
    static final Map<String, Set<String>> PROVIDERS = Map.of(
            "route53", Set.of("type", "endpoint", "region", "profile", "assume-role", "verify-name-servers"),
            "rfc2136", Set.of("type", "server", "tsig", "verify-name-servers"),
            "builtin", Set.of("type", "listen", "verify-name-servers"));

    static final Set<String> TSIG = Set.of("name", "algorithm", "secret");
    /** The keys of {@code defaults}: any of a service or a check. */
    static final Set<String> DEFAULTS = union(SERVICE, all(CHECKS));

    /** Keys of later versions, and what each of them is. */
    static final Map<String, String> LATER = Map.of("notifications", "block");

    private Keys() {}

    /** The keys of all types together. */
    static Set<String> all(Map<String, Set<String>> types) {
        return types.values().stream().reduce(Set.of(), Keys::union);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> both = new TreeSet<>(some);
        both.addAll(others);
        return Set.copyOf(both);
    }
}
