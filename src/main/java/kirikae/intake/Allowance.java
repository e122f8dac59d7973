package kirikae.intake;

import java.util.function.LongSupplier;

/**
 * How many heartbeats of one host are taken: a steady 10 a second, 20 at once (contract.md section 4). Only heartbeats with a
 * valid token draw from it. Used on the listener's event loop only.
 */
final class Allowance {
    private static final double A_SECOND = 10;
    private static final double AT_ONCE = 20;
    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private double left = AT_ONCE;
    private long since;

    Allowance(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** Takes one when there is one. */
    boolean take() {
        long now = nanoTime.getAsLong();
        left = Math.min(AT_ONCE, left + (now - since) / NANOS * A_SECOND);
        since = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
