package kirikae.intake;

import java.util.Set;
import java.util.regex.Pattern;
import kirikae.model.Observation;

/**
 * One service check as an agent sends it. Every field is a stranger's.
 *
 * @param name such as "datadog.agent.up" or "http.can_connect"
 * @param host in any case of letters; empty when none was said
 * @param status 0 good, 1 good with a warning, 2 bad, 3 unknown; anything else is none
 * @param time the agent's clock, in seconds since 1970; 0 when none was said. Only good for telling which of two is newer
 */
record ServiceCheck(String name, String host, int status, double time, String message, Set<String> tags) {
    /** In every version the check that says "this agent runs" (flavors: agent, iot_agent, heroku_agent). */
    private static final Pattern UP = Pattern.compile("datadog\\.[a-z_]+\\.up");

    /** Copies the tags. */
    ServiceCheck {
        tags = Set.copyOf(tags);
    }

    /** True for the heartbeat of an agent that is well. */
    boolean isHeartbeat() {
        return status == 0 && UP.matcher(name).matches();
    }

    /** True when its status is one that we know. */
    boolean isReport() {
        return status >= 0 && status <= 3;
    }

    /** What it says of its host. */
    Observation observation() {
        String words = Reason.of(message);
        return switch (status) {
            case 0 -> Observation.success();
            case 1 -> Observation.success("warning" + (words.isEmpty() ? "" : ": " + words));
            case 2 -> Observation.failure(name + " is critical" + (words.isEmpty() ? "" : ": " + words));
            default -> Observation.unknown(name + " cannot tell" + (words.isEmpty() ? "" : ": " + words));
        };
    }

    /** How bad it is, for the worst of several in one report. */
    int badness() {
        return switch (status) {
            case 0 -> 0;
            case 1 -> 1;
            case 3 -> 2;
            default -> 3;
        };
    }
}
