package kirikae.probe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.IDN;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections. Owns the client, held in a field: one that nobody refers to is closed under its connections. Names
 * are resolved by Vert.x (its cache keeps to the TTL), never by the JVM with its endless cache.
 */
final class Connector {
    /** The caller's own deadline comes first; this one only frees what a dead connect still holds. */
    private static final Duration SPARE = Duration.ofSeconds(1);

    private final VertxInternal vertx;
    private final NetClient client;
    private final ClientSSLOptions verified;
    private final ClientSSLOptions unverified;

    /**
     * Takes what is trusted.
     *
     * @param trust TLS options; without trust options the JDK's authorities are trusted
     */
    Connector(Vertx vertx, ClientSSLOptions trust) {
        this.vertx = (VertxInternal) vertx;
        verified = trust.copy().setTrustAll(false).setHostnameVerificationAlgorithm("HTTPS");
        unverified = new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm("");
        client = vertx.createNetClient(options());
    }

    private static NetClientOptions options() {
        NetClientOptions options = new NetClientOptions();
        options.setTcpNoDelay(true);
        options.setRegisterWriteHandler(false);
        options.setReconnectAttempts(0);
        // Closes with a reset, as HAProxy's checks do: a thousand probes a second must not leave 60,000 ports in
        // TIME_WAIT.
        options.setSoLinger(0);
        return options;
    }

    /** How to connect in the clear; to be kept and used for every probe of a check. */
    ConnectOptions plain(Peer peer, Duration timeout) {
        Duration whole = timeout.plus(SPARE);
        return new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(peer.port(), peer.host()))
                .setTimeout(Math.toIntExact(whole.toMillis()));
    }

    /**
     * How to connect with TLS.
     *
     * @param name whom to ask for (SNI) and whose certificate it must be, wherever the connection goes
     * @param check whether the certificate must be valid
     */
    ConnectOptions tls(Peer peer, Peer name, Duration timeout, Certificates check) {
        ClientSSLOptions options = check == Certificates.CHECKED ? verified : unverified;
        ConnectOptions connect = plain(peer, timeout)
                .setSsl(true)
                .setSslOptions(options.copy()
                        .setSslHandshakeTimeout(timeout.plus(SPARE).toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS))
                .setHost(name.host())
                .setPort(name.port());
        return name.isLiteral() ? connect : connect.setSniServerName(serverName(name.host()));
    }

    /** Whether certificates are looked at. */
    enum Certificates {
        CHECKED,
        IGNORED
    }

    /** Looks a name up: hosts file, cache, name server. */
    Future<InetAddress> resolve(String host) {
        // The one resolver that keeps to TTLs, reads the hosts file and does not block; it has no public door of its
        // own.
        return vertx.nameResolver().resolve(host);
    }

    /** Connects on the calling event loop; the TLS handshake is part of it. */
    Future<NetSocket> connect(ConnectOptions options) {
        return client.connect(options);
    }

    /** Closes every connection. */
    Future<Void> close() {
        return client.close();
    }

    /** RFC 6066, 3: no dot at the end. */
    private static String serverName(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
    }
}
