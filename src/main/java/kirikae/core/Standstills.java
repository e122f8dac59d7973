package kirikae.core;

import java.time.Duration;

/**
 * How often this process stood still of late. After each standstill every window starts anew, so a process that stands still more
 * than once per window never judges a silence. That is safe, and must be said: it is blind.
 *
 * <pre>
 * standstill                                     row    becomes
 * within a window of the one before              +1     blind from the third on; told once
 * later                                          1      sees again
 * a whole window without one                     0      sees again
 * </pre>
 *
 * @param row standstills in a row, none further than a window from the one before
 * @param last when the last one was, or {@link Uptime#LONG_AGO}
 */
public record Standstills(int row, Duration last) {
    private static final int TOO_MANY = 3;

    /** None so far. */
    public static Standstills none() {
        return new Standstills(0, Uptime.LONG_AGO);
    }

    /**
     * One more.
     *
     * @param window the longest no-data window of all
     */
    public Standstills oneMore(Duration window, Duration now) {
        return new Standstills(Uptime.reached(now, last.plus(window)) ? 1 : row + 1, now);
    }

    /** True for the one standstill with which it becomes blind. */
    public boolean isTold() {
        return row == TOO_MANY;
    }
}
