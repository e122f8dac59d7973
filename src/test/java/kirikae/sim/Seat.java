package kirikae.sim;

import java.time.Duration;
import java.util.List;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.core.ServiceState;
import kirikae.core.Step;
import kirikae.core.Uptime;

/** One service inside one run of the daemon: its state, its timer, and the invariants' notes about it. */
final class Seat {
    static final long NEVER = Long.MAX_VALUE;
    final Site site;
    final Brain brain;
    final List<OracleTarget> oracle;
    ServiceState state;
    Duration wakeAt = Uptime.NEVER;
    long armedAt = NEVER;

    /** When the last question was answered "well", in uptime, and which questions that was about. */
    long trustedAt = Long.MIN_VALUE / 2;

    java.util.Set<Effect.Question> trusted = java.util.Set.of();
    /** When nothing older counts: the last pause or the end of the last isolation, in uptime. */
    long freshSince = Long.MIN_VALUE / 2;

    boolean mustRead;
    /** Grows with everything that makes a re-read which began before it out of date. */
    long disturbances;

    long busyMoment = -1;
    int busySteps;

    /** What a step started from. */
    record Before(ServiceState state) {}

    Seat(Site site, Brain brain, long now) {
        this.site = site;
        this.brain = brain;
        this.state = ServiceState.initial(site.service, site.restored(now), Duration.ZERO);
        this.oracle = site.service.targets().stream()
                .map(target -> new OracleTarget(site.service, target))
                .toList();
    }

    Before move(Step step) {
        Before before = new Before(state);
        state = step.next();
        wakeAt = step.wakeAt();
        return before;
    }

    void disturbedBy(Input input) {
        boolean disturbs = input instanceof Input.ChangeSent
                || input instanceof Input.ChangeAccepted
                || input instanceof Input.ChangeFailed
                || input instanceof Input.LiveRead;
        disturbances += disturbs ? 1 : 0;
    }
}
