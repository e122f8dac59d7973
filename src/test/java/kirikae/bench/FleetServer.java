package kirikae.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.Locale;

/**
 * Ten thousand web hosts that are well, in a process of their own: answers {@code GET /cN} with a small 200 and closes, and keeps
 * when each check came. {@code GET /_begin} forgets all that; {@code GET /_figures} says how late checks were: for each check its
 * arrivals against the rhythm that fits its most punctual one. Arguments: checks, interval in milliseconds. Prints its port.
 */
final class FleetServer extends AbstractVerticle {
    private static final Buffer ANSWER =
            Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n");
    private static final int MOST = 64;

    private final long intervalNanos;
    private final long[][] arrivals;
    private final int[] counts;

    private FleetServer(int checks, long intervalMillis) {
        this.intervalNanos = intervalMillis * 1_000_000;
        this.arrivals = new long[checks][MOST];
        this.counts = new int[checks];
    }

    public static void main(String[] arguments) throws Exception {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        vertx.deployVerticle(new FleetServer(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1])))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createNetServer(new NetServerOptions().setAcceptBacklog(8_192))
                .connectHandler(socket -> {
                    socket.exceptionHandler(reset -> {}); // probes close with a reset
                    socket.handler(request -> answer(socket, request));
                })
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println(server.actualPort()))
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void answer(NetSocket socket, Buffer request) {
        long now = System.nanoTime();
        byte kind = request.getByte(5);
        if (kind == 'c') {
            came(number(request), now);
            socket.end(ANSWER);
        } else if (request.getString(5, 11).equals("_begin")) {
            Arrays.fill(counts, 0);
            socket.end(ANSWER);
        } else {
            String body = figures();
            socket.end(Buffer.buffer(
                    "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body));
        }
    }

    private static int number(Buffer request) {
        int number = 0;
        for (int i = 6; request.getByte(i) >= '0' && request.getByte(i) <= '9'; i++) {
            number = number * 10 + request.getByte(i) - '0';
        }
        return number;
    }

    private void came(int check, long now) {
        if (counts[check] < MOST) {
            arrivals[check][counts[check]++] = now;
        }
    }

    private String figures() {
        Figures late = new Figures();
        int silent = 0;
        for (int check = 0; check < counts.length; check++) {
            silent += counts[check] == 0 ? 1 : 0;
            long base = Long.MAX_VALUE;
            for (int i = 0; i < counts[check]; i++) {
                base = Math.min(base, arrivals[check][i] - turn(check, i) * intervalNanos);
            }
            for (int i = 0; i < counts[check]; i++) {
                late.add((arrivals[check][i] - turn(check, i) * intervalNanos - base) / 1e6);
            }
        }
        return String.format(
                Locale.ROOT,
                "checks %d silent %d p50 %.1f p99 %.1f worst %.1f%n",
                late.size(),
                silent,
                late.at(0.5),
                late.at(0.99),
                late.at(1));
    }

    /** Which turn of the rhythm an arrival is: one that was left out leaves a gap. */
    private long turn(int check, int index) {
        return Math.round((arrivals[check][index] - arrivals[check][0]) / (double) intervalNanos);
    }
}
