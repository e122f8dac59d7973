package kirikae.daemon;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kirikae.dns.ProviderException;
import kirikae.model.ProviderError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads on which one provider's blocking calls are made. Results come back on the decision loop. */
final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int THREADS = 8;
    private static final int WAITING = 10_000;

    private final DecisionLoop loop;
    private final Consumer<Throwable> fatal;
    private final ThreadPoolExecutor threads;

    /** Something that asks a provider. */
    interface Call<T> {
        /** Asks; blocks at most as long as the provider's own deadline. */
        T run() throws ProviderException;
    }

    /** Takes where results go, and who is told of a poisoned JVM. */
    Worker(String provider, DecisionLoop loop, Consumer<Throwable> fatal) {
        this.loop = loop;
        this.fatal = fatal;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "dns-" + provider);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Makes a call; exactly one of the consumers is called, on the decision loop. */
    <T> void call(Call<T> call, Consumer<T> done, Consumer<ProviderError> failed) {
        try {
            threads.execute(() -> run(call, done, failed));
        } catch (RejectedExecutionException e) {
            ProviderError busy = new ProviderError(
                    ProviderError.Kind.TRANSIENT, "busy", WAITING + " calls to the provider wait already");
            loop.execute(() -> failed.accept(busy));
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

    /** How many calls are being made now. */
    int active() {
        return threads.getActiveCount();
    }

    /** Takes no more calls and waits so long for those that run. */
    void drain(long millis) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
                LOG.warn("a provider call was still running at the stop; the next start reads the live records");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
