package kirikae.daemon;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The uptime of the core: monotonic time that stands still while the process does. Owns the detection of pauses: the decision
 * loop asks it before every task and at least every {@link #TICK}, so a longer time between two questions means that nothing was
 * decided in it. A step of the wall clock against the monotonic one (NTP, or a suspended machine, whose monotonic clock stops) is
 * told too. Used by one thread.
 */
final class UptimeClock {
    /** How often it is asked at the least. */
    static final Duration TICK = Duration.ofMillis(250);
    /** A gap or step up to this is normal (contract.md: late by more than 2 s). */
    static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final LongSupplier wallMillis;
    private long last;
    private long lastWall;
    private long uptime;

    /**
     * One look at the clock.
     *
     * @param uptime now
     * @param gap for how long nothing was decided; zero normally
     * @param wallStep by how much the wall clock stepped; zero normally
     */
    record Look(Duration uptime, Duration gap, Duration wallStep) {
        /** True when what was heard before proves nothing about now. */
        boolean stoodStill() {
            return !gap.isZero() || !wallStep.isZero();
        }
    }

    /** Starts at zero. Takes {@link System#nanoTime} and {@link System#currentTimeMillis}, or a test's. */
    UptimeClock(LongSupplier nanos, LongSupplier wallMillis) {
        this.nanos = nanos;
        this.wallMillis = wallMillis;
        this.last = nanos.getAsLong();
        this.lastWall = wallMillis.getAsLong();
    }

    /** Looks at the clock and moves on. */
    Look look() {
        long now = nanos.getAsLong();
        long wall = wallMillis.getAsLong();
        Duration passed = Duration.ofNanos(now - last);
        Duration step = Duration.ofMillis(wall - lastWall).minus(passed);
        last = now;
        lastWall = wall;
        boolean stood = passed.compareTo(TOLERANCE) > 0;
        if (!stood) {
            uptime += passed.toNanos();
        }
        boolean stepped = step.abs().compareTo(TOLERANCE) > 0;
        return new Look(Duration.ofNanos(uptime), stood ? passed : Duration.ZERO, stepped ? step : Duration.ZERO);
    }
}
