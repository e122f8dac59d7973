package kirikae.core;

import java.time.Duration;

/** What a service is doing about its records; one thing at a time. Answers with another attempt number are dropped. */
public sealed interface Work {
    /** Nothing; free to decide. */
    record Idle() implements Work {}

    /** Waits for the live records; also the read-back after an accepted or an uncertain change. */
    record Reading(long attempt) implements Work {}

    /** A change waits for its zone's turn; it can still be dropped. */
    record Queued(long attempt, Move move) implements Work {}

    /** A change is on the wire; it is followed to its end. */
    record Sent(long attempt, Move move, Duration sentAt) implements Work {}

    /** Accepted; waits until it is in sync. */
    record Following(long attempt, Move move, String changeId, Duration acceptedAt, Duration pollAt, int polls)
            implements Work {
        /** The same, with the next question then; {@link Uptime#NEVER} while an answer is awaited. */
        Following polling(Duration then, int asked) {
            return new Following(attempt, move, changeId, acceptedAt, then, asked);
        }
    }

    /** A pause after a refusal or a failure. */
    record Pausing(Duration until) implements Work {}

    /**
     * One decided switch.
     *
     * @param from the target shown before, or the word for what was there ("drifted", "absent")
     * @param to the index of the wanted target
     * @param why the reason in words
     * @param actor "auto", "operator:NAME" or "trigger:NAME"
     * @param direction "away" to a less preferred target, "back" to a more preferred one, "repair" from none
     * @param decidedAt when it was decided
     */
    record Move(String from, int to, String why, String actor, String direction, Duration decidedAt) {
        /** True when automation decided it. */
        public boolean isAutomatic() {
            return actor.equals(StateMachine.AUTO);
        }
    }
}
