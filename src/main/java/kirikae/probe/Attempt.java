package kirikae.probe;

import java.util.function.Consumer;
import kirikae.model.Observation;

/** One probe under way. Owns its connection or process. Confined to the event loop that began it; serves once. */
interface Attempt {
    /**
     * Starts. Does not block.
     *
     * @param loop the event loop that this is called on
     * @param done takes the outcome, at most once, on this event loop, perhaps before this returns; never after {@link
     *     #expire}
     */
    void begin(Loop loop, Consumer<Observation> done);

    /** Half of the time is over. */
    default void hasten() {}

    /** Gives up: lets go of everything, and says what it was still waiting for. Harmless after the end. */
    Observation expire();

    /** How the probes of one check are made: everything that can be prepared once. */
    @FunctionalInterface
    interface Plan {
        /** A fresh attempt, not yet begun. */
        Attempt attempt();

        /** True when attempts share a connection: they are {@link Attempt#hasten hastened}. */
        default boolean keeps() {
            return false;
        }

        /** Lets go of what was kept from one attempt to the next. */
        default void close() {}
    }
}
