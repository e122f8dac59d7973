package kirikae.web;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One value that many ask for at once: it is made at most once at a time, and not again while the last one is young. This is what
 * keeps a storm of questions off the decision loop. Safe to use from any thread.
 */
final class Fresh<T> {
    /** Longer than this nobody waits for one making. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Supplier<CompletableFuture<T>> source;
    private final long oldestNanos;
    private final LongSupplier nanoTime;
    private Optional<Making> last = Optional.empty();

    /** One making: it may have to wait for the one before it. */
    private final class Making {
        final CompletableFuture<T> value;
        private long began;
        private Stage stage = Stage.WAITING;

        Making(CompletableFuture<?> before) {
            value = before.handle((ended, failure) -> "").thenCompose(ended -> begin());
        }

        private CompletableFuture<T> begin() {
            synchronized (Fresh.this) {
                stage = Stage.GOOD;
                began = nanoTime.getAsLong();
            }
            return source.get().copy().orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        }

        boolean isGood() {
            boolean young = !value.isDone()
                    || (!value.isCompletedExceptionally() && nanoTime.getAsLong() - began < oldestNanos);
            return stage == Stage.WAITING || (stage == Stage.GOOD && young);
        }
    }

    private enum Stage {
        /** The source was not asked yet: whatever happens until then will be in the value. */
        WAITING,
        GOOD,
        /** Something happened after the source was asked. */
        STALE
    }

    /**
     * Takes where values come from.
     *
     * @param oldest how old a value may be when it is given out again; counted from when it was asked for
     */
    Fresh(Supplier<CompletableFuture<T>> source, Duration oldest, LongSupplier nanoTime) {
        this.source = source;
        this.oldestNanos = oldest.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The value; fails with what its making failed with, or with a TimeoutException. */
    synchronized CompletableFuture<T> get() {
        Optional<Making> good = last.filter(Making::isGood);
        if (good.isEmpty()) {
            CompletableFuture<?> before = last.<CompletableFuture<?>>map(making -> making.value)
                    .orElseGet(() -> CompletableFuture.completedFuture(""));
            last = Optional.of(new Making(before));
        }
        return last.orElseThrow().value;
    }

    /** Something has happened: whoever asks from now on gets a value made later than this. */
    synchronized void forget() {
        last.filter(making -> making.stage == Stage.GOOD).ifPresent(making -> making.stage = Stage.STALE);
    }
}
