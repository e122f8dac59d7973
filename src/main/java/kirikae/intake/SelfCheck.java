package kirikae.intake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import kirikae.model.Observation;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Tls;

/**
 * Asks our own listener, before silence of a host is believed (contract.md, "Is it me?"): one request shaped like a heartbeat,
 * over a connection of its own, through TLS when set. An expired certificate of ours is a failure too: hosts refuse it, and
 * their silence is then our fault. Must not: touch the sink.
 */
public final class SelfCheck {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final HttpClient client; // held: an unreferenced client may be closed
    private final RequestOptions request;
    private final Endpoint asked;
    private final Duration deadline;

    /** Takes the listener, and the heartbeats that it serves. */
    public SelfCheck(Vertx vertx, HttpDoor door, Heartbeats heartbeats) {
        this(vertx, door, heartbeats, DEADLINE);
    }

    SelfCheck(Vertx vertx, HttpDoor door, Heartbeats heartbeats, Duration deadline) {
        this.deadline = deadline;
        this.asked = new Endpoint(reachable(door.endpoint().host()), door.port());
        this.client = vertx.createHttpClient(options(door.tls(), deadline));
        this.request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(asked.host())
                .setPort(asked.port())
                .setURI(HeartbeatPath.PREFIX + Heartbeats.SELF)
                .setTimeout(deadline.toMillis())
                .putHeader("Authorization", "Bearer " + heartbeats.selfToken().reveal());
    }

    /** Asks once; a success or a failure with its reason within 2 s. The future never fails. */
    public Future<Observation> ask() {
        return client.request(request)
                .compose(open -> open.send())
                .map(HttpClientResponse::statusCode)
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .map(this::judge)
                .otherwise(cause -> failure(rootOf(cause)));
    }

    /** Closes its client. */
    public Future<Void> close() {
        return client.close();
    }

    private Observation judge(int status) {
        return status == 202 ? Observation.success() : failure("HTTP " + status);
    }

    private Observation failure(String why) {
        return Observation.failure("our own listener at " + asked + " does not take heartbeats: " + why);
    }

    /** The innermost message: Vert.x wraps what went wrong in TLS twice. */
    private static String rootOf(Throwable cause) {
        Throwable inner = cause.getCause();
        return inner == null ? String.valueOf(cause.getMessage()) : rootOf(inner);
    }

    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "0:0:0:0:0:0:0:0" -> "::1";
            default -> host;
        };
    }

    private static HttpClientOptions options(Tls tls, Duration deadline) {
        return new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) deadline.toMillis())
                .setIdleTimeout((int) deadline.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setSsl(tls instanceof Tls.Pem)
                .setVerifyHost(false)
                .setTrustOptions(TrustOptions.wrap(new InDate()));
    }

    /** Trusts any certificate (it is our own, and the peer is this machine), but only between its dates. */
    private static final class InDate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("a client's certificate is not asked for");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            for (X509Certificate certificate : chain) {
                judge(certificate, Instant.now());
            }
        }

        private static void judge(X509Certificate certificate, Instant now) throws CertificateException {
            Instant from = certificate.getNotBefore().toInstant();
            Instant until = certificate.getNotAfter().toInstant();
            if (now.isBefore(from) || now.isAfter(until)) {
                throw new CertificateException("its certificate is valid from " + from + " until " + until + " only");
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
