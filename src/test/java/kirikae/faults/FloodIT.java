package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** F39: everybody at the door at once. Runs alone, since it takes all the machine gives. */
@Isolated
@Tag("faults")
class FloodIT {
    private static final int BAD_TOKENS = 3_000;

    @TempDir
    private Path folder;

    @Test
    void f39AFloodKeepsNoRealHeartbeatOutAndMemoryIsBounded() throws Exception {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start("web");
            stage.awaitBeats("web", 10);
            long before = daemon.residentKib();
            int accepted = stage.beats.accepted("web");
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger refused = new AtomicInteger();
            List<Thread> attackers = List.of(
                    attacker(over, () -> slowHeads(daemon.port())),
                    attacker(over, () -> hugeBody(daemon.port())),
                    attacker(over, () -> badToken(stage, refused)),
                    attacker(over, () -> badToken(stage, refused)));
            stage.beats.forgetTimes();
            Awaitility.await()
                    .atMost(DaemonLog.PATIENCE.multipliedBy(2))
                    .until(() -> refused.get() >= BAD_TOKENS && stage.beats.accepted("web") >= accepted + 25);
            long usual = stage.beats.usualMillis();
            over.set(true);
            for (Thread attacker : attackers) {
                attacker.join(30_000);
            }
            assertThat(usual)
                    .as("milliseconds that nine of ten real heartbeats take")
                    .isLessThan(1_000);
            assertThat(daemon.log().with("event=check-down")).isEmpty();
            assertThat(daemon.residentKib() - before).as("KiB more than before").isLessThan(96 * 1_024);
            assertThat(stage.fake.applied()).isEmpty();
        }
    }

    /** One attack, made again and again. */
    interface Attack {
        void make() throws IOException;
    }

    static Thread attacker(AtomicBoolean over, Attack attack) {
        Thread thread = new Thread(
                () -> {
                    while (!over.get()) {
                        try {
                            attack.make();
                        } catch (IOException e) {
                            // Thrown out, as it should be: once more.
                        }
                    }
                },
                "attacker");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Two hundred connections that begin a request and never end it, some in the head and some in the body. */
    private static void slowHeads(int port) throws IOException {
        List<Socket> sockets = AbuseIT.visitors(port, 200);
        try {
            for (int i = 0; i < sockets.size(); i++) {
                String start = "POST /heartbeat/web HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Beats.TOKEN
                        + (i % 2 == 0 ? "\r\nX-Slow: " : "\r\nContent-Length: 1000\r\n\r\nx");
                sockets.get(i).getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            }
            sockets.get(0).setSoTimeout(8_000);
            while (sockets.get(0).getInputStream().read() >= 0) {} // until we are thrown out
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void hugeBody(int port) throws IOException {
        byte[] piece = new byte[64 * 1_024];
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            String head = "POST /heartbeat/web HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Beats.TOKEN
                    + "\r\nContent-Length: 10485760\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 160; i++) {
                socket.getOutputStream().write(piece);
            }
        }
    }

    private static void badToken(Stage stage, AtomicInteger refused) throws IOException {
        if (stage.beats.say("web", "", "wrong-token-wrong-token", "") == 401) {
            refused.incrementAndGet();
        }
    }
}
