package kirikae.probe;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;

/** The other side of {@link ProbeBench}: answers every request with a small 200 and closes. Argument: the port. */
final class SmallServer extends AbstractVerticle {
    private static final Buffer ANSWER = Buffer.buffer(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n");

    private final int port;

    private SmallServer(int port) {
        this.port = port;
    }

    @Override
    public void start(Promise<Void> started) {
        NetServer server = vertx.createNetServer(new NetServerOptions().setAcceptBacklog(4_096));
        server.connectHandler(socket -> {
            socket.exceptionHandler(reset -> {}); // probes close with a reset
            socket.handler(request -> socket.end(ANSWER));
        });
        server.listen(port, "127.0.0.1").<Void>mapEmpty().onComplete(started);
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        vertx.deployVerticle(new SmallServer(port), new DeploymentOptions())
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        System.out.println("listening on 127.0.0.1:" + port);
    }
}
