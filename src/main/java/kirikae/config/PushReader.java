package kirikae.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import kirikae.model.Check;
import kirikae.model.Secret;

/** Reads checks whose reports are pushed: heartbeats, and what Datadog Agents say of other things. */
final class PushReader {
    /** From a restart on the signed heartbeats of about a second are refused, since they could be replays. */
    private static final Duration SHORTEST_SIGNED_WINDOW = Duration.ofSeconds(5);

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final Pattern CHECK = Pattern.compile("[\\x21-\\x7b\\x7d\\x7e]{1,200}");

    private final SecretReader secrets;
    private final Doors doors;

    /** Whether something can come in. */
    enum Intake {
        OPEN,
        CLOSED
    }

    /** The doors through which reports come: HTTP and DogStatsD. */
    record Doors(Intake http, Intake dogstatsd) {}

    /** Takes who reads secrets, and what is open. */
    PushReader(SecretReader secrets, Doors doors) {
        this.secrets = secrets;
        this.doors = doors;
    }

    /** What every pushed check has. */
    private record Common(Check.Rule rule, String host, Secret token, Check.Datagrams datagrams) {}

    /** A heartbeat. */
    Optional<Check> heartbeat(String name, Block block) {
        Optional<Common> common = common(block, "no heartbeat can arrive while listen.http is off");
        Optional<Check.Auth> auth = block.oneOf("auth", Map.of("bearer", Check.Auth.BEARER, "hmac", Check.Auth.HMAC));
        if (common.isEmpty() || auth.isEmpty()) {
            return Optional.empty();
        }
        if (auth.get() == Check.Auth.HMAC) {
            tellSigned(block, common.get());
        }
        return Optional.of(new Check.Heartbeat(
                name,
                common.get().rule(),
                common.get().host(),
                common.get().token(),
                auth.get(),
                common.get().datagrams()));
    }

    private static void tellSigned(Block block, Common common) {
        if (common.datagrams() == Check.Datagrams.TAKEN) {
            block.errorAt("dogstatsd", "with auth = hmac: whoever can send a datagram would need no signature");
        }
        if (common.rule().noDataWindow().compareTo(SHORTEST_SIGNED_WINDOW) < 0) {
            block.errorAt(
                    "no-data-window",
                    "must be at least 5s with auth = hmac: after a restart the signatures of about a second are refused");
        }
    }

    /** What a Datadog Agent says of something on its host. */
    Optional<Check> datadogCheck(String name, Block block) {
        Optional<Common> common = common(block, "no agent can report while listen.http is off");
        Optional<String> check = block.text("check");
        List<String> tags = block.required("tags").map(Value::texts).orElse(List.of());
        if (check.isPresent() && !CHECK.matcher(check.get()).matches()) {
            block.errorAt("check", "is not the name of a service check, as http.can_connect");
        }
        if (common.isEmpty() || check.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Check.DatadogCheck(
                name,
                common.get().rule(),
                common.get().host(),
                common.get().token(),
                common.get().datagrams(),
                check.get(),
                tags));
    }

    private Optional<Common> common(Block block, String closed) {
        if (doors.http() == Intake.CLOSED) {
            block.errorAt("type", closed);
        }
        Optional<Check.Rule> rule = RuleReader.rule(block);
        Optional<String> host = host(block);
        Optional<Secret> token = block.required("token").flatMap(secrets::token);
        Optional<Boolean> datagrams = block.required("dogstatsd").flatMap(Value::flag);
        if (datagrams.orElse(false)
                && doors.dogstatsd() == Intake.CLOSED
                && block.find("dogstatsd").filter(Value::isOwn).isPresent()) {
            block.errorAt("dogstatsd", "no datagram can arrive while listen.dogstatsd is off");
        }
        if (rule.isEmpty() || host.isEmpty() || token.isEmpty() || datagrams.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Common(
                rule.get(),
                host.get(),
                token.get(),
                datagrams.get() ? Check.Datagrams.TAKEN : Check.Datagrams.IGNORED));
    }

    private static Optional<String> host(Block block) {
        Optional<String> host = block.text("host");
        if (host.isPresent() && !HOST.matcher(host.get()).matches()) {
            block.errorAt("host", "a host is 1 to 253 of the characters A-Z a-z 0-9 . _ -");
            return Optional.empty();
        }
        return host;
    }
}
