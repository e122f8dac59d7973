package kirikae.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kirikae.model.EventName;
import kirikae.model.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventStreamTest {
    private final Site site = new Site(() -> Sample.status(Sample.well("code"), Sample.well("shop")));
    private final List<Watcher> watchers = new ArrayList<>();

    /** One stream, read line by line. */
    private final class Watcher {
        final Socket socket;
        final InputStream in;
        final int status;

        Watcher() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), site.port());
            socket.setSoTimeout(20_000);
            in = socket.getInputStream();
            socket.getOutputStream()
                    .write("GET /api/v1/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            status = Integer.parseInt(line().split(" ")[1]);
            watchers.add(this);
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("ended");
                }
                line.append((char) c);
            }
            return line.toString().strip();
        }

        /** The data of the next message of this name; "" for the unnamed. */
        JsonObject next(String name) throws IOException {
            String event = "";
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
            while (true) {
                assertThat(System.nanoTime()).as("waiting for '%s'", name).isLessThan(end);
                String line = line();
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    if (event.equals(name)) {
                        return new JsonObject(line.substring(6));
                    }
                    event = "";
                }
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Watcher watcher : watchers) {
            watcher.socket.close();
        }
        site.close();
    }

    @Test
    void everythingFirstThenEventsAndWhatChanged() throws IOException {
        Watcher watcher = new Watcher();
        assertThat(watcher.status).isEqualTo(200);
        assertThat(watcher.next("status").getJsonArray("services")).hasSize(2);
        site.operator.now = () -> Sample.status(Sample.well("code"), Sample.on("shop", "maintenance", Verdict.DOWN));
        site.operator.tell(Sample.event(EventName.SWITCH_ACCEPTED, "service", "shop", "to", "maintenance"));
        assertThat(watcher.next("").getString("event")).isEqualTo("switch-accepted");
        JsonObject changed = watcher.next("changes");
        while (!changed.getJsonArray("services")
                .getJsonObject(0)
                .getString("actual")
                .equals("maintenance")) {
            changed = watcher.next("changes");
        }
        assertThat(changed.getJsonArray("services")).hasSize(1);
        assertThat(changed.getJsonArray("services").getJsonObject(0).getString("name"))
                .isEqualTo("shop");
    }

    @Test
    void anotherListOfServicesIsToldWhole() throws IOException {
        Watcher watcher = new Watcher();
        watcher.next("status");
        site.operator.now = () -> Sample.status(Sample.well("code"));
        JsonObject told = watcher.next("status");
        while (told.getJsonArray("services").size() != 1) {
            told = watcher.next("status");
        }
        assertThat(told.getJsonArray("services").getJsonObject(0).getString("name"))
                .isEqualTo("code");
    }

    @Test
    void aSignOfLifeKeepsAQuietStreamOpen() throws IOException {
        Watcher watcher = new Watcher();
        for (int i = 0; i < 3; i++) { // longer than the listener's idle time
            assertThat(watcher.next("alive").getString("time")).endsWith("Z");
        }
    }

    @Test
    void watchersAreBoundedAndTheirPlacesComeBack() throws IOException {
        for (int i = 0; i < EventStream.MOST_VIEWERS; i++) {
            assertThat(new Watcher().status).isEqualTo(200);
        }
        assertThat(new Watcher().status).isEqualTo(503);
        watchers.get(7).socket.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> new Watcher().status == 200);
    }

    @Test
    void whoDoesNotReadIsLetGoAndHoldsNobodyUp() throws IOException {
        Watcher lazy = new Watcher();
        Watcher keen = new Watcher();
        keen.next("status");
        String long1k = "x".repeat(1_000);
        Thread reader = new Thread(() -> drain(keen));
        reader.start();
        for (int i = 0; i < 20_000; i++) {
            site.operator.followers.forEach(
                    follower -> follower.accept(Sample.event(EventName.BLIND, "service", "code", "reason", long1k)));
            if (i % 500 == 0) {
                assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
            }
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> hasEnded(lazy));
    }

    private static void drain(Watcher watcher) {
        try {
            while (watcher.in.read(new byte[65_536]) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            return; // closed at the end of the test
        }
    }

    private static boolean hasEnded(Watcher watcher) {
        try {
            byte[] piece = new byte[1 << 20];
            watcher.socket.setSoTimeout(500);
            while (true) {
                if (watcher.in.read(piece) < 0) {
                    return true;
                }
            }
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
