package kirikae.probe;

import io.netty.channel.IoEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import kirikae.model.Observation;

/**
 * Asks whether an isolation anchor answers: a connection for tcp://host:port, any HTTP status for http:// and https://
 * (with a valid certificate: a captive portal is not the world). Uses one of Vert.x's event loops.
 */
public final class Reach {
    private final Loop loop;
    private final Names names;
    private final Authorities authorities;

    /** Takes its Vert.x and the TLS options; without trust options the JDK's authorities are trusted. */
    public Reach(Vertx vertx, ClientSSLOptions trust) {
        loop = new Loop(
                (IoEventLoop) ((VertxInternal) vertx).nettyEventLoopGroup().next());
        names = new Names(vertx);
        authorities = new Authorities(vertx, trust);
    }

    /**
     * Asks once. The future never fails: success means that it answered, failure and unknown say why it did not.
     *
     * @param anchor tcp, http or https; tcp needs a port
     * @param deadline for everything, the name's resolution included; at least 1 ms
     */
    public Future<Observation> ask(URI anchor, Duration deadline) {
        try {
            return once(loop, attempt(anchor, deadline), deadline);
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(Observation.unknown(Line.printable(String.valueOf(e.getMessage()))));
        }
    }

    /** Makes one attempt on a loop, ended at its deadline. The future never fails. */
    static Future<Observation> once(Loop loop, Attempt attempt, Duration deadline) {
        Promise<Observation> answer = Promise.promise();
        loop.execute(() -> {
            var timer = loop.after(deadline.toNanos(), () -> answer.tryComplete(attempt.expire()));
            attempt.begin(loop, outcome -> {
                timer.cancel(false);
                answer.tryComplete(outcome);
            });
        });
        return answer.future();
    }

    private Attempt attempt(URI anchor, Duration deadline) {
        Peer peer = Peer.of(anchor);
        String scheme = String.valueOf(anchor.getScheme()).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "tcp" -> new TcpAttempt(Route.plain(names, peer, deadline));
            case "http" -> http(anchor, Route.plain(names, peer, deadline));
            case "https" -> http(anchor, Route.secure(names, peer, tls(peer), deadline));
            default -> throw new IllegalArgumentException("'" + anchor + "' is neither tcp, http nor https");
        };
    }

    private Tls tls(Peer peer) {
        return new Tls(authorities, Tls.Certificates.CHECKED, peer);
    }

    private static Attempt http(URI anchor, Route route) {
        byte[] request = HttpRequest.bytes(anchor, Map.of(), HttpRequest.Persistence.CLOSE);
        return new HttpAttempt(new HttpAttempt.Target(route, request, Expectation.anything()), new Kept(1));
    }
}
