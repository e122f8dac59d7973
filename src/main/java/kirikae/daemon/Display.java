package kirikae.daemon;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import kirikae.model.Status;

/**
 * Makes statuses for whoever asks, however many ask at once: one at a time, beside the decision loop, which only hands out the
 * states. Whoever asks gets a status that was taken after the question. Safe for use by several threads.
 */
final class Display {
    private final DecisionLoop loop;
    private final Executor beside;
    private final Supplier<Snapshot> snapshot;
    private Optional<CompletableFuture<Status>> next = Optional.empty();
    private boolean busy;

    /** Takes where the work is done, and who takes a snapshot on the decision loop. */
    Display(DecisionLoop loop, Executor beside, Supplier<Snapshot> snapshot) {
        this.loop = loop;
        this.beside = beside;
        this.snapshot = snapshot;
    }

    /** A status of now or a moment later. */
    synchronized CompletionStage<Status> status() {
        CompletableFuture<Status> wanted = next.orElseGet(CompletableFuture::new);
        next = Optional.of(wanted);
        if (!busy) {
            begin();
        }
        return wanted.minimalCompletionStage();
    }

    private synchronized void begin() {
        busy = next.isPresent();
        next.ifPresent(wanted -> loop.execute(() -> take(wanted)));
    }

    /** On the loop. Who asks from here on waits for the next one. */
    private void take(CompletableFuture<Status> wanted) {
        synchronized (this) {
            next = Optional.empty();
        }
        Snapshot taken = snapshot.get();
        beside.execute(() -> make(taken, wanted));
    }

    private void make(Snapshot taken, CompletableFuture<Status> wanted) {
        try {
            wanted.complete(taken.status());
        } catch (RuntimeException e) {
            wanted.completeExceptionally(e);
        } finally {
            begin();
        }
    }
}
