package kirikae.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import kirikae.journal.EventLine;
import kirikae.journal.EventLog;
import kirikae.journal.Journal;
import kirikae.model.Event;
import kirikae.model.EventName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happened: stamps it with the wall clock, logs it, journals it. Owns no decision; a broken disk stops nothing. */
final class Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);
    private final Pen pen;
    private final UnaryOperator<Event> addressing;
    private final Consumer<Event> listener;
    private CompletionStage<Void> last = CompletableFuture.completedFuture(null);

    /** Where events are written. */
    private interface Pen {
        /** Writes the line for people. */
        void log(Event event);

        /** Keeps the event; the stage completes when it is synced. */
        CompletionStage<Void> append(Event event);

        /** Keeps the event or fails. */
        CompletionStage<Void> appendOrFail(Event event);
    }

    /**
     * Takes the journal, who writes into an event whom it is to be told to, and who else wants to know of every event, one after the other
     * (all on the decision loop).
     */
    Chronicle(Journal journal, UnaryOperator<Event> addressing, Consumer<Event> first, Consumer<Event> then) {
        this(new Ink(journal), addressing, first.andThen(then));
    }

    private Chronicle(Pen pen, UnaryOperator<Event> addressing, Consumer<Event> listener) {
        this.pen = pen;
        this.addressing = addressing;
        this.listener = listener;
    }

    /** A chronicle that keeps nothing and shows nothing, save to the listener. */
    static Chronicle unwritten(Consumer<Event> listener) {
        return new Chronicle(new Air(), UnaryOperator.identity(), listener);
    }

    private record Ink(Journal journal) implements Pen {
        @Override
        public void log(Event event) {
            EventLog.write(event);
        }

        @Override
        public CompletionStage<Void> append(Event event) {
            return journal.append(event);
        }

        @Override
        public CompletionStage<Void> appendOrFail(Event event) {
            return journal.appendOrFail(event);
        }
    }

    /** Makes the line all the same, and lets it go. */
    private record Air() implements Pen {
        @Override
        public void log(Event event) {
            String unread = EventLine.of(event);
            LOG.trace("rehearsed: {}", unread);
        }

        @Override
        public CompletionStage<Void> append(Event event) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> appendOrFail(Event event) {
            return append(event);
        }
    }

    /** Tells something of one service. */
    void tell(String service, EventName name, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("service", service);
        all.putAll(fields);
        tell(name, all);
    }

    /** Tells something of the daemon. */
    void tell(EventName name, Map<String, Object> fields) {
        Event event = addressing.apply(stamp(name, fields));
        last = pen.append(event);
        heard(event);
    }

    /**
     * Journals an operator's order, which counts only when it is synced: the stage says so, on the journal's thread. Whoever
     * ordered it then lets it be {@link #heard}.
     */
    CompletionStage<Event> order(EventName name, Map<String, Object> fields) {
        Event event = stamp(name, fields);
        return pen.appendOrFail(event).thenApply(synced -> event);
    }

    /** Logs a journalled order and tells the listener. On the decision loop. */
    void heard(Event event) {
        pen.log(event);
        listener.accept(event);
    }

    /** Completes when everything told so far is synced. */
    CompletionStage<Void> synced() {
        return last;
    }

    /** What lasts for a while also carries its end as an instant, since uptime means nothing after a restart. */
    private static Event stamp(EventName name, Map<String, Object> fields) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Map<String, Object> all = new LinkedHashMap<>(fields);
        if (fields.get("for-ms") instanceof Long length) {
            all.put("until", now.plus(Duration.ofMillis(length)).toString());
        }
        return new Event(now, name, all);
    }
}
