package kirikae.core;

import java.time.Duration;

/**
 * How long a zone is still busy with a change after it was accepted: Route 53 refuses the next one meanwhile
 * (PriorRequestNotComplete). Nothing is assumed; it is learned from a refusal, so that a mass of changes does not pay one for every
 * batch, and forgotten after ten minutes. Must not: hold back a zone that never refused. Used by one thread.
 */
final class Settling {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private Duration acceptedAt = Uptime.LONG_AGO;
    private Duration pause = Duration.ZERO;
    private Duration learnedAt = Uptime.LONG_AGO;
    private boolean refused;

    /** A batch that left then was accepted now. */
    void accepted(Duration sentAt, Duration now) {
        if (refused) {
            pause = Uptime.earlier(sentAt.minus(acceptedAt), LONGEST);
            learnedAt = now;
        }
        refused = false;
        acceptedAt = now;
    }

    /** A batch that left then met an earlier change; long after our own it was somebody else's. */
    void refused(Duration sentAt) {
        refused = !Uptime.reached(sentAt, acceptedAt.plus(LONGEST));
    }

    /** Until when the next batch would be refused, as far as is known. */
    Duration until(Duration now) {
        return Uptime.reached(now, learnedAt.plus(MEMORY)) ? acceptedAt : acceptedAt.plus(pause);
    }
}
