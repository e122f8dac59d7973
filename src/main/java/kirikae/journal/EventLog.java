package kirikae.journal;

import kirikae.model.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the log line of an event: {@link EventLine} at its {@link EventLevel}. Must not know the journal's file. */
public final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger("kirikae");

    private EventLog() {}

    /** Writes one line; never blocks and never throws for what an event holds. */
    public static void write(Event event) {
        String line = EventLine.of(event);
        switch (EventLevel.of(event.name())) {
            case INFO -> LOG.info("{}", line);
            case WARN -> LOG.warn("{}", line);
            case ERROR -> LOG.error("{}", line);
        }
    }
}
