package kirikae.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that owns every service's state. Nothing on it blocks. Owns the uptime clock; must not know what runs on it. A
 * task that throws is a programming error and ends the process: a clean one starts from the journal and the live records.
 */
final class DecisionLoop {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final UptimeClock clock;
    private final Consumer<Throwable> fatal;
    private final ScheduledThreadPoolExecutor thread;
    private Consumer<UptimeClock.Look> stoodStill = look -> {};
    private volatile Duration now = Duration.ZERO;
    private volatile long progressNanos = System.nanoTime();

    /** Takes its clock and who is told of a task that threw. */
    DecisionLoop(UptimeClock clock, Consumer<Throwable> fatal) {
        this.clock = clock;
        this.fatal = fatal;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "decide");
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Begins to look at the clock. The consumer runs on the loop, before anything else, whenever the process stood still. */
    void start(Consumer<UptimeClock.Look> onStoodStill) {
        execute(() -> stoodStill = onStoodStill);
        long tick = UptimeClock.TICK.toMillis();
        var unused = thread.scheduleAtFixedRate(() -> run(() -> {}), tick, tick, TimeUnit.MILLISECONDS);
    }

    /** Runs a task on the loop, from any thread. */
    void execute(Runnable task) {
        try {
            thread.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            return; // stopped: nothing is decided any more
        }
    }

    /** Runs a task on the loop at or soon after a moment of uptime; early only when the process stood still. */
    void at(Duration moment, Runnable task) {
        long nanos = Math.max(0, moment.minus(now).toNanos());
        try {
            var unused = thread.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return; // as above
        }
    }

    /**
     * Does something for each of many, a few milliseconds at a time: what is due meanwhile comes between. On the loop. What is
     * done must not rely on being done for all at the same moment.
     */
    <T> void inSlices(List<T> all, Consumer<T> each) {
        long end = System.nanoTime() + SLICE_NANOS;
        int done = 0;
        while (done < all.size() && (done == 0 || System.nanoTime() - end < 0)) {
            each.accept(all.get(done++));
        }
        if (done < all.size()) {
            List<T> rest = all.subList(done, all.size());
            execute(() -> inSlices(rest, each));
        }
    }

    /** The uptime at which the running task began. */
    Duration now() {
        return now;
    }

    /** How long ago the loop last did anything. */
    Duration sinceProgress() {
        return Duration.ofNanos(System.nanoTime() - progressNanos);
    }

    /** Runs nothing more. */
    void stop() {
        thread.shutdownNow();
    }

    private void run(Runnable task) {
        try {
            UptimeClock.Look look = clock.look();
            now = look.uptime();
            progressNanos = System.nanoTime();
            if (look.stoodStill()) {
                stoodStill.accept(look);
            }
            task.run();
        } catch (Throwable e) {
            fatal.accept(e);
        }
    }
}
