package kirikae.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kirikae.model.Operator;

/**
 * The control socket: HTTP on a UNIX socket whose file permissions (0660) are the access control. The only place where operators'
 * orders are taken. Owns the listener and its bounds; the file is {@link SocketFile}'s, the routes are {@link ControlRoutes}'.
 */
public final class ControlServer {
    private static final int REQUEST_LINE_BYTES = 4 * 1024;
    private static final int HEADER_BYTES = 8 * 1024;
    private static final int IDLE_SECONDS = 20;

    private final HttpServer server;
    private final SocketFile file;
    private final Vertx vertx;

    private ControlServer(Vertx vertx, HttpServer server, SocketFile file) {
        this.vertx = vertx;
        this.server = server;
        this.file = file;
    }

    /**
     * Opens the socket. A file that a dead daemon left is replaced, that of a living one is not. Fails with one line for people.
     *
     * @param path where; its folder is made when missing
     * @param operator who answers
     * @param warnings told what deserves a word, one line each
     */
    public static Future<ControlServer> open(Vertx vertx, Path path, Operator operator, Consumer<String> warnings) {
        SocketFile file = new SocketFile(path);
        ControlVisitors visitors = new ControlVisitors(vertx);
        ControlRoutes routes = new ControlRoutes(vertx, operator, new PeerNames(vertx, warnings), warnings);
        HttpServer server = vertx.createHttpServer(options())
                .connectionHandler(visitors::opened)
                .requestHandler(request -> {
                    visitors.began(request.connection());
                    routes.receive(request);
                });
        return vertx.executeBlocking(file::prepare)
                .compose(fresh -> server.listen(SocketAddress.domainSocketAddress(fresh.toString()))
                        .recover(cause -> Future.failedFuture(file.unusable(cause))))
                .compose(listening -> vertx.executeBlocking(file::publish))
                .map(published -> new ControlServer(vertx, server, file));
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(REQUEST_LINE_BYTES)
                .setMaxHeaderSize(HEADER_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    /** Closes the socket and every connection, and takes the file away. */
    public Future<Void> close() {
        return vertx.executeBlocking(file::remove).compose(removed -> server.close());
    }
}
