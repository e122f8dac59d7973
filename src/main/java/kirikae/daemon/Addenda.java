package kirikae.daemon;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import kirikae.core.CheckState;
import kirikae.core.Effect;
import kirikae.core.ServiceState;
import kirikae.core.StateMachine;
import kirikae.core.Uptime;
import kirikae.model.Check;
import kirikae.model.EventName;
import kirikae.model.Service;
import kirikae.model.Target;

/**
 * What is added to an event when it is told, so that the events alone answer "why did it switch, and why not back": how long a check
 * was silent, how long the decision took after that, and what a switch back waits for. Owns the moments of the last evidence. Lives
 * on the decision loop; must not decide.
 *
 * <table>
 * <caption>The legs of a switch and where their length stands</caption>
 * <tr><th>leg</th><th>event</th><th>field</th></tr>
 * <tr><td>silence: from the last success to the verdict</td><td>check-down</td><td>silent-ms</td></tr>
 * <tr><td>decision: from the verdict to the plan, with the questions whether it is us</td><td>switch-started</td><td>took-ms</td></tr>
 * <tr><td>from the wire to the provider's yes</td><td>switch-accepted</td><td>took-ms</td></tr>
 * <tr><td>from the yes to all its name servers</td><td>switch-in-sync</td><td>took-ms</td></tr>
 * <tr><td>from the decision to the proof</td><td>switch-verified</td><td>took-ms</td></tr>
 * </table>
 */
final class Addenda {
    private final Map<String, Duration> evidence = new HashMap<>();

    /**
     * The fields to tell.
     *
     * @param cutOff why the daemon is cut off; empty when it is not
     */
    Map<String, Object> of(Service service, ServiceState state, Effect.Tell tell, String cutOff, Duration now) {
        Map<String, Object> fields = new LinkedHashMap<>(tell.fields());
        if (tell.event() == EventName.CHECK_DOWN) {
            evidence.put(service.name(), now);
            silence(service, state, fields, now).ifPresent(length -> fields.put("silent-ms", length.toMillis()));
        } else if (tell.event() == EventName.SWITCH_STARTED && Objects.equals(fields.get("direction"), "away")) {
            Optional.ofNullable(evidence.remove(service.name()))
                    .filter(seen -> Objects.equals(fields.get("actor"), StateMachine.AUTO))
                    .ifPresent(seen -> fields.put("took-ms", now.minus(seen).toMillis()));
        } else if (tell.event() == EventName.RECOVERY) {
            next(service, state, cutOff, now).ifPresent(words -> fields.put("next", words));
        }
        return fields;
    }

    /** From the check's last success to now; empty when it never had one, or is not known any more. */
    private static Optional<Duration> silence(
            Service service, ServiceState state, Map<String, Object> fields, Duration now) {
        List<Target> targets = service.targets();
        for (int t = 0; t < targets.size(); t++) {
            List<Check> checks = targets.get(t).checks();
            for (int c = 0; c < checks.size(); c++) {
                if (targets.get(t).name().equals(fields.get("target"))
                        && checks.get(c).name().equals(fields.get("check"))) {
                    CheckState known = state.targets().get(t).checks().get(c);
                    return Optional.of(known.lastSuccess())
                            .filter(last -> !last.equals(Uptime.LONG_AGO))
                            .map(now::minus);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> next(Service service, ServiceState state, String cutOff, Duration now) {
        return Optional.of(new Waits(service, state, cutOff, now).words()).filter(words -> !words.isEmpty());
    }
}
