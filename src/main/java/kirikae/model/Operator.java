package kirikae.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What an operator can order and ask, from any thread. The daemon does it; the control socket, triggers and pages ask for it.
 * Every order is journalled and synced before it counts (contract.md section 5).
 */
public interface Operator {
    /** Everything there is to show now. */
    CompletionStage<Status> status();

    /**
     * Moves a service now and holds it there. A switch to what automation itself wants leaves no hold unless one is asked for
     * (contract.md, "Override is a state").
     */
    CompletionStage<Answer> switchTo(SwitchOrder order);

    /** Freezes a service, or all of them when the name is empty. */
    CompletionStage<Answer> hold(HoldOrder order);

    /** Ends the order of a service, or of all when the name is empty; in manual recovery it permits the pending switch back once. */
    CompletionStage<Answer> release(String service, String actor, String reason);

    /** Loads the configuration again and puts it in force, or changes nothing and says all problems. */
    CompletionStage<Answer> reload(String actor);

    /**
     * The newest events, oldest first.
     *
     * @param service only of this one; empty for all
     * @param since only younger ones; {@link Duration#ZERO} for as many as are kept
     */
    CompletionStage<List<Event>> events(String service, Duration since);

    /** Is called for every event from now on, on the decision loop: must hand over at once. Closing ends it. */
    AutoCloseable follow(java.util.function.Consumer<Event> follower);

    /**
     * An order to switch.
     *
     * @param target a target's name, or "auto" for release
     * @param actor "operator:NAME" or "trigger:NAME"
     * @param length how long it lasts; empty for until release
     * @param keep HOLD to leave a hold even where automation wants the same
     */
    record SwitchOrder(String service, String target, String reason, String actor, Length length, Keep keep) {}

    /** An order to freeze. */
    record HoldOrder(String service, String reason, String actor, Length length) {}

    /** How long an order lasts. */
    sealed interface Length {
        /** Until release. */
        record Unlimited() implements Length {}

        /** So long. */
        record For(Duration duration) implements Length {}
    }

    /** Whether a switch that automation wants anyway leaves a hold. */
    enum Keep {
        AS_NEEDED,
        HOLD
    }

    /**
     * What became of an order.
     *
     * @param outcome how it ended
     * @param text one or more lines for people: what was done, or why not and what to do
     * @param fields the facts: "service", "to", "event" and so on
     */
    record Answer(Outcome outcome, String text, Map<String, Object> fields) {
        /** How an order ended. */
        public enum Outcome {
            DONE,
            /** Not possible as asked: unknown service or target, a missing reason. */
            REFUSED,
            /** Asked for rightly, but not done: the journal could not be synced, the configuration has problems. */
            FAILED
        }

        /** Copies the fields. */
        public Answer {
            fields = Map.copyOf(fields);
        }

        /** A field as text. */
        public Optional<String> text(String key) {
            return Optional.ofNullable(fields.get(key)).map(Object::toString);
        }
    }
}
