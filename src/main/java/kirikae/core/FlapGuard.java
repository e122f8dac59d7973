package kirikae.core;

import java.time.Duration;
import kirikae.model.Service;

/**
 * Slows repeated automatic switch backs: the first is free, the second within {@code forget-after} waits {@code first-hold} on
 * top of {@code stable-for}, each further one twice as long, at most {@code max-hold}; delays count from recovery.
 *
 * @param row automatic switch backs in a row, none further than forget-after from the one before
 * @param last when the last one was, or {@link Uptime#LONG_AGO}
 */
public record FlapGuard(int row, Duration last) {
    /** Nothing to remember. */
    public static FlapGuard calm() {
        return new FlapGuard(0, Uptime.LONG_AGO);
    }

    /** Remembers one more switch back. */
    public FlapGuard switchedBack(Service.FlapGuard rule, Duration now) {
        return new FlapGuard(rowAt(rule, now) + 1, now);
    }

    /** How long a recovery at the given moment must wait beyond stable-for. */
    public Duration delay(Service.FlapGuard rule, Duration recoveredAt) {
        int before = rowAt(rule, recoveredAt);
        if (before == 0) {
            return Duration.ZERO;
        }
        Duration hold = rule.firstHold().multipliedBy(1L << Math.min(before - 1, 20));
        return Uptime.earlier(hold, rule.maxHold());
    }

    private int rowAt(Service.FlapGuard rule, Duration moment) {
        return Uptime.reached(moment, last.plus(rule.forgetAfter())) ? 0 : row;
    }
}
