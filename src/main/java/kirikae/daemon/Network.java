package kirikae.daemon;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;

/** How this process uses the network: few threads, native transports, and a resolver that gives up before a probe's time is over. */
final class Network {
    /** Vert.x's own 5 s is as long as a probe may take: a silent name server could not be told from a silent host. */
    static final long QUERY_TIMEOUT_MILLIS = 2_000;

    private static final int LOOPS = 2;
    private static final int WORKERS = 4;

    private Network() {}

    /** Opens it; its owner closes it. */
    static Vertx open() {
        return Vertx.vertx(options());
    }

    static VertxOptions options() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(LOOPS)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(WORKERS)
                .setAddressResolverOptions(new AddressResolverOptions().setQueryTimeout(QUERY_TIMEOUT_MILLIS));
    }
}
