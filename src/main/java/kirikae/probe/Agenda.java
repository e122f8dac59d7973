package kirikae.probe;

import java.util.Arrays;

/**
 * Watches in the order in which they are due: a binary heap of which each member knows its place, so that it can leave or
 * move at the cost of a few comparisons. Four bytes a watch, no nodes. A watch stands in one agenda at a time.
 */
final class Agenda {
    private Watch[] heap = new Watch[64];
    private int size;

    /** The number of watches. */
    int size() {
        return size;
    }

    /** True when something is due at that time. */
    boolean isDue(long now) {
        return size > 0 && heap[0].at <= now;
    }

    /** When the first is due; the given time if there is none. */
    long firstAt(long otherwise) {
        return size > 0 ? heap[0].at : otherwise;
    }

    /** The one that is due first; only when there is one. */
    Watch first() {
        if (size == 0) {
            throw new IllegalStateException("an empty agenda has no first");
        }
        return heap[0];
    }

    /** Adds a watch that stands nowhere, by its {@code at}. */
    void add(Watch watch) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        size++;
        up(size - 1, watch);
    }

    /** Takes out a watch that stands here. */
    void remove(Watch watch) {
        int hole = watch.place;
        size--;
        Watch last = heap[size];
        clear(size);
        watch.place = Watch.NOWHERE;
        if (last != watch) {
            down(hole, last);
            if (last.place == hole) {
                up(hole, last);
            }
        }
    }

    @SuppressWarnings("NullAway") // beyond the size the heap holds nothing
    private void clear(int place) {
        heap[place] = null;
    }

    private void up(int from, Watch watch) {
        int hole = from;
        while (hole > 0 && heap[(hole - 1) / 2].at > watch.at) {
            put(hole, heap[(hole - 1) / 2]);
            hole = (hole - 1) / 2;
        }
        put(hole, watch);
    }

    private void down(int from, Watch watch) {
        int hole = from;
        for (int child = lesserChild(hole); child < size && heap[child].at < watch.at; child = lesserChild(hole)) {
            put(hole, heap[child]);
            hole = child;
        }
        put(hole, watch);
    }

    private int lesserChild(int parent) {
        int left = 2 * parent + 1;
        return left + 1 < size && heap[left + 1].at < heap[left].at ? left + 1 : left;
    }

    private void put(int place, Watch watch) {
        heap[place] = watch;
        watch.place = place;
    }
}
