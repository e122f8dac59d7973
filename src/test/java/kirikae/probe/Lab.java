package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Observation;

/** A running engine, local servers beside it, and what was observed. */
final class Lab implements AutoCloseable {
    static final CheckId ID = new CheckId("code", "primary", "site");
    private static final long PATIENCE_SECONDS = 10;

    /** What the sink was told. */
    record Seen(CheckId id, Observation observation, long startedNanos) {}

    final Vertx vertx;
    final ProbeEngine engine;
    final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    Lab() {
        this(new AddressResolverOptions(), new ProbeEngine.Sizing(1, 4, new ClientSSLOptions()));
    }

    Lab(AddressResolverOptions resolver, ProbeEngine.Sizing sizing) {
        this(resolver, sizing, Transports.wanted());
    }

    Lab(AddressResolverOptions resolver, ProbeEngine.Sizing sizing, Transport transport) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3).setAddressResolverOptions(resolver));
        ProbeSink sink = (id, outcome, started) -> seen.add(new Seen(id, outcome, started));
        engine = new ProbeEngine(vertx, sizing, sink, System::nanoTime, transport);
        await(engine.start());
    }

    /** The outcome of the first probe of this check, which is the only one watched from now on: "FAILURE HTTP 503". */
    String first(Check.Probe check) {
        await(engine.replace(Map.of()));
        seen.clear();
        await(engine.replace(Map.of(ID, check)));
        String text = text(next().observation());
        // On a busy machine our loop may really be late; the next probe tells more.
        return text.startsWith("UNKNOWN our own event loop") ? text(next().observation()) : text;
    }

    /** The next that is observed. */
    Seen next() {
        try {
            Seen next = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("an observation within %d s", PATIENCE_SECONDS).isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(Observation observation) {
        return observation.outcome() + " " + observation.reason();
    }

    /** A TCP server on loopback; gives its port. */
    int server(Handler<NetSocket> handler) {
        return server(new NetServerOptions(), handler);
    }

    int server(NetServerOptions options, Handler<NetSocket> handler) {
        NetServer server = vertx.createNetServer(options).connectHandler(socket -> {
            socket.exceptionHandler(reset -> {});
            handler.handle(socket);
        });
        return await(server.listen(0, "127.0.0.1")).actualPort();
    }

    /** A server that sends this after the first bytes of each request, and leaves the connection open. */
    int answering(String answer) {
        return server(socket -> socket.handler(request -> socket.write(answer)));
    }

    /** A port of loopback where nobody listens. */
    int closedPort() {
        NetServer server = vertx.createNetServer().connectHandler(socket -> {});
        int port = await(server.listen(0, "127.0.0.1")).actualPort();
        await(server.close());
        return port;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(engine.close());
        await(vertx.close());
    }
}
