package kirikae.probe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import kirikae.model.Check;
import kirikae.model.Check.Addresses;
import kirikae.model.Observation;

/**
 * Makes probes of every kind and every end against a server of our own on loopback, before the first real one. A cold JVM
 * stands still for a third of a second on its first probe; and a class that is first wanted when no file handle is left
 * cannot be loaded, then or ever after (measured, F28). Owns nothing that lasts.
 */
final class WarmUp {
    private static final Buffer ANSWER = Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final String HERE = "127.0.0.1";
    private static final Check.Pace PACE = new Check.Pace(DEADLINE, DEADLINE, DEADLINE);
    private static final Check.Rule RULE = new Check.Rule(DEADLINE, 1, 0);

    private final Vertx vertx;
    private final Plans plans;
    private final Loop loop;

    WarmUp(Vertx vertx, Plans plans, Loop loop) {
        this.vertx = vertx;
        this.plans = plans;
        this.loop = loop;
    }

    /** Gives what was said; never fails, since a machine without loopback may still probe others. */
    Future<List<Observation>> run() {
        NetServer server = vertx.createNetServer().connectHandler(socket -> {
            socket.exceptionHandler(reset -> socket.close());
            socket.handler(request -> socket.end(ANSWER));
        });
        return server.listen(0, HERE)
                .compose(open -> rounds(server, open.actualPort()))
                .otherwise(cause -> List.of(Faults.of(cause, new Peer(HERE, 1), HERE)));
    }

    /** A round that succeeds, and after the server's end one that fails. */
    private Future<List<Observation>> rounds(NetServer server, int port) {
        return round(port)
                .compose(good -> server.close()
                        .compose(closed -> round(port))
                        .map(bad -> Stream.of(good, bad, imagined(port))
                                .flatMap(List::stream)
                                .toList()));
    }

    private Future<List<Observation>> round(int port) {
        List<Future<Observation>> looks = Stream.of(
                        http("http", port),
                        http("https", port),
                        tcp(port),
                        new Check.Exec("exec", RULE, PACE, List.of("/")))
                .map(check -> Reach.once(loop, plans.of(check).attempt(), DEADLINE))
                .toList();
        return Future.join(looks).map(all -> all.<Observation>list());
    }

    private static Check.Http http(String scheme, int port) {
        URI url = URI.create(scheme + "://localhost:" + port + "/");
        List<Check.StatusRange> fine = List.of(new Check.StatusRange(200, 399));
        List<String> twice = List.of(HERE, HERE);
        return new Check.Http("http", RULE, PACE, url, fine, "ok", Map.of(), "", twice, Addresses.ALL, true, 1);
    }

    private static Check.Tcp tcp(int port) {
        return new Check.Tcp("tcp", RULE, PACE, "localhost", port, List.of(), Addresses.ANY);
    }

    /** Ends that cannot be brought about at will. */
    private List<Observation> imagined(int port) {
        Peer peer = new Peer(HERE, port);
        Lateness late = new Lateness();
        late.note(0, 2 * Lateness.LIMIT);
        return Stream.concat(
                        Stream.of(new UnknownHostException(), new ClosedChannelException(), new SSLException("x"))
                                .map(cause -> Faults.of(cause, peer, HERE)),
                        Stream.of(http("http", port), tcp(port))
                                .map(check -> plans.of(check).attempt().expire()))
                .map(seen -> late.judged(seen, 0))
                .toList();
    }
}
