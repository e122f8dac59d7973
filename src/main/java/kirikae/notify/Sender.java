package kirikae.notify;

import java.util.concurrent.CompletionStage;

/** Speaks to one channel. */
public interface Sender extends AutoCloseable {
    /**
     * Tries once to send. Does not block, does not throw, and completes within a deadline of its own, on any thread.
     */
    CompletionStage<Outcome> send(Notice notice);

    /** Gives back what it holds; what is on the wire may still end. */
    @Override
    default void close() {}
}
