package kirikae.core;

import java.time.Duration;

/**
 * Whether the whole daemon is cut off. One answer "cut off" to one service's question makes it so for all; from then on the
 * daemon itself asks again until it can see.
 *
 * @param cutOff why; empty while it is not
 * @param since when it was found
 * @param retryAt when to ask again; {@link Uptime#NEVER} while it is not cut off or an answer is awaited
 * @param tries how often it was asked in vain
 */
public record Isolation(String cutOff, Duration since, Duration retryAt, int tries) {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    /** All is well. */
    public static Isolation none() {
        return new Isolation("", Uptime.LONG_AGO, Uptime.NEVER, 0);
    }

    /** True while cut off. */
    public boolean isCutOff() {
        return !cutOff.isEmpty();
    }

    /** An answer "cut off" came. */
    public Isolation failed(String reason, Duration now) {
        Duration pause = Uptime.earlier(FIRST_RETRY.multipliedBy(1L << Math.min(tries, 8)), LAST_RETRY);
        return new Isolation(reason, isCutOff() ? since : now, now.plus(pause), tries + 1);
    }

    /** The question is on its way. */
    public Isolation asking() {
        return new Isolation(cutOff, since, Uptime.NEVER, tries);
    }
}
