package kirikae.probe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.time.Duration;
import kirikae.model.Observation;

/**
 * Makes one probe of a server of our own on loopback before the first real one: a cold JVM stands still for a third of a
 * second on it, and classes that are first wanted when no file handle is left could never be loaded again.
 */
final class WarmUp {
    private static final Buffer ANSWER = Buffer.buffer("HTTP/1.1 204 No Content\r\n\r\n");
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Connector connector;

    WarmUp(Vertx vertx, Connector connector) {
        this.vertx = vertx;
        this.connector = connector;
    }

    /** Gives what the probe said; never fails, since a machine without loopback may still probe others. */
    Future<Observation> run() {
        NetServer server = vertx.createNetServer().connectHandler(socket -> {
            socket.exceptionHandler(reset -> socket.close());
            socket.handler(request -> socket.end(ANSWER));
        });
        Reach reach = new Reach(vertx, connector);
        return server.listen(0, "127.0.0.1")
                .compose(open -> reach.ask(URI.create("http://127.0.0.1:" + open.actualPort()), DEADLINE))
                .eventually(server::close)
                .otherwise(cause -> Faults.of(cause, new Peer("127.0.0.1", 1), "127.0.0.1"));
    }
}
