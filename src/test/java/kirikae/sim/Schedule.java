package kirikae.sim;

import java.util.PriorityQueue;

/** Virtual wall time in milliseconds and the one queue of events; events of the same moment run in the order they came. */
final class Schedule {
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private long now;
    private long sequence;

    private record Entry(long at, long sequence, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    long now() {
        return now;
    }

    void at(long moment, Runnable what) {
        queue.add(new Entry(Math.max(moment, now), sequence++, what));
    }

    void after(long millis, Runnable what) {
        at(now + millis, what);
    }

    /** Runs everything up to and at the moment, and leaves the time there. */
    void runUntil(long moment) {
        while (!queue.isEmpty() && queue.peek().at() <= moment) {
            Entry entry = queue.poll();
            now = entry.at();
            entry.what().run();
        }
        now = Math.max(now, moment);
    }
}
