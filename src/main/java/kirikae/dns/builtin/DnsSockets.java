package kirikae.dns.builtin;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import kirikae.model.Settings.Endpoint;

/** The UDP socket and the TCP socket of one address. Owns: opening both on the same number. */
record DnsSockets(DatagramChannel udp, ServerSocketChannel tcp) {
    private static final int TRIES = 20;
    private static final int BACKLOG = 128;

    /** Opens both; fails with one line for people. */
    static DnsSockets open(Endpoint endpoint) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return bind(endpoint);
            } catch (BindException e) {
                // The number that the system gave for TCP may be taken for UDP.
                if (endpoint.port() != 0 || attempt == TRIES) {
                    throw new IOException("cannot listen on " + endpoint + ": " + why(e), e);
                }
            }
        }
    }

    int port() {
        return tcp.socket().getLocalPort();
    }

    void close() throws IOException {
        try (udp) {
            tcp.close();
        }
    }

    private static DnsSockets bind(Endpoint endpoint) throws IOException {
        InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on " + endpoint + ": no such host name");
        }
        DnsSockets sockets = new DnsSockets(DatagramChannel.open(), ServerSocketChannel.open());
        try {
            sockets.tcp.bind(address, BACKLOG).configureBlocking(false);
            sockets.udp
                    .bind(new InetSocketAddress(address.getAddress(), sockets.port()))
                    .configureBlocking(false);
            return sockets;
        } catch (IOException e) {
            sockets.close();
            throw e;
        }
    }

    private static String why(BindException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("in use")) {
            return "address already in use";
        }
        if (message.contains("Permission denied")) {
            return "permission denied (ports below 1024 need CAP_NET_BIND_SERVICE)";
        }
        return message.contains("assign requested address") ? "no such address on this machine" : message;
    }
}
