package kirikae.journal;

import java.util.concurrent.atomic.AtomicBoolean;

/** Owns whether events are being synced, so that the watch is told once when that ends and once when it is so again. */
final class Trouble {
    private final JournalWatch watch;
    private final AtomicBoolean present = new AtomicBoolean();

    /** No trouble yet. */
    Trouble(JournalWatch watch) {
        this.watch = watch;
    }

    /** Events are not synced, for this reason. */
    void begin(String what) {
        if (present.compareAndSet(false, true)) {
            watch.trouble(what);
        }
    }

    /** Events are synced; the text is told only when they were not. */
    void end(String what) {
        if (present.compareAndSet(true, false)) {
            watch.over(what);
        }
    }
}
