package kirikae.intake;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Tls;

/**
 * One open HTTP listener (HTTP/1.0 and 1.1 only). Owns: the socket, its TLS, and the limits that keep visitors from holding
 * it. What is answered belongs to the routes. It lives on the event loop that opened it, or on one of its own when opened
 * from elsewhere: prefer that, so that a flood of requests is not served on the loop that decides.
 */
public final class HttpDoor {
    private static final Duration LOOK_AT_CERTIFICATE = Duration.ofSeconds(5);
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);

    private final HttpServer server; // held: an unreferenced server may be closed
    private final Endpoint endpoint;
    private final Tls tls;
    private final Turnstile turnstile;
    private final Runnable stopWatching;

    private HttpDoor(HttpServer server, Endpoint endpoint, Tls tls, Turnstile turnstile, Runnable stopWatching) {
        this.server = server;
        this.endpoint = endpoint;
        this.tls = tls;
        this.turnstile = turnstile;
        this.stopWatching = stopWatching;
    }

    /**
     * Opens a listener.
     *
     * @param routes asked in order; the first that matches path and method answers
     * @param warnings gets one line for people when a renewed certificate cannot be used, or a route threw; on any thread
     * @return the open door; fails with an IOException whose message is one line for people ("cannot listen on
     *     127.0.0.1:8787: address already in use")
     */
    public static Future<HttpDoor> open(
            Vertx vertx, Endpoint endpoint, Tls tls, DoorLimits limits, List<Route> routes, Consumer<String> warnings) {
        return open(vertx, endpoint, tls, limits, new Reception(vertx, limits, routes, warnings), LOOK_AT_CERTIFICATE);
    }

    static Future<HttpDoor> open(
            Vertx vertx, Endpoint endpoint, Tls tls, DoorLimits limits, Reception reception, Duration lookEvery) {
        Turnstile turnstile = new Turnstile(limits, reception.warnings());
        Listening listening = new Listening(new Connections(vertx, limits), turnstile, reception);
        Future<HttpDoor> door;
        if (tls instanceof Tls.Pem files) {
            door = vertx.executeBlocking(() -> PemPair.read(files).proven(vertx))
                    .compose(pair -> listen(vertx, options(endpoint, limits, pair), listening)
                            .map(server -> {
                                PemWatch watch =
                                        new PemWatch(vertx, files, pair, server, lookEvery, reception.warnings());
                                return new HttpDoor(server, actual(endpoint, server), tls, turnstile, watch::close);
                            }));
        } else {
            door = listen(vertx, options(endpoint, limits), listening)
                    .map(server -> new HttpDoor(server, actual(endpoint, server), tls, turnstile, () -> {}));
        }
        return door.recover(cause ->
                Future.failedFuture(new IOException("cannot listen on " + endpoint + ": " + why(cause), cause)));
    }

    /** Where it listens: the configured host and the actual port. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The actual port. */
    public int port() {
        return endpoint.port();
    }

    /** The TLS it was opened with. */
    public Tls tls() {
        return tls;
    }

    /** How many connections could not be accepted so far, for want of file handles; from any thread. */
    long missed() {
        return turnstile.missed();
    }

    /** Closes the listener and every connection at once. */
    public Future<Void> close() {
        stopWatching.run();
        return server.close();
    }

    /** Who looks at connections and requests. */
    private record Listening(Connections connections, Turnstile turnstile, Reception reception) {
        void opened(HttpConnection connection) {
            if (connection instanceof HttpServerConnection served) {
                Channel channel = served.channelHandlerContext().channel();
                turnstile.install(channel);
                turnstile.known(channel);
            }
            connections.opened(connection);
        }

        void requested(Vertx vertx, HttpServerRequest request) {
            HttpConnection connection = request.connection();
            Context loop = vertx.getOrCreateContext();
            connections.began(connection);
            // A route may answer on another thread.
            request.response().endHandler(whole -> loop.runOnContext(back -> connections.ended(connection)));
            reception.receive(request);
        }
    }

    private static Future<HttpServer> listen(Vertx vertx, HttpServerOptions options, Listening listening) {
        return vertx.createHttpServer(options)
                .connectionHandler(listening::opened)
                .requestHandler(request -> listening.requested(vertx, request))
                .listen();
    }

    private static HttpServerOptions options(Endpoint endpoint, DoorLimits limits, PemPair pair) {
        return options(endpoint, limits).setSsl(true).setKeyCertOptions(pair.pem());
    }

    private static HttpServerOptions options(Endpoint endpoint, DoorLimits limits) {
        return new HttpServerOptions()
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setIdleTimeout((int) limits.idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxInitialLineLength(DoorLimits.REQUEST_LINE_BYTES)
                .setMaxHeaderSize(DoorLimits.HEADER_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                .setPerFrameWebSocketCompressionSupported(false) // its handler breaks, loudly, on long pipelines
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(true)
                .setSslHandshakeTimeout(HANDSHAKE.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true);
    }

    private static Endpoint actual(Endpoint asked, HttpServer server) {
        return new Endpoint(asked.host(), server.actualPort());
    }

    private static String why(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("already in use")) {
            return "address already in use";
        }
        if (message.contains("Permission denied")) {
            return "permission denied (ports below 1024 need CAP_NET_BIND_SERVICE)";
        }
        if (message.contains("Cannot assign requested address")) {
            return "no such address on this machine";
        }
        return cause instanceof java.net.UnknownHostException ? "no such host name" : message;
    }
}
