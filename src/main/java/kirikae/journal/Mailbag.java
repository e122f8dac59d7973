package kirikae.journal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kirikae.journal.Standing.Kept;
import kirikae.model.Event;
import kirikae.model.Notified;

/**
 * Which notifications are still to be delivered, as far as the journal says: an event names its channels, a later one says that it was delivered or
 * given up ({@link Notified}). A mark is kept as long as the event it belongs to, for without it the event would be told again. Not safe for
 * use by several threads.
 */
final class Mailbag {
    private static final int FEW = 4_096;
    private static final int MOST = 10_000;

    private record Letter(Kept kept, String channel) {}

    private final Map<String, Letter> pending = new LinkedHashMap<>();
    private final Map<String, Kept> marks = new LinkedHashMap<>();
    private int tidyAt = FEW;

    /** Takes the next event. */
    void apply(Kept kept) {
        Event event = kept.event();
        for (String channel : Notified.channels(event)) {
            pending.put(Notified.id(event, channel), new Letter(kept, channel));
        }
        if (Notified.isEnd(event)) {
            event.text(Notified.ID).ifPresent(id -> {
                pending.remove(id);
                marks.put(id, kept);
            });
        }
        if (pending.size() > MOST) {
            pending.remove(pending.keySet().iterator().next());
        }
    }

    /** Forgets marks of events that nobody keeps, when there are twice as many as were needed the last time. */
    void tidy(Stream<Event> kept) {
        if (marks.size() > tidyAt) {
            marks.keySet().retainAll(ids(kept));
            tidyAt = Math.max(FEW, 2 * marks.size());
        }
    }

    private Set<String> ids(Stream<Event> kept) {
        Set<String> ids = new HashSet<>();
        Stream.concat(
                        kept,
                        pending.values().stream().map(letter -> letter.kept().event()))
                .forEach(event -> Notified.channels(event).forEach(channel -> ids.add(Notified.id(event, channel))));
        return ids;
    }

    /** What must be kept beside these events. */
    List<Kept> inForce(Stream<Event> kept) {
        List<Kept> all = new ArrayList<>();
        pending.values().forEach(letter -> all.add(letter.kept()));
        if (!marks.isEmpty()) {
            Set<String> ids = ids(kept);
            marks.forEach((id, mark) -> {
                if (ids.contains(id)) {
                    all.add(mark);
                }
            });
        }
        return all;
    }

    /** The notifications that are still to be delivered, oldest first. */
    List<Standing.Undelivered> undelivered() {
        return pending.values().stream()
                .map(letter -> new Standing.Undelivered(letter.kept().event(), letter.channel()))
                .toList();
    }
}
