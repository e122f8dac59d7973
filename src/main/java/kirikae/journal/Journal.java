package kirikae.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import kirikae.model.Event;

/**
 * The daemon's one durable memory, {@code state-dir/events.jsonl}: takes events, gives back when they are synced. Safe for use by
 * several threads; no call but {@link #open} and {@link #close} touches the disk on the caller's thread. Must not decide anything
 * about services.
 *
 * <p>Stages complete on the journal's own threads: hand over at once.
 */
public final class Journal implements AutoCloseable {
    private static final long CLOSE_MILLIS = 2_000;

    private final BlockingQueue<Waiting> queue;
    private final Thread thread;
    private final Trouble trouble;
    private final Duration patience;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean closing;

    /** Starts the writer on a file that is open or in trouble. */
    Journal(JournalFile file, StateLock lock, Trouble trouble, JournalLimits limits) {
        this.queue = new ArrayBlockingQueue<>(limits.waiting());
        this.trouble = trouble;
        this.patience = limits.patience();
        this.thread = new Thread(new Writer(queue, file, lock, trouble, limits.backlog()), "journal");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens the journal of a folder, made when missing, and replays it. Blocks on the disk: for the start, not for an event loop.
     *
     * @param watch told about trouble from now on
     * @param clock for the names of files set aside
     */
    public static Opening open(Path stateDir, JournalLimits limits, JournalWatch watch, InstantSource clock) {
        return new Start(stateDir, limits, watch, clock, Disk.REAL).open();
    }

    /**
     * Appends an event. The stage completes when it is synced. It fails with a {@link JournalException} when that does not happen
     * within the patience of the limits; the event is kept then, within bounds, and written later in its place, marked
     * {@code late} when the disk had refused it. When too many wait already, the event is lost and counted.
     *
     * @throws IllegalArgumentException when a field is called "time" or "event" or has a value that is no text, number or truth
     */
    public CompletionStage<Void> append(Event event) {
        return enqueue(Waiting.of(event, Waiting.Kind.KEPT));
    }

    /**
     * Appends an event that an operator is waiting for. The stage completes when it is synced; when it fails with a
     * {@link JournalException}, the event is not in the journal and will not be.
     *
     * @throws IllegalArgumentException as for {@link #append}
     */
    public CompletionStage<Void> appendOrFail(Event event) {
        return enqueue(Waiting.of(event, Waiting.Kind.ALL_OR_NOTHING));
    }

    /** How many events were lost since the start, because too many waited or the journal was closed. */
    public long lost() {
        return lost.get();
    }

    /** How many events wait for the disk now. */
    public int waiting() {
        return queue.size();
    }

    /** Writes what waits and gives the folder back. Blocks, four seconds at most: a stop must be done in five. */
    @Override
    public void close() {
        closing = true;
        try {
            if (queue.offer(Waiting.stop(), CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        failRest();
    }

    private CompletionStage<Void> enqueue(Waiting waiting) {
        if (closing || !queue.offer(waiting)) {
            return lose(waiting, closing ? "the journal is closed" : "too many events wait for the journal's disk");
        }
        if (!thread.isAlive()) {
            failRest();
        }
        return told(waiting.done().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    private CompletionStage<Void> lose(Waiting waiting, String why) {
        lost.incrementAndGet();
        waiting.done().completeExceptionally(new JournalException(why + "; the event is lost"));
        return waiting.done();
    }

    private void failRest() {
        List<Waiting> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(waiting -> lose(waiting, "the journal is closed"));
    }

    private CompletionStage<Void> told(CompletableFuture<Void> done) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        CompletableFuture<Void> unused = done.whenComplete((nothing, failure) -> {
            if (failure == null) {
                told.complete(null);
            } else {
                told.completeExceptionally(failure instanceof TimeoutException ? impatience() : failure);
            }
        });
        return told;
    }

    private JournalException impatience() {
        String what = "the journal's disk has not answered for " + patience.toMillis() + " ms";
        trouble.begin(what);
        return new JournalException(what);
    }
}
