package kirikae.daemon;

import java.time.Duration;
import kirikae.core.Actual;
import kirikae.core.Desire;
import kirikae.core.ServiceState;
import kirikae.core.Work;
import kirikae.model.Service;
import kirikae.model.Verdict;

/** A service's records and intent in a few words, for statuses and answers. Pure. */
final class Shown {
    private Shown() {}

    /** What the records show: a target's name, or "drifted", "absent", "unread". */
    static String actual(Service service, ServiceState state) {
        if (state.actual() instanceof Actual.At at) {
            return service.targets().get(at.target()).name();
        }
        if (state.actual() instanceof Actual.Absent) {
            return "absent";
        }
        return state.actual() instanceof Actual.Drifted ? "drifted" : "unread";
    }

    /** What automation does now: where it moves, or why it stays. */
    static String intent(Service service, ServiceState state, Duration now) {
        Desire desire = Desire.of(service, state, now);
        if (!desire.wants()) {
            return "automation waits: " + desire.waiting();
        }
        String target = service.targets().get(desire.target()).name();
        boolean moves = !(state.actual() instanceof Actual.At at) || at.target() != desire.target();
        if (moves) {
            return "automation moves to " + target + ": " + desire.why();
        }
        return "automation stays on " + target + (desire.waiting().isEmpty() ? "" : ": " + desire.waiting());
    }

    /** True while a change cannot be taken back any more. */
    static boolean isOnTheWire(ServiceState state) {
        return state.work() instanceof Work.Sent;
    }

    /** True when a more preferred target than the shown one is UP. */
    static boolean isBetterUp(Service service, ServiceState state) {
        return state.actual() instanceof Actual.At at
                && state.targets().subList(0, at.target()).stream()
                        .anyMatch(target -> target.verdict(service.alertWhen()) == Verdict.UP);
    }
}
