package kirikae.daemon;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kirikae.dns.ProviderException;
import kirikae.model.ProviderError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which one provider's blocking calls are made, in lanes: a change never waits behind reads, and neither behind the
 * regular re-reads, which wait for their rate. Results come back on the decision loop.
 */
final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int WAITING = 10_000;

    private final DecisionLoop loop;
    private final Consumer<Throwable> fatal;
    private final Map<Lane, ThreadPoolExecutor> lanes = new EnumMap<>(Lane.class);

    /** What kind of call it is, and how many of them are made at once. */
    enum Lane {
        /** One a zone. */
        CHANGES(8),
        /** What decisions wait for. */
        READS(8),
        /** What nobody waits for. */
        SWEEPS(1),
        /** Name servers, which may be slow or dead. */
        WITNESSES(4);

        private final int threads;

        Lane(int threads) {
            this.threads = threads;
        }
    }

    /** Something that asks a provider. */
    interface Call<T> {
        /** Asks; blocks at most as long as the provider's own deadline. */
        T run() throws ProviderException;
    }

    /** Takes where results go, and who is told of a poisoned JVM. */
    Worker(String provider, DecisionLoop loop, Consumer<Throwable> fatal) {
        this.loop = loop;
        this.fatal = fatal;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, threads(lane, "dns-" + provider));
        }
    }

    private static ThreadPoolExecutor threads(Lane lane, String name) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                lane.threads, lane.threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private Stream<ThreadPoolExecutor> all() {
        return lanes.values().stream();
    }

    /** Makes a call; exactly one of the consumers is called, on the decision loop. */
    <T> void call(Lane lane, Call<T> call, Consumer<T> done, Consumer<ProviderError> failed) {
        try {
            Objects.requireNonNull(lanes.get(lane)).execute(new Task<>(this, call, done, failed));
        } catch (RejectedExecutionException e) {
            ProviderError busy = new ProviderError(
                    ProviderError.Kind.TRANSIENT, "busy", WAITING + " calls to the provider wait already");
            loop.execute(() -> failed.accept(busy));
        }
    }

    private record Task<T>(Worker worker, Call<T> call, Consumer<T> done, Consumer<ProviderError> failed)
            implements Runnable {
        @Override
        public void run() {
            worker.run(call, done, failed);
        }

        /** The worker is closed before its turn: nothing was asked. */
        void refuse() {
            ProviderError closed = new ProviderError(
                    ProviderError.Kind.TRANSIENT, "closed", "the provider was closed before its turn");
            worker.loop.execute(() -> failed.accept(closed));
        }
    }

    private <T> void run(Call<T> call, Consumer<T> done, Consumer<ProviderError> failed) {
        try {
            T result = call.run();
            loop.execute(() -> done.accept(result));
        } catch (ProviderException e) {
            LOG.debug("provider", e);
            loop.execute(() -> failed.accept(e.error()));
        } catch (RuntimeException e) {
            LOG.error("a provider call failed unexpectedly", e);
            ProviderError error =
                    new ProviderError(ProviderError.Kind.AMBIGUOUS, "unexpected", String.valueOf(e.getMessage()));
            loop.execute(() -> failed.accept(error));
        } catch (Throwable e) {
            fatal.accept(e);
        }
    }

    /** Takes no more calls and waits so long for those that run. */
    void drain(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        Objects.requireNonNull(lanes.get(Lane.WITNESSES)).shutdownNow().forEach(Worker::refuse);
        all().forEach(ThreadPoolExecutor::shutdown);
        try {
            for (ThreadPoolExecutor threads : lanes.values()) {
                if (!threads.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.warn("a provider call was still running at the stop; the next start reads the live records");
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more calls; those that have not begun are answered as refused. */
    @Override
    public void close() {
        all().flatMap(threads -> threads.shutdownNow().stream()).forEach(Worker::refuse);
    }

    private static void refuse(Runnable waiting) {
        if (waiting instanceof Task<?> task) {
            task.refuse();
        }
    }
}
