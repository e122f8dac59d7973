package kirikae.daemon;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kirikae.model.Operator;
import kirikae.web.ControlServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people meet of the daemon: its {@link Operator} and the control socket. Owns the threads on which people are answered, so
 * that the decision loop never waits for them. Must not know what is ordered.
 */
final class Front {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int THREADS = 2;
    private static final int WAITING = 10_000;
    private static final long OPEN_SECONDS = 5;
    private static final long AGAIN_MILLIS = 10_000;
    private static final long CLOSE_MILLIS = 500;

    private final ThreadPoolExecutor threads;
    private final Orders orders;
    private Optional<ControlServer> control = Optional.empty();
    private String complaint = "";
    private volatile boolean closed;

    /** Takes those who know; {@code isolated} says, on the decision loop, why the daemon is cut off. */
    Front(
            DecisionLoop loop,
            Chronicle chronicle,
            Registry registry,
            History history,
            Supplier<String> isolated,
            Reloading reloading) {
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "front");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        Instant started = Instant.now();
        Display display = new Display(
                loop,
                threads,
                () -> new Snapshot(
                        Instant.now(), loop.now(), started, isolated.get(), registry.seats(), history.lastSwitches()));
        this.orders = new Orders(
                loop, threads, registry, history, display, new Overriding(loop, chronicle, registry), reloading);
    }

    /** What can be asked and ordered, from any thread. */
    Operator operator() {
        return orders;
    }

    /** The services are there. On the decision loop. */
    void begin() {
        orders.begin();
    }

    /**
     * Opens the control socket. A daemon that cannot be ordered still watches, so a failure does not end the start: it is said,
     * and tried again until it succeeds. Blocks for the first try.
     */
    void openControl(Vertx vertx, Path socket) throws Exception {
        Future<ControlServer> first = tryControl(vertx, socket);
        first.otherwiseEmpty().toCompletionStage().toCompletableFuture().get(OPEN_SECONDS, TimeUnit.SECONDS);
    }

    private Future<ControlServer> tryControl(Vertx vertx, Path socket) {
        return ControlServer.open(vertx, socket, orders, warning -> LOG.warn("{}", warning))
                .onSuccess(this::opened)
                .onFailure(cause -> {
                    complain(String.valueOf(cause.getMessage()));
                    vertx.setTimer(AGAIN_MILLIS, again -> tryAgain(vertx, socket));
                });
    }

    private void tryAgain(Vertx vertx, Path socket) {
        if (!closed) {
            tryControl(vertx, socket).onSuccess(opened -> LOG.info("the control socket {} is open now", socket));
        }
    }

    private synchronized void opened(ControlServer server) {
        control = Optional.of(server);
        if (closed) {
            server.close().onFailure(cause -> LOG.warn("the control socket did not close: {}", cause.getMessage()));
        }
    }

    private synchronized void complain(String why) {
        if (!why.equals(complaint)) {
            complaint = why;
            LOG.error(
                    "{}; until then status, switch and the like do not work here; tried again every {} s",
                    why,
                    AGAIN_MILLIS / 1_000);
        }
    }

    /** True when orders are taken. */
    synchronized boolean isOpen() {
        return control.isPresent();
    }

    /** Answers nobody any more. */
    Object close() throws Exception {
        Optional<ControlServer> open;
        synchronized (this) {
            closed = true;
            open = control;
        }
        if (open.isPresent()) {
            var unused = open.get()
                    .close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        threads.shutdownNow();
        return threads;
    }
}
