package kirikae.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A host of the outside world on loopback: answers HTTP as its mood is, can be switched off and on again on the same port. */
final class SmallHost implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "small-host");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger visits = new AtomicInteger();
    private final int port;
    private volatile Mood mood = Moods.fine();
    private volatile ServerSocket listener;

    /** What it does with a connection whose request was read; the socket is closed afterwards. */
    interface Mood {
        /** Answers. */
        void answer(Socket socket) throws IOException, InterruptedException;
    }

    /** The moods that stories need. */
    static final class Moods {
        private Moods() {}

        static Mood fine() {
            return status("200 OK", "", "all is fine");
        }

        static Mood status(String status, String headers, String body) {
            return socket -> write(
                    socket,
                    "HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body);
        }

        /** Never says anything. */
        static Mood blackhole() {
            return socket -> {
                while (socket.getInputStream().read() >= 0) {}
            };
        }

        /** A body that drips and never gets to the word. */
        static Mood drip() {
            return socket -> {
                write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                while (true) {
                    write(socket, "x");
                    LockSupport.parkNanos(100_000_000);
                }
            };
        }

        /** A body without end. */
        static Mood endless() {
            return socket -> {
                write(socket, "HTTP/1.1 200 OK\r\n\r\n");
                while (true) {
                    write(socket, "y".repeat(8_192));
                }
            };
        }

        /** The connection is reset. */
        static Mood reset() {
            return socket -> socket.setSoLinger(true, 0);
        }

        private static void write(Socket socket, String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private SmallHost() throws IOException {
        listener = listen(0);
        port = listener.getLocalPort();
    }

    /** Starts on a free port, in a good mood. */
    static SmallHost start() {
        try {
            return new SmallHost();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** Another mood from the next connection on. */
    void mood(Mood next) {
        mood = next;
    }

    /** How many requests came. */
    int visits() {
        return visits.get();
    }

    /** Connections are refused from now on. */
    void off() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens again. */
    void on() {
        try {
            listener = listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerSocket listen(int where) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), where), 256);
        threads.execute(() -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!from.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (readHead(socket.getInputStream())) {
                visits.incrementAndGet();
                mood.answer(socket);
            }
        } catch (IOException | InterruptedException e) {
            // The visitor went away, or the host was switched off: both are ordinary here.
        } finally {
            open.remove(socket);
        }
    }

    /** True when a whole request head came; an anchor is only connected to. */
    private static boolean readHead(InputStream in) throws IOException {
        int ends = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
            ends = c == '\n' ? ends + 1 : c == '\r' ? ends : 0;
            if (ends == 2) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        off();
        threads.shutdownNow();
    }
}
