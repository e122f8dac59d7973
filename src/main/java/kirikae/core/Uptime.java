package kirikae.core;

import java.time.Duration;

/**
 * The core's clock: the time since start during which the process was running, as a {@link Duration}. It may be negative for
 * what happened before the start. Owns the two ends of that line and the arithmetic that does not overflow at them.
 */
public final class Uptime {
    /** Later than anything that happens: no deadline. */
    public static final Duration NEVER = Duration.ofDays(365_000);
    /** Earlier than anything that happened. */
    public static final Duration LONG_AGO = Duration.ofDays(-365_000);

    private Uptime() {}

    /** The earlier of two instants. */
    public static Duration earlier(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** The later of two instants. */
    public static Duration later(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** True when the instant has come. */
    public static boolean reached(Duration now, Duration instant) {
        return now.compareTo(instant) >= 0;
    }

    /** The instant so much later, or {@link #NEVER}. */
    public static Duration after(Duration instant, Duration delay) {
        return delay.compareTo(NEVER) >= 0 ? NEVER : earlier(instant.plus(delay), NEVER);
    }

    /** A length as people read it: "41s", "2m 5s", "1h 0m"; below ten seconds with one decimal. */
    public static String text(Duration length) {
        long millis = Math.max(0, length.toMillis());
        if (millis < 10_000) {
            long tenths = (millis + 50) / 100;
            return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + "s";
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + "s");
        }
        return seconds / 3600 + "h" + (seconds % 3600 / 60 == 0 ? "" : " " + seconds % 3600 / 60 + "m");
    }
}
