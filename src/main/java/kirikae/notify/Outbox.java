package kirikae.notify;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The queues of all channels and the thread that empties them. A bounded queue per channel, one try at a time in each; nobody ever waits for
 * it. Owns the thread, made at the first notice. Safe to call from any thread.
 */
public final class Outbox implements AutoCloseable {
    /** How many may wait for one channel; then the oldest goes. */
    public static final int ROOM = 1_000;

    private static final String NONE = "the channel is not configured any more";
    private static final Duration SPARE = Duration.ofSeconds(75);

    private final Function<Notice, Optional<Sender>> senders;
    private final Reports reports;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final long started = System.nanoTime();
    private Optional<ScheduledThreadPoolExecutor> thread = Optional.empty();
    private boolean closed;

    /** Who is told how it went; on the outbox's thread. */
    public interface Reports {
        /** The channel took it. */
        void delivered(Notice notice, int tries, Duration took);

        /** It failed, and is tried again after a pause. */
        void failed(Notice notice, int tries, String reason, Duration pause);

        /** Nothing more is tried. */
        void givenUp(Notice notice, int tries, String reason);
    }

    /** Takes who sends a notice as the configuration is now, and who is told. */
    public Outbox(Function<Notice, Optional<Sender>> senders, Reports reports) {
        this.senders = senders;
        this.reports = reports;
    }

    /** Takes a notice. Comes back at once. */
    public void put(Notice notice) {
        execute(() -> {
            Lane lane = lanes.computeIfAbsent(notice.channel(), name -> new Lane(ROOM));
            lane.add(notice, now())
                    .ifPresent(
                            gone -> reports.givenUp(gone, 0, "dropped: more than " + ROOM + " wait for this channel"));
            pump(lane);
        });
    }

    /** What waits of a story is no longer true, save for channels that hear how it goes on. Does nothing before the first notice. */
    public void overtake(String story, Set<String> butNot, String why) {
        if (isOpen()) {
            execute(() -> lanes.forEach((name, lane) -> {
                if (!butNot.contains(name)) {
                    lane.overtake(story).forEach(gone -> reports.givenUp(gone, 0, why));
                }
            }));
        }
    }

    private synchronized boolean isOpen() {
        return thread.isPresent();
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void pump(Lane lane) {
        lane.next(now()).ifPresent(waiting -> attempt(lane, waiting));
        lane.due().ifPresent(due -> later(due.minus(now()), () -> pump(lane)));
    }

    private void attempt(Lane lane, Lane.Waiting waiting) {
        Optional<Sender> sender = senders.apply(waiting.notice());
        if (sender.isEmpty()) {
            ended(lane, waiting, new Outcome.Refused(NONE), Duration.ZERO);
            return;
        }
        Duration begun = now();
        CompletableFuture<Outcome> tried = sender.get()
                .send(waiting.notice())
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(Outcome.failed("no outcome in time"), SPARE.toMillis(), TimeUnit.MILLISECONDS);
        var unused = tried.handle((outcome, failure) -> failure == null ? outcome : Outcome.failed(words(failure)))
                .thenAccept(outcome -> execute(() -> ended(lane, waiting, outcome, now().minus(begun))));
    }

    private static String words(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return "the channel broke: " + cause.getClass().getSimpleName();
    }

    private void ended(Lane lane, Lane.Waiting waiting, Outcome outcome, Duration took) {
        int tries = waiting.tries() + 1;
        Notice notice = waiting.notice();
        if (outcome instanceof Outcome.Delivered) {
            lane.done();
            reports.delivered(notice, tries, took);
        } else if (outcome instanceof Outcome.Refused refused) {
            lane.done();
            reports.givenUp(notice, tries, refused.reason());
        } else if (outcome instanceof Outcome.Failed failed) {
            double luck = ThreadLocalRandom.current().nextDouble(-1, 1);
            Lane.After after = lane.failed(failed.notBefore(), now(), luck);
            if (after instanceof Lane.After.Again again) {
                reports.failed(notice, tries, failed.reason(), again.pause());
            } else {
                reports.givenUp(notice, tries, failed.reason());
            }
        }
        pump(lane);
    }

    private void execute(Runnable work) {
        try {
            open().ifPresent(executor -> executor.execute(guarded(work)));
        } catch (RejectedExecutionException e) {
            return; // closed: what waits is in the journal, and is sent after the next start
        }
    }

    private void later(Duration delay, Runnable work) {
        try {
            open().ifPresent(executor -> {
                var unused = executor.schedule(guarded(work), Math.max(1, delay.toMillis()), TimeUnit.MILLISECONDS);
            });
        } catch (RejectedExecutionException e) {
            return; // as above
        }
    }

    /** An error of ours in one notice must not silence all others. */
    private static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                org.slf4j.LoggerFactory.getLogger(Outbox.class).error("a notification could not be handled", e);
            }
        };
    }

    private synchronized Optional<ScheduledThreadPoolExecutor> open() {
        if (thread.isEmpty() && !closed) {
            ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, task -> {
                Thread worker = new Thread(task, "notify");
                worker.setDaemon(true);
                return worker;
            });
            made.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            thread = Optional.of(made);
        }
        return thread;
    }

    /** Waits until nothing is being tried, so long at most; then sends nothing more. */
    public void drain(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end && isBusy()) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        close();
    }

    private boolean isBusy() {
        Optional<ScheduledThreadPoolExecutor> executor;
        synchronized (this) {
            executor = thread;
        }
        if (executor.isEmpty()) {
            return false;
        }
        try {
            return executor.get()
                    .submit(() -> lanes.values().stream().anyMatch(lane -> lane.isTrying()))
                    .get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException
                | RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.ifPresent(ScheduledThreadPoolExecutor::shutdownNow);
    }
}
