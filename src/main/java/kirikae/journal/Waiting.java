package kirikae.journal;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kirikae.model.Event;
import kirikae.model.EventName;

/**
 * An event on its way to the disk.
 *
 * @param line as it will stand in the file
 * @param kind what becomes of it when the disk fails
 * @param done who completes it first decides: the writer after the sync, or the end of patience
 */
record Waiting(Line.Known line, Kind kind, CompletableFuture<Void> done) {
    /** What becomes of an event that cannot be synced now. */
    enum Kind {
        /** It is kept in memory and written later, marked {@code late}. */
        KEPT,
        /** It has never been: an operator is told so, and nothing of it may come into force later. */
        ALL_OR_NOTHING,
        /** No event: the writer is to stop. */
        STOP
    }

    /** Puts an event in the queue. */
    static Waiting of(Event event, Kind kind) {
        return new Waiting(EventJson.encode(event), kind, new CompletableFuture<>());
    }

    /** Tells the writer to stop; its line is never written. */
    static Waiting stop() {
        Event none = new Event(Instant.EPOCH, EventName.STOPPING, Map.of());
        return new Waiting(new Line.Known(none, ""), Kind.STOP, new CompletableFuture<>());
    }
}
