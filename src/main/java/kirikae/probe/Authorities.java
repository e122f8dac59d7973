package kirikae.probe;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates are trusted. Reads the authorities when they are first wanted, and keeps them. From any thread. */
final class Authorities {
    private final Vertx vertx;
    private final @Nullable TrustOptions trust;
    private final Map<Tls.Certificates, SslContext> contexts = new EnumMap<>(Tls.Certificates.class);

    /**
     * Takes what is trusted.
     *
     * @param options TLS options; without trust options the JDK's authorities are trusted
     */
    Authorities(Vertx vertx, ClientSSLOptions options) {
        this.vertx = vertx;
        this.trust = options.getTrustOptions();
    }

    /** What secures connections; throws when the authorities cannot be read. */
    synchronized SslContext context(Tls.Certificates check) {
        return contexts.computeIfAbsent(check, this::make);
    }

    private SslContext make(Tls.Certificates check) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            return switch (check) {
                case CHECKED ->
                    authorities(builder)
                            .endpointIdentificationAlgorithm("HTTPS")
                            .build();
                case IGNORED ->
                    builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                            .endpointIdentificationAlgorithm(null)
                            .build();
            };
        } catch (Exception e) {
            throw new IllegalStateException("the authorities that we trust cannot be read", e);
        }
    }

    private SslContextBuilder authorities(SslContextBuilder builder) throws Exception {
        if (trust == null) {
            return builder;
        }
        TrustManagerFactory factory = trust.getTrustManagerFactory(vertx);
        return builder.trustManager(factory);
    }
}
