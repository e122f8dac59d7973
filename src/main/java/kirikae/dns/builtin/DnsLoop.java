package kirikae.dns.builtin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * One thread that serves both sockets, so that neither the daemon's loop nor a change ever waits for a client. Owns: the
 * thread, the TCP clients and their limits (128 at once; 10 s from one whole question to the next). When there are too many,
 * the one that has been quiet longest goes.
 */
final class DnsLoop {
    static final int MOST_PEERS = 128;
    private static final long PEER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_ROUND_MILLIS = 1000;
    private static final int DATAGRAMS_A_TURN = 64;

    private final DnsSockets sockets;
    private final Responder responder;
    private final ResponseRate rate;
    private final Consumer<String> warnings;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "kirikae-dns");
    private final ByteBuffer datagram = ByteBuffer.allocate(4096);
    private final LinkedHashSet<TcpPeer> peers = new LinkedHashSet<>(); // the quietest first
    private final LongAdder unsent = new LongAdder();
    private volatile boolean closing;

    /** Takes open sockets, which it closes at its end. */
    DnsLoop(DnsSockets sockets, Responder responder, ResponseRate rate, Consumer<String> warnings) throws IOException {
        this.sockets = sockets;
        this.responder = responder;
        this.rate = rate;
        this.warnings = warnings;
        this.selector = Selector.open();
        sockets.udp().register(selector, SelectionKey.OP_READ);
        sockets.tcp().register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** How many UDP replies the system would not send. */
    long unsent() {
        return unsent.sum();
    }

    /** Stops within a second. */
    void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (!closing) {
                selector.select(this::serve, LOOK_ROUND_MILLIS);
                dismissQuietPeers();
            }
            for (TcpPeer peer : peers) {
                peer.close();
            }
            sockets.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the builtin DNS server stops", e);
        }
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return; // dismissed earlier in this turn, to make room
        }
        try {
            if (key.attachment() instanceof TcpPeer peer) {
                work(peer, key);
            } else if (key.isAcceptable()) {
                accept();
            } else if (key.isReadable()) {
                answerDatagrams();
            }
        } catch (IOException e) {
            // Not the visitor's trouble but ours (no file handle): ask again at the next look round, not in a tight
            // loop.
            if (key.isValid()) {
                key.interestOps(0);
            }
            warnings.accept("the builtin DNS server: " + e.getMessage());
        }
    }

    private void answerDatagrams() throws IOException {
        for (int i = 0; i < DATAGRAMS_A_TURN; i++) {
            SocketAddress client = sockets.udp().receive(datagram.clear());
            if (client == null) {
                return;
            }
            byte[] question = new byte[datagram.flip().remaining()];
            datagram.get(question);
            answer(question, (InetSocketAddress) client);
        }
    }

    private void answer(byte[] question, InetSocketAddress client) {
        switch (rate.next(client.getAddress())) {
            case ANSWER -> responder.respond(question, Responder.Way.UDP).ifPresent(reply -> send(reply, client));
            case SLIP -> responder.respond(question, Responder.Way.SLIP).ifPresent(reply -> send(reply, client));
            case DROP -> {}
        }
    }

    private void send(byte[] reply, InetSocketAddress client) {
        try {
            sockets.udp().send(ByteBuffer.wrap(reply), client);
        } catch (IOException e) {
            unsent.increment(); // a forged sender (port 0) or an unreachable one; a real client asks again
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = sockets.tcp().accept();
        if (channel == null) {
            return;
        }
        if (peers.size() >= MOST_PEERS) {
            dismiss(peers.iterator().next());
        }
        channel.configureBlocking(false);
        TcpPeer peer = new TcpPeer(channel, responder, System.nanoTime());
        channel.register(selector, SelectionKey.OP_READ, peer);
        peers.add(peer);
    }

    private void work(TcpPeer peer, SelectionKey key) throws IOException {
        long before = peer.heard();
        if (!works(peer, key)) {
            dismiss(peer);
        } else if (peer.heard() != before) {
            peers.remove(peer);
            peers.add(peer);
        }
    }

    private static boolean works(TcpPeer peer, SelectionKey key) {
        try {
            return peer.work(key, System.nanoTime());
        } catch (IOException e) {
            return false; // the client has reset the connection
        }
    }

    private void dismissQuietPeers() throws IOException {
        long now = System.nanoTime();
        List<TcpPeer> quiet = new ArrayList<>();
        for (TcpPeer peer : peers) {
            if (now - peer.heard() < PEER_NANOS) {
                break;
            }
            quiet.add(peer);
        }
        for (TcpPeer peer : quiet) {
            dismiss(peer);
        }
        restore(selector.keys());
    }

    /** Listens again where serving had failed. */
    private static void restore(Set<SelectionKey> keys) {
        for (SelectionKey key : keys) {
            if (key.isValid() && key.interestOps() == 0) {
                key.interestOps(key.channel().validOps() & (SelectionKey.OP_ACCEPT | SelectionKey.OP_READ));
            }
        }
    }

    private void dismiss(TcpPeer peer) throws IOException {
        peers.remove(peer);
        peer.close();
    }
}
