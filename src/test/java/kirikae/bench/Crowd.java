package kirikae.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** People and machines that look in: pages that follow the live stream, and scrapers at a steady rate over kept connections. */
final class Crowd implements Closeable {
    private static final int LANES = 10;
    private final int port;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean over;

    Crowd(int port) {
        this.port = port;
    }

    /** Lets pages load and follow; returns when all of them do. */
    void pages(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket page = connect();
            ask(page, "/");
            skip(page.getInputStream());
            ask(page, "/api/v1/events/stream");
            start("page-" + i, () -> follow(page));
        }
    }

    /** Scrapes so often a second, from now on. */
    void scrapers(int perSecond) throws IOException {
        for (int i = 0; i < LANES; i++) {
            Socket scraper = connect();
            start("scraper-" + i, () -> scrape(scraper, TimeUnit.SECONDS.toNanos(LANES) / perSecond));
        }
    }

    /** Answers to scrapers, bytes heard by pages, and visitors that were lost, so far. */
    String told() {
        return answered.get() + " scrapes answered, " + heard.get() / 1024 + " KB heard by pages, " + failed.get()
                + " lost";
    }

    long answered() {
        return answered.get();
    }

    long failed() {
        return failed.get();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 128 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    private static void ask(Socket socket, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private void follow(Socket page) {
        byte[] bytes = new byte[16 * 1024];
        try {
            for (int n = page.getInputStream().read(bytes);
                    n >= 0;
                    n = page.getInputStream().read(bytes)) {
                heard.addAndGet(n);
            }
            lost();
        } catch (IOException e) {
            lost();
        }
    }

    private void scrape(Socket scraper, long everyNanos) {
        try {
            InputStream in = new java.io.BufferedInputStream(scraper.getInputStream(), 64 * 1024);
            long next = System.nanoTime();
            while (!over) {
                ask(scraper, "/metrics");
                skip(in);
                answered.incrementAndGet();
                next += everyNanos;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            }
        } catch (IOException e) {
            lost();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lost() {
        if (!over) {
            failed.incrementAndGet();
        }
    }

    /** Takes one answer with a length. */
    private static void skip(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the daemon ended the connection");
            }
            head.append((char) c);
        }
        String text = head.toString().toLowerCase(java.util.Locale.ROOT);
        if (!text.startsWith("http/1.1 200")) {
            throw new IOException("answered with " + head.substring(0, head.indexOf("\r")));
        }
        in.skipNBytes(Integer.parseInt(text.replaceAll("(?s).*content-length: *(\\d+).*", "$1")));
    }

    @Override
    public void close() throws IOException {
        over = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
