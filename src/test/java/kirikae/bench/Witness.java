package kirikae.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A few healthy hosts that beat all the time. A heartbeat is answered when the decision loop has taken it, so the slowest answer
 * tells how long the loop, at the worst, did not decide.
 */
final class Witness implements AutoCloseable {
    private static final int HOSTS = 20;
    private static final int GAP_MILLIS = 8; // 20 hosts, each below 10 a second

    private final int port;
    private final Thread thread = new Thread(this::run, "witness");
    private volatile Figures taken = new Figures();
    private volatile boolean over;

    Witness(int port) {
        this.port = port;
        thread.setDaemon(true);
    }

    /** The lines of the configuration; the services lie in a zone of their own. */
    static List<String> text() {
        return Fleet.block(java.util.stream.IntStream.range(0, HOSTS)
                .mapToObj(i -> Fleet.service("witness" + i, "witness.test", "w" + i, "10s"))
                .toList());
    }

    /** The records of {@link #text}, as the fake takes them. */
    static String records() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < HOSTS; i++) {
            lines.append("put w").append(i).append(".witness.test A 60 192.0.2.1\n");
        }
        return lines.toString();
    }

    void start() {
        thread.start();
    }

    /** The answers' times in milliseconds since the last call. */
    Figures taken() {
        Figures now = taken;
        taken = new Figures();
        return now;
    }

    private void run() {
        try (Beater beater = new Beater(port, "w0")) {
            for (int i = 0; !over; i = (i + 1) % HOSTS) {
                Beater.Beat beat = beater.beat("witness" + i);
                taken.add((beat.accepted() - beat.sent()) / 1e6);
                TimeUnit.MILLISECONDS.sleep(GAP_MILLIS);
            }
        } catch (IOException e) {
            System.err.println("the witness ended: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
