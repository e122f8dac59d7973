package kirikae.probe;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import kirikae.model.Observation;

/**
 * Asks whether an isolation anchor answers: a connection for tcp://host:port, any HTTP status for http:// and https://
 * (with a valid certificate: a captive portal is not the world). Owns its connections.
 */
public final class Reach {
    private final Vertx vertx;
    private final Connector connector;

    /** Takes its Vert.x and the TLS options; without trust options the JDK's authorities are trusted. */
    public Reach(Vertx vertx, ClientSSLOptions trust) {
        this.vertx = vertx;
        this.connector = new Connector(vertx, trust);
    }

    /**
     * Asks once. The future never fails: success means that it answered, failure and unknown say why it did not.
     *
     * @param anchor tcp, http or https; tcp needs a port
     * @param deadline for everything, the name's resolution included; at least 1 ms
     */
    public Future<Observation> ask(URI anchor, Duration deadline) {
        try {
            return once(vertx, attempt(anchor, deadline), deadline);
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(Observation.unknown(Line.printable(String.valueOf(e.getMessage()))));
        }
    }

    /** Closes its connections. */
    public Future<Void> close() {
        return connector.close();
    }

    /** Makes one attempt on the calling event loop, ended at its deadline. The future never fails. */
    static Future<Observation> once(Vertx vertx, Attempt attempt, Duration deadline) {
        Promise<Observation> answer = Promise.promise();
        vertx.getOrCreateContext().runOnContext(go -> {
            long timer = vertx.setTimer(Math.max(1, deadline.toMillis()), late -> answer.tryComplete(attempt.expire()));
            attempt.begin(outcome -> {
                vertx.cancelTimer(timer);
                answer.tryComplete(outcome);
            });
        });
        return answer.future();
    }

    private Attempt attempt(URI anchor, Duration deadline) {
        Peer peer = Peer.of(anchor);
        String scheme = String.valueOf(anchor.getScheme()).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "tcp" -> new TcpAttempt(connector, place(peer, connector.plain(peer, deadline), deadline));
            case "http" -> http(anchor, place(peer, connector.plain(peer, deadline), deadline));
            case "https" -> http(anchor, place(peer, tls(peer, deadline), deadline));
            default -> throw new IllegalArgumentException("'" + anchor + "' is neither tcp, http nor https");
        };
    }

    private ConnectOptions tls(Peer peer, Duration deadline) {
        return connector.tls(peer, peer, deadline, Connector.Certificates.CHECKED);
    }

    private static Dial.Place place(Peer peer, ConnectOptions options, Duration deadline) {
        return new Dial.Place(peer, peer.host(), options, deadline);
    }

    private Attempt http(URI anchor, Dial.Place place) {
        Buffer request = Buffer.buffer(HttpRequest.bytes(anchor, Map.of()));
        return new HttpAttempt(connector, new HttpAttempt.Target(place, request, Expectation.anything()));
    }
}
