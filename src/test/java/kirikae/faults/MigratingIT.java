package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kirikae.notify.HookServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** docs/MIGRATING.md as it is written: its file is accepted and runs, its agents are heard, its curl pulls its triggers. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class MigratingIT {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String PRIMARY = "dev.code.popowa.com A 60 203.0.113.10";
    private static final String SORRY = "dev.code.popowa.com CNAME 60 maintenance.example.net.";

    @TempDir
    private Path folder;

    private static String document() throws IOException {
        return Files.readString(Path.of("docs/MIGRATING.md"));
    }

    private static String block(String kind, int number) throws IOException {
        Matcher blocks =
                Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(document());
        for (int i = 0; i <= number; i++) {
            assertThat(blocks.find()).as(kind + " " + i).isTrue();
        }
        return blocks.group(1);
    }

    /** The document's file with what a test must change behind it: where Route 53 is, ports, and a shorter window. */
    private Path file(FakeRoute53 fake, SmallHost anchor, HookServer hook) throws IOException {
        Path file = folder.resolve("kirikae.conf");
        Files.writeString(
                file,
                block("hocon", 0)
                        + """

                        listen.http = "127.0.0.1:0"
                        state-dir = "%s"
                        control-socket = "%s"
                        isolation.anchors = ["tcp://127.0.0.1:%d"]
                        providers.aws.endpoint = "%s"
                        channels.webhook-CA-R53-Failover.url = "%s"
                        channels.webhook-CA-R53-OK.url = "%s"
                        services.code.primary.checks.agent.no-data-window = 3s
                        services.code.recovery.stable-for = 0s
                        services.code.flap-guard { first-hold = 0s, max-hold = 0s }
                        """.formatted(
                                        folder.resolve("state"),
                                        folder.resolve("control.sock"),
                                        anchor.port(),
                                        fake.endpoint(),
                                        hook.url("/down"),
                                        hook.url("/ok")));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theFileIsAcceptedAsItStands() throws Exception {
        Path file = folder.resolve("kirikae.conf");
        Files.writeString(file, block("hocon", 0));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("kirikae.jar", "target/kirikae.jar"),
                        "check",
                        "--config",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said).contains("code").contains("2m window").doesNotContain("warning");
    }

    @Test
    void theStoryOfTheChain() throws Exception {
        FakeRoute53 fake = FakeRoute53.start();
        SmallHost anchor = SmallHost.start();
        HookServer hook = HookServer.start();
        fake.zone("popowa.com", "ZCODE");
        fake.record("ZCODE", PRIMARY);
        AtomicBoolean alive = new AtomicBoolean(true);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger posts = new AtomicInteger();
        try (DaemonProcess daemon = DaemonProcess.with(file(fake, anchor, hook)).start()) {
            int port = daemon.port();
            Thread agent = FloodIT.attacker(over, () -> agent(port, alive, posts));
            daemon.log().await("event=check-up", "service=code", "check=agent");
            Awaitility.await().atMost(DaemonLog.PATIENCE).until(() -> posts.get() > 12);
            assertThat(daemon.log().with("event=check-down")).isEmpty();

            alive.set(false);
            daemon.log().await("event=alert", "service=code");
            daemon.log().await("event=switch-verified", "service=code", "to=maintenance");
            assertThat(fake.records("ZCODE")).containsExactly(SORRY);
            daemon.log().await("event=notify-delivered", "channel=webhook-CA-R53-Failover", "about=alert");
            assertThat(hook.requests("/down")).hasSize(1);
            assertThat(hook.requests("/ok")).isEmpty();
            alive.set(true);
            daemon.log().await("event=switch-verified", "service=code", "to=primary");
            assertThat(fake.records("ZCODE")).containsExactly(PRIMARY);
            daemon.log().await("event=notify-delivered", "channel=webhook-CA-R53-OK", "about=recovery");
            assertThat(hook.requests("/ok")).hasSize(1);

            triggers(fake, daemon);
            over.set(true);
            agent.join(10_000);
            assertThat(fake.violations()).isEmpty();
        } finally {
            over.set(true);
            hook.close();
            anchor.close();
            fake.close();
        }
    }

    /** The second job first: it is harmless. Then the first, which keeps the service there, and the one that lets go. */
    private void triggers(FakeRoute53 fake, DaemonProcess daemon) throws Exception {
        String curl = block("sh", 0).strip().replace("127.0.0.1:8787", "127.0.0.1:" + daemon.port());
        assertThat(curl).doesNotContain("8787");
        String back = curl.replace("/trigger/" + KEY, "/trigger/123456789abcdef0123456789abcdef0")
                .replace("fedcba9876543210fedcba9876543210", "edcba9876543210fedcba9876543210f");
        assertThat(pull(back)).contains("\"to\":\"primary\",\"event\":\"none\"").endsWith("202");
        assertThat(daemon.log().with("event=hold")).isEmpty();

        assertThat(pull(curl)).isEqualTo("{\"service\":\"code\",\"to\":\"maintenance\",\"event\":\"hold\"}\n202");
        daemon.log().await("event=hold", "service=code", "actor=trigger:to-maintenance");
        Awaitility.await()
                .atMost(DaemonLog.PATIENCE)
                .until(() -> fake.records("ZCODE").equals(List.of(SORRY)));
        assertThat(pull(curl.replace("CAAuth f", "CAAuth e"))).endsWith("401");
        assertThat(pull(curl.replace("/trigger/0", "/trigger/f"))).endsWith("404");

        String release = curl.replace("/trigger/" + KEY, "/trigger/23456789abcdef0123456789abcdef01")
                .replace("fedcba9876543210fedcba9876543210", "dcba9876543210fedcba9876543210fe");
        assertThat(pull(release)).contains("\"event\":\"release\"").endsWith("202");
        Awaitility.await()
                .atMost(DaemonLog.PATIENCE)
                .until(() -> fake.records("ZCODE").equals(List.of(PRIMARY)));
    }

    /** The body and the status that the document's own command gets. */
    private static String pull(String command) throws Exception {
        Process curl = new ProcessBuilder("/bin/sh", "-c", command + " -sS -w '%{http_code}'")
                .redirectErrorStream(true)
                .start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        return said;
    }

    /** Posts as agent 6 and agent 7 in turn, five times a second; when it is not alive only goodbyes. */
    private static void agent(int port, AtomicBoolean alive, AtomicInteger posts) throws IOException {
        Stage.pass(java.time.Duration.ofMillis(200));
        if (alive.get()) {
            boolean old = posts.incrementAndGet() % 2 == 0;
            assertThat(Posts.checkRun(port, KEY, old ? "deflate" : "zstd", old ? Posts.UP_ZLIB : Posts.UP_ZSTD))
                    .isEqualTo(202);
        } else {
            assertThat(Posts.status(port, "POST /intake/", "DD-Api-Key: " + KEY, new byte[100]))
                    .isEqualTo(202);
        }
    }
}
