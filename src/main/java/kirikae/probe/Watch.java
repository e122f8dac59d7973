package kirikae.probe;

import java.time.Duration;
import java.util.function.Function;
import kirikae.model.Check;
import kirikae.model.CheckId;
import org.jspecify.annotations.Nullable;

/**
 * One check that is being watched: when it is due, and the probe that runs, if one does. All times are nanoseconds since
 * the engine's start. Owns the rule of when to look next; must not look itself.
 */
final class Watch {
    /** Told to {@link Agenda#place} when it is in none. */
    static final int NOWHERE = -1;

    private final CheckId id;
    private final Check.Probe check;
    private final long interval;
    private final long confirmInterval;
    private final long timeout;
    private final long phase;
    private boolean confirming;
    private long started;
    private Attempt.@Nullable Plan plan;
    private @Nullable Attempt running;

    /** When it is due in the agenda that it stands in: its next start, or the deadline of the probe that runs. */
    long at;
    /** Its place in that agenda; kept by the agenda. */
    int place = NOWHERE;

    Watch(CheckId id, Check.Probe check, long now) {
        this.id = id;
        this.check = check;
        interval = nanos(check.pace().interval());
        confirmInterval = Math.min(interval, nanos(check.pace().confirmInterval()));
        timeout = nanos(check.pace().timeout());
        phase = Rhythm.phase(id, interval);
        started = now - interval;
        at = Rhythm.next(phase, interval, now);
    }

    CheckId id() {
        return id;
    }

    /** True when the configuration says the same as before. */
    boolean watches(Check.Probe other) {
        return check.equals(other);
    }

    /** When the last probe started. */
    long started() {
        return started;
    }

    /** Starts to per second that it asks for. */
    double rate() {
        return 1e9 / interval;
    }

    /**
     * Makes the next probe, due to end at its deadline. The first prepares the check: for ten thousand new ones at once
     * that would stop the loop for a second.
     *
     * @param planner prepares checks
     */
    Attempt start(long now, Function<Check.Probe, Attempt.Plan> planner) {
        Attempt.Plan prepared = plan == null ? planner.apply(check) : plan;
        plan = prepared;
        Attempt attempt = prepared.attempt();
        started = now;
        at = now + (prepared.keeps() ? timeout / 2 : timeout);
        running = attempt;
        return attempt;
    }

    /** True when the time of the probe that runs is over; else half of it is, and the rest begins. */
    boolean isOver(long now) {
        long deadline = started + timeout;
        at = deadline;
        return now >= deadline;
    }

    /** Lets go of what was kept from probe to probe; it is not looked at any more. */
    void close() {
        if (plan != null) {
            plan.close();
        }
    }

    /** The probe that runs. */
    @Nullable
    Attempt running() {
        return running;
    }

    /** Notes that the probe is over, and when to look next. */
    void ended(long now) {
        running = null;
        at = nextStart(now);
    }

    /** Changes the pace; a probe that runs goes on. Gives when to look next. */
    long pace(Pace pace, long now) {
        confirming = pace == Pace.CONFIRM;
        return nextStart(now);
    }

    /** How often to look. */
    enum Pace {
        NORMAL,
        CONFIRM
    }

    /**
     * Counted from the start of the last probe, not from its end. In the usual pace a check keeps its place, so a stall
     * of ours cannot push the starts together for good; half an interval lies between two starts at least.
     */
    private long nextStart(long now) {
        long due = confirming ? started + confirmInterval : Rhythm.next(phase, interval, started + interval / 2);
        return Math.max(due, now);
    }

    private static long nanos(Duration duration) {
        return Math.max(1, duration.toNanos());
    }
}
