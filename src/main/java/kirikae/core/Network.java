package kirikae.core;

import java.time.Duration;
import java.util.Set;

/**
 * Our own eyes.
 *
 * @param cutOff why we are isolated; empty when we are not known to be
 * @param freshSince when we last began to see anew (after standing still or being cut off): no plan from before is sent
 * @param trustedAt when the questions were last answered well
 * @param trusted the questions that were
 * @param asking the attempt whose answer is awaited; 0 for none
 * @param asked the questions whose answer is awaited
 * @param retryAt when to ask again after "too many"; {@link Uptime#NEVER} otherwise
 * @param suspectedAt when it was last asked only because of a beginning silence: {@link Suspicion}
 */
public record Network(
        String cutOff,
        Duration freshSince,
        Duration trustedAt,
        Set<Effect.Question> trusted,
        long asking,
        Set<Effect.Question> asked,
        Duration retryAt,
        Duration suspectedAt) {
    /** How long an answer serves. */
    static final Duration FRESH = Duration.ofSeconds(10);

    /** Nothing known. */
    static Network unknown() {
        return new Network("", Uptime.LONG_AGO, Uptime.LONG_AGO, Set.of(), 0, Set.of(), Uptime.NEVER, Uptime.LONG_AGO);
    }

    /** Cut off; whatever was asked or answered does not count. */
    Network cutOff(String reason) {
        return new Network(reason, freshSince, Uptime.LONG_AGO, Set.of(), 0, Set.of(), Uptime.NEVER, suspectedAt);
    }

    /** Seeing anew from now on. */
    Network freshSince(Duration now) {
        return new Network(cutOff, now, Uptime.LONG_AGO, Set.of(), 0, Set.of(), Uptime.NEVER, suspectedAt);
    }

    /** These questions are on their way. */
    Network asking(long attempt, Set<Effect.Question> questions) {
        return new Network(
                cutOff, freshSince, trustedAt, trusted, attempt, Set.copyOf(questions), retryAt, suspectedAt);
    }

    /** Asked because of a beginning silence: the answer "well" is no trust for a later decision. */
    Network suspecting(long attempt, Duration now) {
        return new Network(cutOff, freshSince, trustedAt, Set.of(), attempt, Set.of(), retryAt, now);
    }

    /** These of the questions were answered well; "too many" says when to ask again. */
    Network answered(Set<Effect.Question> well, Duration now, Duration again) {
        return new Network("", freshSince, now, Set.copyOf(well), 0, Set.of(), again, suspectedAt);
    }

    /** The pause after "too many" is over. */
    Network retryNow() {
        return new Network(cutOff, freshSince, trustedAt, trusted, asking, asked, Uptime.NEVER, suspectedAt);
    }

    /** True when all these questions were answered well a moment ago. */
    boolean trusts(Set<Effect.Question> questions, Duration now) {
        return questions.isEmpty()
                || (cutOff.isEmpty() && trusted.containsAll(questions) && !Uptime.reached(now, trustedAt.plus(FRESH)));
    }
}
