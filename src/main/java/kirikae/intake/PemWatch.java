package kirikae.intake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kirikae.model.Settings.Tls;

/**
 * Serves a renewed certificate without a restart. Owns: looking at the two files again and again, and the rule that a pair
 * that does not work never replaces one that does. Contents are compared, not times: renewals by copy, rename and symbolic
 * link all count, and a coarse clock cannot hide one.
 */
final class PemWatch {
    private final Vertx vertx;
    private final Tls.Pem files;
    private final HttpServer server;
    private final Consumer<String> warnings;
    private final AtomicReference<PemPair> seen;
    private final AtomicReference<String> told = new AtomicReference<>("");
    private final AtomicBoolean looking = new AtomicBoolean();
    private final long timer;

    /** Looks every {@code every} for contents other than {@code served}. */
    PemWatch(Vertx vertx, Tls.Pem files, PemPair served, HttpServer server, Duration every, Consumer<String> warnings) {
        this.vertx = vertx;
        this.files = files;
        this.server = server;
        this.warnings = warnings;
        this.seen = new AtomicReference<>(served);
        this.timer = vertx.setPeriodic(every.toMillis(), tick -> look());
    }

    /** Stops looking. */
    void close() {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        vertx.executeBlocking(this::renewed).compose(this::serve).onComplete(done -> {
            looking.set(false);
            if (done.failed()) {
                tell(String.valueOf(done.cause().getMessage()));
            } else {
                told.set("");
            }
        });
    }

    private Optional<PemPair> renewed() throws IOException {
        PemPair now = PemPair.read(files);
        return now.equals(seen.get()) ? Optional.empty() : Optional.of(now.proven(vertx));
    }

    private Future<Void> serve(Optional<PemPair> renewed) {
        if (renewed.isEmpty()) {
            return Future.succeededFuture();
        }
        PemPair pair = renewed.get();
        return server.updateSSLOptions(
                        new ServerSSLOptions().setKeyCertOptions(pair.pem()).setUseAlpn(false), true)
                .map(swapped -> {
                    seen.set(pair);
                    return null;
                });
    }

    /** Tells each problem once, not every few seconds. */
    private void tell(String problem) {
        if (!problem.equals(told.getAndSet(problem))) {
            warnings.accept("the new TLS certificate is not used, the old one stays: " + problem);
        }
    }
}
