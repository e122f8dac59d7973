package kirikae.probe;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Looks names up by Vert.x (hosts file, a cache that keeps to the TTL, name server), never by the JVM with its endless cache. */
final class Names {
    private final VertxInternal vertx;

    Names(Vertx vertx) {
        // The one resolver that keeps to TTLs, reads the hosts file and does not block; it has no public door of its
        // own.
        this.vertx = (VertxInternal) vertx;
    }

    /** Looks a name up; the answer comes on the loop: an address, or why there is none. */
    void resolve(String host, Loop loop, BiConsumer<@Nullable InetAddress, @Nullable Throwable> done) {
        vertx.nameResolver()
                .resolve(host)
                .onComplete(found -> loop.execute(() -> done.accept(found.result(), found.cause())));
    }
}
