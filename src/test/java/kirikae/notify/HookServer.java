package kirikae.notify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A receiver of webhooks on loopback that notes every request as it came over the wire, and answers as it is told to: well, badly, late, never,
 * without end. Stricter than a real one: a body must have exactly the announced length, and nothing may follow it.
 */
public final class HookServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Queue<Mood> script = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "hook");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Mood mood = answer(200, "", "ok");

    /** One request; header names in lower case. */
    public record Request(String method, String path, Map<String, String> headers, String body) {
        /** A header; empty when it is not there. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** What it does with a connection after a whole request. */
    public interface Mood {
        /** Answers; the connection is closed afterwards. */
        void answer(Socket socket) throws IOException, InterruptedException;
    }

    private HookServer() throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 256);
        threads.execute(this::accept);
    }

    /** Starts on a free port; it answers 200. */
    public static HookServer start() {
        try {
            return new HookServer();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** An answer; header lines end in CR LF. */
    public static Mood answer(int status, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return raw(
                "HTTP/1.1 " + status + " Told\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n" + body);
    }

    /** These very bytes. */
    public static Mood raw(String text) {
        return socket -> socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing, ever. */
    public static Mood silence() {
        return socket -> {
            while (socket.getInputStream().read() >= 0) {}
        };
    }

    /** The connection is reset. */
    public static Mood reset() {
        return socket -> socket.setSoLinger(true, 0);
    }

    /** An answer with a body that never ends. */
    public static Mood endless(int status) {
        return socket -> {
            socket.getOutputStream().write(("HTTP/1.1 " + status + " Told\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            while (true) {
                socket.getOutputStream().write("y".repeat(8_192).getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    /** An answer whose body drips a byte at a time. */
    public static Mood drip(int status) {
        return socket -> {
            socket.getOutputStream()
                    .write(("HTTP/1.1 " + status + " Told\r\nContent-Length: 100000\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            while (true) {
                socket.getOutputStream().write('x');
                Thread.sleep(50);
            }
        };
    }

    /** How every request is answered from now on. */
    public void mood(Mood next) {
        mood = next;
    }

    /** How the next requests are answered, one after the other; then the mood again. */
    public void script(Mood... next) {
        script.addAll(List.of(next));
    }

    /** The address of a path. */
    public String url(String path) {
        return "http://127.0.0.1:" + listener.getLocalPort() + path;
    }

    /** Its port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Every request so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The requests to one path. */
    public List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** What no client may do. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String start = line(in);
            if (start.isEmpty()) {
                return;
            }
            requests.add(request(start, in));
            Mood scripted = script.poll();
            (scripted == null ? mood : scripted).answer(socket);
        } catch (IOException e) {
            // The client went away, or the test is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private Request request(String start, InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            if (colon < 1 || headers.put(name, line.substring(colon + 1).strip()) != null) {
                violations.add("a broken or double header: " + line);
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length != length) {
            violations.add("a body of " + body.length + " bytes where " + length + " were announced");
        }
        if (in.available() > 0) {
            violations.add("bytes after the request");
        }
        String[] words = start.split(" ");
        return new Request(words[0], words[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
