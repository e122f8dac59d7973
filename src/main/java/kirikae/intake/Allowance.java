package kirikae.intake;

import java.util.function.LongSupplier;

/**
 * How much of one sender is taken: so much a second, 20 at once. A host has 10 heartbeats a second (contract.md section 4). Only
 * what has a valid token draws from it. Used on the listener's event loop only.
 */
final class Allowance {
    private static final double HEARTBEATS = 10;
    private static final double AT_ONCE = 20;
    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final double perSecond;
    private double left = AT_ONCE;
    private long since;

    /** That of a host's heartbeats. */
    Allowance(LongSupplier nanoTime) {
        this(nanoTime, HEARTBEATS);
    }

    Allowance(LongSupplier nanoTime, double perSecond) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** Takes one when there is one. */
    boolean take() {
        long now = nanoTime.getAsLong();
        left = Math.min(AT_ONCE, left + (now - since) / NANOS * perSecond);
        since = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
