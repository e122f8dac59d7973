package kirikae.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;

/** A web host that is well: answers every request with a small 200 and closes. */
final class SmallHost implements AutoCloseable {
    private static final Buffer ANSWER =
            Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n");

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private final NetServer server;

    SmallHost() throws Exception {
        server = vertx.createNetServer(new NetServerOptions().setAcceptBacklog(4_096));
        server.connectHandler(socket -> {
            socket.exceptionHandler(reset -> {}); // probes close with a reset
            socket.handler(request -> socket.end(ANSWER));
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get();
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
