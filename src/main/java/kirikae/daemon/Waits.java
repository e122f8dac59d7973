package kirikae.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kirikae.core.Actual;
import kirikae.core.Desire;
import kirikae.core.ServiceState;
import kirikae.core.StandingOrder;
import kirikae.core.TargetState;
import kirikae.core.Uptime;
import kirikae.model.Check;
import kirikae.model.Service;
import kirikae.model.Verdict;

/**
 * Why a service does nothing although something could be done, in words for people: the order in force, our own blindness, a
 * drift, a refusal, a wait. The most decisive comes first. Pure; owns only words.
 */
final class Waits {
    private final Service service;
    private final ServiceState state;
    private final String isolated;
    private final Duration now;

    Waits(Service service, ServiceState state, String isolated, Duration now) {
        this.service = service;
        this.state = state;
        this.isolated = isolated;
        this.now = now;
    }

    /** The reasons, separated by semicolons; empty when there is nothing to say. */
    String words() {
        List<String> words = new ArrayList<>();
        add(words, order());
        add(words, isolated.isEmpty() ? "" : "isolated: " + isolated);
        add(words, records());
        add(
                words,
                state.told().refused().isEmpty()
                        ? ""
                        : "refused: " + state.told().refused());
        if (words.isEmpty()) {
            add(words, wish());
        }
        return String.join("; ", words);
    }

    private static void add(List<String> words, String reason) {
        if (!reason.isEmpty()) {
            words.add(reason);
        }
    }

    private String order() {
        Desire alone = Desire.ofAutomation(service, state, now);
        if (state.override() instanceof StandingOrder.Frozen frozen) {
            return "on hold by " + who(frozen.actor()) + ": " + frozen.reason() + elsewhere(alone, shown());
        }
        if (state.override() instanceof StandingOrder.Pinned pinned) {
            return "kept on " + name(pinned.target()) + " by " + who(pinned.actor()) + ": " + pinned.reason()
                    + elsewhere(alone, pinned.target());
        }
        return "";
    }

    /** What automation would do instead. */
    private String elsewhere(Desire alone, int kept) {
        if (alone.wants() && alone.target() != kept) {
            return " (automation wants " + name(alone.target()) + ")";
        }
        return alone.waiting().isEmpty() || !alone.wants() ? "" : " (automation: " + alone.waiting() + ")";
    }

    private int shown() {
        return state.actual() instanceof Actual.At at ? at.target() : -1;
    }

    private static String who(String actor) {
        return actor.startsWith("operator:") ? actor.substring("operator:".length()) : actor;
    }

    private String records() {
        if (state.actual() instanceof Actual.Unread) {
            return "the live records are not known yet";
        }
        if (state.actual() instanceof Actual.Absent) {
            return "drift: no records at the service's names";
        }
        return state.actual() instanceof Actual.Drifted drifted ? "drift: " + drifted.why() : "";
    }

    private String wish() {
        Desire desire = Desire.of(service, state, now);
        if (!desire.waiting().isEmpty()) {
            return desire.waiting();
        }
        return state.actual() instanceof Actual.At at && verdict(at.target()) == Verdict.UNDECIDED
                ? undecided(at.target())
                : "";
    }

    private String undecided(int target) {
        TargetState known = state.targets().get(target);
        List<Check> checks = service.targets().get(target).checks();
        for (int i = 0; i < checks.size(); i++) {
            if (known.checks().get(i).counted() == Verdict.UNDECIDED) {
                Duration left = known.checks().get(i).deadline().minus(now);
                return name(target) + " is UNDECIDED: waits for "
                        + checks.get(i).name() + ", at most " + Uptime.text(left);
            }
        }
        return name(target) + " is UNDECIDED";
    }

    private Verdict verdict(int target) {
        return state.targets().get(target).verdict(service.alertWhen());
    }

    private String name(int target) {
        return service.targets().get(target).name();
    }
}
