package kirikae.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import kirikae.model.Event;

/**
 * A bounded picture of a sequence of lines: the newest {@code keep} as they are, and what is still in force of everything older.
 * A file written from it means the same as the whole sequence. Must not know files. Not safe for use by several threads.
 */
final class Retained {
    private final int keep;
    private final Deque<Line> newest = new ArrayDeque<>();
    private Standing older = new Standing();

    /** Keeps this many lines as they are, at least one. */
    Retained(int keep) {
        this.keep = keep;
    }

    /** Takes the next line; a broken one is left out. */
    void add(Line line) {
        if (line instanceof Line.Broken) {
            return;
        }
        newest.addLast(line);
        if (newest.size() > keep) {
            apply(older, newest.removeFirst());
        }
    }

    /** What stands for the whole sequence, oldest first. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        older.inForce().forEach(event -> lines.add(EventJson.encode(event)));
        lines.addAll(newest);
        return List.copyOf(lines);
    }

    /** The events of {@link #lines()} that this version knows. */
    List<Event> events() {
        Stream<Event> known =
                newest.stream().filter(Line.Known.class::isInstance).map(line -> ((Line.Known) line).event());
        return Stream.concat(older.inForce().stream(), known).toList();
    }

    /** What is in force at the end of the sequence; the caller's to keep. */
    Standing standing() {
        return Standing.of(events());
    }

    /** True when nothing was ever added since the last {@link #clear()}. */
    boolean isEmpty() {
        return newest.isEmpty();
    }

    /** How many lines stand as they are. */
    int size() {
        return newest.size();
    }

    /** Forgets everything. */
    void clear() {
        newest.clear();
        older = new Standing();
    }

    private static void apply(Standing standing, Line line) {
        if (line instanceof Line.Known known) {
            standing.apply(known.event());
        }
    }
}
