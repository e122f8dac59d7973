package kirikae.intake;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TrustOptions;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.X509TrustManager;
import kirikae.model.Observation;
import kirikae.model.Poison;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Tls;

/**
 * Asks our own listener, before silence of a host is believed (contract.md, "Is it me?"): one request shaped like a heartbeat,
 * over a connection of its own, through TLS when set. An expired certificate of ours is a failure too: hosts refuse it, and
 * their silence is then our fault; so is an accept that failed since the last question. The request is written by hand: it
 * stands on the way of every switch on silence, and an HTTP client would cost that way some 30 ms and 200 classes more. Must not:
 * touch the sink.
 */
public final class SelfCheck {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final String TAKEN = "HTTP/1.1 202";

    private final NetClient client; // held: an unreferenced client may be closed
    private final Buffer request;
    private final Endpoint asked;
    private final Duration deadline;
    private final HttpDoor door;
    private final AtomicLong missed = new AtomicLong();

    /** Takes the listener, and the heartbeats that it serves. */
    public SelfCheck(Vertx vertx, HttpDoor door, Heartbeats heartbeats) {
        this(vertx, door, heartbeats, DEADLINE);
    }

    SelfCheck(Vertx vertx, HttpDoor door, Heartbeats heartbeats, Duration deadline) {
        this.deadline = deadline;
        this.door = door;
        this.missed.set(door.missed());
        this.asked = new Endpoint(reachable(door.endpoint().host()), door.port());
        this.client = vertx.createNetClient(options(door.tls(), deadline));
        this.request = Buffer.buffer("POST " + HeartbeatPath.PREFIX + Heartbeats.SELF + " HTTP/1.1\r\nHost: " + asked
                + "\r\nAuthorization: Bearer " + heartbeats.selfToken().reveal()
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    /** Asks once; a success or a failure with its reason within 2 s. The future never fails. */
    public Future<Observation> ask() {
        return client.connect(asked.port(), asked.host())
                .compose(this::exchange)
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .map(this::judge)
                .map(this::unlessMissed)
                .onFailure(Poison::notice)
                .otherwise(cause -> failure(rootOf(cause)));
    }

    /**
     * Asks whether the listener does anything at all, for the watchdog of the process. Fails within 2 s when nothing comes back, or
     * when nobody listens. Whatever else is wrong (our own certificate has expired, a handle is missing, the house is full) is no
     * reason to end the process: the future succeeds.
     */
    public Future<Void> stir() {
        return client.connect(asked.port(), asked.host())
                .compose(this::exchange)
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .recover(cause -> isStuck(cause) ? Future.failedFuture(cause) : Future.succeededFuture());
    }

    private static boolean isStuck(Throwable cause) {
        return cause instanceof TimeoutException || cause instanceof ConnectException;
    }

    /** Sends the request and gives the beginning of the answer; the connection ends with it. */
    private Future<String> exchange(NetSocket socket) {
        Promise<String> beginning = Promise.promise();
        Buffer answer = Buffer.buffer();
        socket.exceptionHandler(beginning::tryFail);
        socket.closeHandler(closed -> beginning.tryFail("it closed the connection without an answer"));
        socket.handler(part -> {
            answer.appendBuffer(part);
            if (answer.length() >= TAKEN.length()) {
                beginning.tryComplete(answer.getString(0, TAKEN.length()));
                socket.close().onFailure(beginning::tryFail);
            }
        });
        socket.write(request.copy()).onFailure(beginning::tryFail);
        return beginning.future();
    }

    /** Closes its client. */
    public Future<Void> close() {
        return client.close();
    }

    private Observation judge(String beginning) {
        return beginning.equals(TAKEN) ? Observation.success() : failure("it said " + beginning.strip());
    }

    /** Accepts that failed since the last question mean that we did not always listen, whatever is answered now. */
    private Observation unlessMissed(Observation seen) {
        long now = door.missed();
        return missed.getAndSet(now) == now ? seen : failure("connections could not be accepted meanwhile");
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

    private static NetClientOptions options(Tls tls, Duration deadline) {
        int millis = (int) deadline.toMillis();
        NetClientOptions options = new NetClientOptions().setConnectTimeout(millis);
        options.setIdleTimeout(millis).setIdleTimeoutUnit(TimeUnit.MILLISECONDS); // frees what the deadline gave up
        options.setSsl(tls instanceof Tls.Pem).setTrustOptions(TrustOptions.wrap(new InDate()));
        return options.setHostnameVerificationAlgorithm("");
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
