package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** F23 and F39 at the doors of agents, signatures, datagrams and triggers. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class IntakeIT {
    private static final String WEB01 = "primary.checks.agent.host = \"web01\"";

    @TempDir
    private Path folder;

    @Test
    void f23AnAgentWithAWrongKeyOrHalfABodyOrAnotherHostIsNoLife() throws IOException {
        try (Stage stage = new Stage(folder).services("a")) {
            stage.conf("services.a." + WEB01);
            DaemonProcess daemon = stage.keep(stage.launch().start());
            int port = daemon.port();
            assertThat(Posts.checkRun(port, Beats.TOKEN, "zstd", Posts.UP_ZSTD)).isEqualTo(202);
            daemon.log().await("event=check-up", "service=a");
            byte[] half = java.util.Arrays.copyOf(Posts.UP_ZLIB, Posts.UP_ZLIB.length / 2);
            for (int i = 0; daemon.log().with("event=switch-verified").isEmpty(); i++) {
                assertThat(i).as("a switch within a minute").isLessThan(300);
                assertThat(Posts.checkRun(port, "another-key-of-nobody", "deflate", Posts.UP_ZLIB))
                        .isEqualTo(403);
                assertThat(Posts.checkRun(port, Beats.TOKEN, "deflate", half)).isEqualTo(400);
                assertThat(Posts.checkRun(port, Beats.TOKEN, "br", Posts.UP_ZLIB))
                        .isEqualTo(400);
                assertThat(Posts.checkRun(
                                port,
                                Beats.TOKEN,
                                "identity",
                                "[{\"check\":\"datadog.agent.up\",\"host_name\":\"web02\",\"status\":0}]"
                                        .getBytes(StandardCharsets.UTF_8)))
                        .isEqualTo(202);
                Stage.pass(Duration.ofMillis(200));
            }
            daemon.log().await("event=switch-verified", "service=a", "to=maintenance");
        }
    }

    @Test
    void f39BombsAndGarbageOfAgentsEndInAStatusAndMemoryIsBounded() throws IOException {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon =
                    stage.start(stage.launch().memory("-Xmx48m").jvm("-XX:+ExitOnOutOfMemoryError"), "web");
            stage.awaitBeats("web", 5);
            long before = daemon.residentKib();
            byte[] bomb = bomb();
            byte[] garbage = new byte[3_200_000];
            new java.util.Random(7).nextBytes(garbage);
            for (int i = 0; i < 10; i++) {
                assertThat(Posts.checkRun(daemon.port(), Beats.TOKEN, "deflate", bomb))
                        .isEqualTo(413);
                assertThat(Posts.checkRun(daemon.port(), Beats.TOKEN, "zstd", garbage))
                        .isEqualTo(400);
                assertThat(Posts.checkRun(daemon.port(), "wrong-key", "zstd", garbage))
                        .isEqualTo(403);
            }
            assertThat(daemon.isAlive()).isTrue();
            assertThat(daemon.residentKib() - before).as("KiB more than before").isLessThan(64 * 1_024);
            stage.awaitBeats("web", 5);
            assertThat(daemon.log().with("event=check-down")).isEmpty();
        }
    }

    /** 200 MB of one JSON array that never ends. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] piece = new byte[1_000_000];
        java.util.Arrays.fill(piece, (byte) ' ');
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            out.write('[');
            for (int i = 0; i < 200; i++) {
                out.write(piece);
            }
        }
        return packed.toByteArray();
    }

    @Test
    void f23ASignedHeartbeatLivesAndItsReplayProvesNothingAlsoAfterKillNine() throws Exception {
        try (Stage stage = new Stage(folder).services("web")) {
            stage.conf("services.web." + WEB01);
            stage.conf("services.web.primary.checks.agent { auth = hmac, no-data-window = 5s }");
            Path key = folder.resolve("web01.key");
            Files.writeString(key, Beats.TOKEN + "\n");
            stage.conf("listen.http = \"127.0.0.1:" + freePort() + "\"");
            DaemonProcess daemon = stage.keep(stage.launch().start());
            String said = signedByHand(daemon.port(), key);
            assertThat(said).contains("accepted");
            daemon.log().await("event=heartbeat-mark", "host=web01");
            daemon.log().await("event=check-up", "service=web");

            Process host = beating(daemon.port(), key);
            try {
                assertThat(Posts.status(
                                daemon.port(),
                                "POST /heartbeat/web01",
                                "Authorization: Bearer " + Beats.TOKEN,
                                new byte[0]))
                        .as("the key itself as a token")
                        .isEqualTo(401);
                Stage.pass(Duration.ofSeconds(7));
                assertThat(daemon.log().with("event=check-down")).isEmpty();
            } finally {
                host.destroyForcibly();
            }
            String recorded = signature(key);
            assertThat(beat(daemon.port(), recorded)).isEqualTo(202);
            assertThat(beat(daemon.port(), recorded)).isEqualTo(401);
            daemon.kill();

            DaemonProcess again = stage.keep(stage.launch().start());
            int port = again.port();
            for (int i = 0; again.log().with("event=switch-verified").isEmpty(); i++) {
                assertThat(i).as("a switch within a minute").isLessThan(300);
                assertThat(beat(port, recorded)).isEqualTo(401);
                Stage.pass(Duration.ofMillis(200));
            }
            again.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(again.log().with("event=check-up")).isEmpty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What docs/CONFIGURATION.md says to type, as it stands there but for the port and the key's file. */
    private static String signedByHand(int port, Path key) throws Exception {
        Matcher line = Pattern.compile("```sh\n(h=web01 .*?)\n```")
                .matcher(Files.readString(Path.of("docs/CONFIGURATION.md")));
        assertThat(line.find()).isTrue();
        String command =
                line.group(1).replace("127.0.0.1:8787", "127.0.0.1:" + port).replace("k=web01.key", "k=" + key);
        Process shell = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
        return said;
    }

    private static Process beating(int port, Path key) throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx32m",
                        "-jar",
                        System.getProperty("kirikae.jar", "target/kirikae.jar"),
                        "heartbeat",
                        "--hmac",
                        "--url",
                        "http://127.0.0.1:" + port,
                        "--host",
                        "web01",
                        "--token-file",
                        key.toString(),
                        "--every",
                        "500ms")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** A signature of a second ahead, which a restart must still refuse. */
    private static String signature(Path key) throws Exception {
        String script = "t=$(($(date +%s)+1)); s=7; printf 't=%s,s=%s,v1=%s' $t $s $(printf"
                + " 'v1\\nPOST\\n/heartbeat/web01\\nweb01\\n%s\\n%s\\n%s' $t $s $(printf '' | openssl dgst -sha256 -r | cut -c1-64)"
                + " | openssl dgst -sha256 -hmac \"$(cat " + key + ")\" -r | cut -c1-64)";
        Process shell = new ProcessBuilder("/bin/sh", "-c", script).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static int beat(int port, String signature) throws IOException {
        return Posts.status(port, "POST /heartbeat/web01", "Kirikae-Signature: " + signature, new byte[0]);
    }

    @Test
    void f23DatagramsCountOnlyForChecksThatSaySo() throws IOException {
        try (Stage stage = new Stage(folder).services("a", "b")) {
            stage.conf("listen.dogstatsd = \"127.0.0.1:0\"");
            stage.conf("services.a.primary.checks.agent.dogstatsd = true");
            DaemonProcess daemon = stage.start("b");
            int port = Integer.parseInt(DaemonLog.value(daemon.log().await("event=started"), "dogstatsd")
                    .replace("127.0.0.1:", ""));
            datagram(port, "_sc|datadog.agent.up|0|h:a\n_sc|datadog.agent.up|0|h:b");
            daemon.log().await("event=check-up", "service=a");
            stage.beats.silent("b");
            for (int i = 0; daemon.log().with("event=switch-verified").isEmpty(); i++) {
                assertThat(i).as("a switch within a minute").isLessThan(300);
                datagram(port, "_sc|datadog.agent.up|0|h:a\n_sc|datadog.agent.up|0|h:b");
                Stage.pass(Duration.ofMillis(200));
            }
            daemon.log().await("event=switch-verified", "service=b", "to=maintenance");
            assertThat(daemon.log().with("event=check-down", "service=a")).isEmpty();
        }
    }

    private static void datagram(int port, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), port));
        }
    }

    @Test
    void reportsOfAnAgentDecide() throws IOException {
        try (Stage stage = new Stage(folder)) {
            stage.service(
                    "web",
                    "site { type = datadog-check, host = web01, token = \"" + Beats.TOKEN
                            + "\", check = \"http.can_connect\", fall = 2, rise = 1, no-data-window = 1m }",
                    "names = [\"www.web.test\"], primary.A = [\"192.0.2.1\"]");
            stage.fake.record("ZWEB", "www.web.test " + Stage.PRIMARY);
            DaemonProcess daemon = stage.keep(stage.launch().start());
            int port = daemon.port();
            report(port, 1);
            daemon.log().await("event=check-up", "check=site");
            report(port, 3);
            report(port, 2);
            report(port, 2);
            assertThat(daemon.log().await("event=check-down", "check=site"))
                    .contains("verdict=DOWN", "http.can_connect is critical: refused (2 in a row)");
            daemon.log().await("event=switch-verified", "to=maintenance");
            report(port, 0);
            daemon.log().await("event=switch-verified", "to=primary");
        }
    }

    private static void report(int port, int status) throws IOException {
        JsonObject report = new JsonObject()
                .put("check", "http.can_connect")
                .put("host_name", "web01")
                .put("status", status)
                .put("message", "refused");
        assertThat(Posts.checkRun(port, Beats.TOKEN, "identity", report.encode().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(202);
    }

    @Test
    void triggersNeedTheirTokenAndAreJournalled() throws IOException {
        try (Stage stage = new Stage(folder).services("web")) {
            stage.conf("triggers.t { service = web, to = maintenance, id = \"0123456789abcdef\", token = \""
                    + Beats.TOKEN + "\", for = 1h, reason = \"the red button\" }");
            DaemonProcess daemon = stage.start("web");
            for (String token : List.of("CAAuth x", "Bearer " + Beats.TOKEN)) {
                assertThat(Posts.status(
                                daemon.port(),
                                "POST /trigger/0123456789abcdef",
                                "Authorization: " + token,
                                new byte[9]))
                        .isEqualTo(401);
            }
            assertThat(stage.journal("hold")).isEmpty();
            assertThat(Posts.status(
                            daemon.port(),
                            "POST /trigger/0123456789abcdef",
                            "Authorization: CAAuth " + Beats.TOKEN,
                            new byte[9]))
                    .isEqualTo(202);
            JsonObject hold = stage.journal("hold", "web").get(0);
            assertThat(hold.getString("actor")).isEqualTo("trigger:t");
            assertThat(hold.getString("reason")).isEqualTo("the red button");
            assertThat(hold.getLong("for-ms")).isEqualTo(3_600_000);
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
        }
    }
}
