package kirikae.web;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import kirikae.model.Operator;
import kirikae.model.Status;

/**
 * Owns the status as many visitors see it: asked of the daemon at most ten times a second, however many ask here, and written out
 * on a thread of its own, so that neither deciding nor heartbeats wait for it. An event makes the next answer a new one.
 */
final class StatusDesk implements AutoCloseable {
    private static final Duration OLDEST = Duration.ofMillis(100);
    private static final int TASKS = 64;

    private final ThreadPoolExecutor writer;
    private final Fresh<Status> status;
    private final Fresh<Buffer> json;

    StatusDesk(Operator operator) {
        writer = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(TASKS), task -> new Thread(task, "web-writer"));
        writer.allowCoreThreadTimeOut(true);
        status = new Fresh<>(() -> operator.status().toCompletableFuture(), OLDEST, System::nanoTime);
        json = written(whole -> Buffer.buffer(JsonText.of(StatusJson.of(whole)) + "\n"), OLDEST);
    }

    /** The status, at most 100 ms old, and never from before the last event. */
    CompletableFuture<Status> status() {
        return status.get();
    }

    /** The status as JSON. */
    CompletableFuture<Buffer> json() {
        return json.get();
    }

    /** Something made of the status on the writer's thread, at most so old, shared by all who ask. */
    <T> Fresh<T> written(Function<Status, T> form, Duration oldest) {
        return new Fresh<>(() -> write(form), oldest, System::nanoTime);
    }

    /** Something made of the status on the writer's thread. */
    <T> CompletableFuture<T> write(Function<Status, T> form) {
        return status().thenApplyAsync(form, writer);
    }

    /** Something happened. */
    void forget() {
        status.forget();
        json.forget();
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
