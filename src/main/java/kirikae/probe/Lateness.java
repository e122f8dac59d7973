package kirikae.probe;

import java.time.Duration;
import kirikae.model.Observation;
import kirikae.model.Observation.Outcome;

/**
 * Remembers when the event loop was late last. A loop that was not running (a pause, a suspended machine, no CPU) sees
 * time-outs and closed connections that are its own fault: a failure seen while it was late is unknown. Pure.
 */
final class Lateness {
    /** From here on the loop counts as late. */
    static final long LIMIT = Duration.ofMillis(200).toNanos();

    private boolean everLate;
    private long seenAt;
    private long worst;

    /**
     * Notes when the loop should have woken and when it did; times in nanoseconds on one clock. May be told before the
     * loop has woken at all: then "woke" is the present.
     */
    void note(long expected, long woke) {
        if (woke - expected > LIMIT) {
            everLate = true;
            seenAt = woke;
            worst = woke - expected;
        }
    }

    /** Turns a failure of a probe that started then into unknown, if the loop was late since. */
    Observation judged(Observation seen, long started) {
        if (seen.outcome() != Outcome.FAILURE || !everLate || seenAt < started) {
            return seen;
        }
        return Observation.unknown(
                "our own event loop was late by " + Line.span(Duration.ofNanos(worst)) + "; seen: " + seen.reason());
    }
}
