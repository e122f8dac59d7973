package kirikae.daemon;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import kirikae.model.CheckId;
import kirikae.model.Observation;

/**
 * Brings what probes saw to the decision loop: one wake-up for all that came since the last, and in the order in which it came.
 * Takes from any thread. Must not drop or look into anything.
 */
final class Inbox {
    private static final int AT_ONCE = 500; // then the loop's other work gets its turn

    private final DecisionLoop loop;
    private final Reader reader;
    private final ConcurrentLinkedQueue<Seen> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();

    private record Seen(CheckId check, Observation observation) {}

    /** Takes one observation, on the decision loop. */
    interface Reader {
        /** Of one check they come in order. */
        void read(CheckId check, Observation observation);
    }

    Inbox(DecisionLoop loop, Reader reader) {
        this.loop = loop;
        this.reader = reader;
    }

    /** Adds one, from any thread. */
    void add(CheckId check, Observation observation) {
        queue.add(new Seen(check, observation));
        call();
    }

    private void call() {
        if (!called.get() && called.compareAndSet(false, true)) {
            loop.execute(this::readAll);
        }
    }

    private void readAll() {
        // Before the first look: what is added after the last one calls again.
        called.set(false);
        for (int i = 0; i < AT_ONCE; i++) {
            Seen next = queue.poll();
            if (next == null) {
                return;
            }
            reader.read(next.check(), next.observation());
        }
        call();
    }
}
