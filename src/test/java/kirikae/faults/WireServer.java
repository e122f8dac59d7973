package kirikae.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The smallest HTTP/1.1 server that can also misbehave: reset, hang up, or never answer. Owns: sockets and framing. Must not: know
 * what it carries. One thread a connection; loopback only.
 */
final class WireServer implements AutoCloseable {
    private static final int LONGEST_BODY = 4 << 20;

    private final ServerSocket listener;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fake-wire");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong clockOffsetMs = new AtomicLong();

    /** What answers. */
    interface Handler {
        Reply answer(Request request);
    }

    /**
     * One request.
     *
     * @param path the raw path, not decoded
     * @param query decoded parameters
     * @param headers names in lower case
     */
    record Request(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String parameter(String name) {
            return query.getOrDefault(name, "");
        }
    }

    /** What the client sees. */
    sealed interface Reply {
        /** An answer. */
        record Answer(int status, String contentType, String body) implements Reply {}

        /** The connection is reset (RST). */
        record Reset() implements Reply {}

        /** The connection ends without a byte (FIN). */
        record HangUp() implements Reply {}

        /** Nothing, ever; the connection stays open until the client gives up. */
        record Silence() implements Reply {}
    }

    WireServer(int port, Handler handler) throws IOException {
        this.handler = handler;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1_024);
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Shifts the Date header. */
    void clockOffset(long ms) {
        clockOffsetMs.set(ms);
    }

    /** The time this server believes in. */
    ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC).plusNanos(clockOffsetMs.get() * 1_000_000);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new IllegalStateException("the fake cannot accept", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String start = line(in);
            while (!start.isEmpty()) {
                if (!reply(socket, in, handler.answer(request(start, in)))) {
                    return;
                }
                start = line(in);
            }
        } catch (IOException e) {
            // The client went away, or the fake was closed: both are ordinary here.
        } finally {
            open.remove(socket);
        }
    }

    private boolean reply(Socket socket, InputStream in, Reply reply) throws IOException {
        if (reply instanceof Reply.Answer answer) {
            socket.getOutputStream().write(bytes(answer));
            return true;
        }
        if (reply instanceof Reply.Silence) {
            in.skip(Long.MAX_VALUE); // until the client hangs up
            while (in.read() >= 0) {}
        }
        if (reply instanceof Reply.Reset) {
            socket.setSoLinger(true, 0);
        }
        return false;
    }

    private byte[] bytes(Reply.Answer answer) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + answer.status() + " Fake\r\n"
                + "x-amzn-RequestId: fake-" + System.nanoTime() + "\r\n"
                + "Content-Type: " + answer.contentType() + "\r\n"
                + (answer.status() / 100 == 3 ? "Location: http://127.0.0.1:9/login\r\n" : "")
                + "Content-Length: " + body.length + "\r\n"
                + "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(now()) + "\r\n\r\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static Request request(String start, InputStream in) throws IOException {
        String[] words = start.split(" ");
        Map<String, String> headers = headers(in);
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length > LONGEST_BODY || headers.containsKey("transfer-encoding")) {
            throw new IOException("not a body this fake takes");
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        int mark = words[1].indexOf('?');
        String path = mark < 0 ? words[1] : words[1].substring(0, mark);
        return new Request(words[0], path, query(mark < 0 ? "" : words[1].substring(mark + 1)), headers, body);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
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
}
