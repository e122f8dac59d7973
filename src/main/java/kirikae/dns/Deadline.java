package kirikae.dns;

import java.time.Duration;

/**
 * The moment until which all requests of one call must be over, on the clock that never steps.
 *
 * @param nanos on {@link System#nanoTime}
 */
public record Deadline(long nanos) {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Starts now. */
    public static Deadline in(Duration span) {
        return new Deadline(System.nanoTime() + span.toNanos());
    }

    /** What is left; zero or less when it has passed. */
    public Duration left() {
        return Duration.ofNanos(nanos - System.nanoTime());
    }

    /** The given span, or what is left when that is shorter; at least a millisecond, because timers refuse less. */
    public Duration atMost(Duration span) {
        Duration left = left().compareTo(SHORTEST) < 0 ? SHORTEST : left();
        return left.compareTo(span) < 0 ? left : span;
    }

    /** True when nothing is left. */
    public boolean passed() {
        return left().compareTo(Duration.ZERO) <= 0;
    }
}
