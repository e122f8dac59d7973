package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** F28, F29, F38 and F40: what a daemon has too little of, and what visitors do to it. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class AbuseIT {
    @TempDir
    private Path folder;

    @Test
    void f28ThreeHundredVisitorsAreCappedAndNobodyNotices() throws IOException {
        visited(
                500,
                (stage, daemon) -> stage.awaitBeats("web", 15),
                daemon -> assertThat(daemon.log().with("event=check-down")).isEmpty());
    }

    @Test
    void f28WithNoFileHandleLeftTheDaemonBlamesNobodyButItselfAndRecovers() throws IOException {
        visited(
                100,
                (stage, daemon) -> Stage.pass(Duration.ofSeconds(8)),
                daemon -> assertThat(daemon.log().with("event=alert")).isEmpty());
    }

    /** The visitors come back as soon as they are thrown out, and the host makes a new connection for each heartbeat. */
    @Test
    void f28WithHandlesForTwoHundredALiveHostIsNeverSwitchedAway() throws Exception {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start(stage.launch().shell("ulimit -n 200; exec \"$@\""), "web");
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger taken = new AtomicInteger();
            Thread host = FloodIT.attacker(over, () -> beatOnce(daemon.port(), taken));
            stage.beats.silent("web");
            List<Thread> crowd = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                crowd.add(FloodIT.attacker(over, () -> sayNothing(daemon.port(), over)));
            }
            Stage.pass(Duration.ofSeconds(12));
            over.set(true);
            host.join(10_000);
            for (Thread visitor : crowd) {
                visitor.join(10_000);
            }
            assertThat(daemon.log().with("event=check-down")).isEmpty();
            assertThat(daemon.log().with("event=alert")).isEmpty();
            assertThat(taken).as("heartbeats that were taken").hasValueGreaterThan(20);
            assertThat(stage.fake.applied()).isEmpty();
        }
    }

    private static void beatOnce(int port, AtomicInteger taken) throws IOException {
        Stage.pass(Duration.ofMillis(200));
        if (status(port, "POST /heartbeat/web", "Host: x\r\nAuthorization: Bearer " + Beats.TOKEN, "") == 202) {
            taken.incrementAndGet();
        }
    }

    private static void sayNothing(int port, AtomicBoolean over) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(100);
            while (!over.get()) {
                try {
                    if (socket.getInputStream().read() < 0) {
                        return;
                    }
                } catch (java.net.SocketTimeoutException e) {
                    continue; // still let in
                }
            }
        }
    }

    /** So many file handles, three hundred visitors that say nothing; what is seen while they stay, and afterwards. */
    private void visited(int handles, BiConsumer<Stage, DaemonProcess> meanwhile, Consumer<DaemonProcess> afterwards)
            throws IOException {
        SmallHost site = SmallHost.start();
        try (Stage stage = new Stage(folder).services("web")) {
            stage.service(
                    "site",
                    "look { type = http, url = \"http://127.0.0.1:" + site.port() + "/\", no-data-window = 3s }",
                    "names = [\"www.site.test\"], primary.A = [\"192.0.2.1\"]");
            stage.fake.record("ZSITE", "www.site.test " + Stage.PRIMARY);
            DaemonProcess daemon = stage.start(stage.launch().shell("ulimit -n " + handles + "; exec \"$@\""), "web");
            daemon.log().await("event=check-up", "service=site");
            List<Socket> visitors = visitors(daemon.port(), 300);
            meanwhile.accept(stage, daemon);
            for (Socket visitor : visitors) {
                visitor.close();
            }
            stage.awaitBeats("web", 10);
            afterwards.accept(daemon);
            assertThat(daemon.log().with("event=check-down", "service=site")).isEmpty();
            assertThat(stage.fake.applied()).isEmpty();
            stage.beats.silent("web");
            site.off();
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            daemon.log().await("event=switch-verified", "service=site", "to=maintenance");
        } finally {
            site.close();
        }
    }

    static List<Socket> visitors(int port, int count) throws IOException {
        List<Socket> visitors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            visitors.add(new Socket(InetAddress.getByName("127.0.0.1"), port));
        }
        return visitors;
    }

    @Test
    void f29OutOfMemoryEndsTheProcessWithACodeThatSystemdRestarts() {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.keep(stage.launch().memory("-Xmx6m").start());
            assertThat(daemon.exitCode(60)).isEqualTo(70);
            assertThat(daemon.errors()).contains("OutOfMemoryError");
        }
    }

    /** Started as plain {@code java -jar}: the networking library catches the error, even inside another, and would go on. */
    @Test
    void f29OutOfMemoryOnAnEventLoopEndsTheProcessWithoutAnyJvmOption() {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.keep(
                    stage.launch().jvm("-Dio.netty.maxDirectMemory=1000000").start());
            assertThat(daemon.exitCode(60)).isEqualTo(70);
        }
    }

    @Test
    void f40WhoAsksUnderAForeignNameReadsNothingAndNobodyGivesOrdersOverTcp() throws IOException {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start("web");
            int port = daemon.port();
            for (String path : List.of("/", "/api/v1/services", "/api/v1/events", "/metrics")) {
                assertThat(status(port, "GET " + path, "Host: evil.example", ""))
                        .as(path)
                        .isEqualTo(403);
                assertThat(status(port, "GET " + path, "Host: localhost:" + port, ""))
                        .as(path)
                        .isEqualTo(200);
            }
            String order = "{\"target\":\"maintenance\",\"reason\":\"evil\"}";
            for (String verb : List.of("switch", "hold", "release")) {
                String foreign = "Host: localhost\r\nOrigin: http://evil.example\r\nContent-Type: text/plain";
                assertThat(status(port, "POST /api/v1/services/web/" + verb, foreign, order))
                        .isIn(403, 404, 405);
                assertThat(status(port, "POST /api/v1/services/web/" + verb, "Host: localhost", order))
                        .isIn(403, 404, 405);
            }
            assertThat(status(port, "POST /api/v1/reload", "Host: localhost", ""))
                    .isIn(403, 404, 405);
            assertThat(status(port, "POST /heartbeat/web", "Host: localhost", ""))
                    .isEqualTo(401);
            stage.awaitBeats("web", 5);
            assertThat(stage.fake.applied()).isEmpty();
            assertThat(stage.journal("hold")).isEmpty();
            assertThat(daemon.log().with("event=config-reloaded")).isEmpty();
        }
    }

    private static int status(int port, String line, String headers, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(2_000);
            String request = line + " HTTP/1.1\r\n" + headers + "\r\nContent-Length: " + body.length()
                    + "\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.substring("HTTP/1.1 ".length()));
        }
    }

    @Test
    void f38HostileWordsOfAHostAreInertInLogAndJournal() throws IOException {
        String hostile = "dead\r\n2026-11-22T00:00:00.000Z ERROR event=alert service=forged\n\u001b[2J\u2028"
                + "\"}\n{\"time\":\"2026-11-22T00:00:00.000Z\",\"event\":\"hold\",\"service\":\"web\"}\n"
                + "${HOME} {{#is_alert}} <script>alert(1)</script> %s \u202e";
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            assertThat(stage.beats.say("web", "/fail", Beats.TOKEN, hostile)).isEqualTo(202);
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(stage.beats.say("web%0d%0aevent=alert", "", Beats.TOKEN, ""))
                    .isIn(401, 404);

            String line = daemon.log().await("event=check-down", "service=web");
            assertThat(line).contains("${HOME} {{#is_alert}} <script>").doesNotContain("\u001b", "\u2028", "\u202e");
            assertThat(daemon.log().lines())
                    .allMatch(text -> text.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z (INFO |WARN |ERROR).*"))
                    .noneMatch(text -> text.matches("\\S+ ERROR event=alert service=forged.*"));
            assertThat(stage.journal("hold")).isEmpty();
            List<JsonObject> downs = stage.journal("check-down");
            assertThat(downs).hasSize(1);
            assertThat(downs.get(0).getString("reason")).contains("{{#is_alert}} <script>alert(1)</script>");
        }
    }
}
