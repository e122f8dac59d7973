package kirikae.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watch whose programming errors end in the log and not in the journal's thread. Must not change what is told. */
final class GuardedWatch implements JournalWatch {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedWatch.class);

    private final JournalWatch watch;

    /** Guards this watch. */
    GuardedWatch(JournalWatch watch) {
        this.watch = watch;
    }

    @Override
    public void trouble(String what) {
        tell(() -> watch.trouble(what));
    }

    @Override
    public void over(String what) {
        tell(() -> watch.over(what));
    }

    @Override
    public void notice(String what) {
        tell(() -> watch.notice(what));
    }

    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.error("the journal's watch failed", e);
        }
    }
}
