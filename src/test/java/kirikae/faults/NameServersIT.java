package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import kirikae.servers.Shell;
import kirikae.servers.Software;
import kirikae.servers.ZoneServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged jar beside real name servers that take dynamic updates; {@code dig} is the witness. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class NameServersIT {
    private static final List<String> HOME = List.of("www.lab.test. 60 A 192.0.2.1");
    private static final List<String> AWAY = List.of("www.lab.test. 60 CNAME sorry.example.net.");
    private static final Duration OUTAGE = Duration.ofSeconds(Boolean.getBoolean("kirikae.long") ? 60 : 4);

    @TempDir
    private Path folder;

    private static String provider(ZoneServer server, String secret, String witnesses) {
        return "providers.lab { type = rfc2136, server = \"127.0.0.1:" + server.port()
                + "\", tsig { name = k1, algorithm = " + server.algorithm() + ", secret = \"" + secret
                + "\" }, verify-name-servers = [" + witnesses + "] }";
    }

    private static String self(ZoneServer server) {
        return "\"127.0.0.1:" + server.port() + "\"";
    }

    private Stage stage(ZoneServer server) {
        return stage(server, server.secret(), self(server));
    }

    private Stage stage(ZoneServer server, String secret, String witnesses) {
        Stage stage = new Stage(folder);
        stage.conf(provider(server, secret, witnesses));
        stage.conf("defaults { provider = lab, zone = lab.test }");
        return stage;
    }

    private static Stage host(Stage stage, String name, String keys) {
        return stage.conf("services." + name + " { primary.checks { agent { type = heartbeat, host = \"" + name
                + "\", token = \"" + Beats.TOKEN + "\" } }, " + keys + " }");
    }

    private static Stage web(Stage stage) {
        return host(stage, "web", "names = [\"www.lab.test\"], primary.A = [\"192.0.2.1\"]");
    }

    private ZoneServer server(Software software, String... records) {
        software.need();
        return ZoneServer.start(software, folder.resolve("server"), "lab.test", records);
    }

    private static void await(String what, Supplier<List<String>> seen, List<String> wanted) {
        Awaitility.await(what).atMost(DaemonLog.PATIENCE).until(() -> seen.get().equals(wanted));
    }

    private static Supplier<List<String>> www(ZoneServer server) {
        return () -> server.dig("www.lab.test", "A");
    }

    @ParameterizedTest
    @EnumSource
    void theWholeStory(Software software) {
        try (ZoneServer server = server(
                        software,
                        "www 60 IN A 192.0.2.1",
                        "www 60 IN AAAA 2001:db8::1",
                        "api 60 IN A 192.0.2.1",
                        "api 60 IN AAAA 2001:db8::1",
                        "@ 60 IN A 192.0.2.1",
                        "@ 60 IN MX 10 ns1");
                Stage stage = stage(server)) {
            host(
                    stage,
                    "web",
                    "names = [\"www.lab.test\", \"api.lab.test\"], primary.A = [\"192.0.2.1\"], primary.AAAA = [\"2001:db8::1\"]");
            host(
                    stage,
                    "apex",
                    "names = [\"lab.test\"], primary.A = [\"192.0.2.1\"], maintenance { A = [\"192.0.2.80\"] }");
            DaemonProcess daemon = stage.start("web", "apex");
            DaemonLog log = daemon.log();
            long before = server.serial();

            stage.beats.silent("web");
            String away = log.await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(DaemonLog.value(away, "servers")).matches("127\\.0\\.0\\.1:" + server.port() + " \\d+ ms");
            for (String name : List.of("www", "api")) {
                assertThat(server.dig(name + ".lab.test", "AAAA"))
                        .containsExactly(name + ".lab.test. 60 CNAME sorry.example.net.");
            }
            assertThat(server.serial()).as("one decision, one applied change").isEqualTo(before + 1);

            stage.beats.alive("web");
            log.await("event=switch-verified", "service=web", "to=primary");
            for (String name : List.of("www", "api")) {
                assertThat(server.dig(name + ".lab.test", "A")).containsExactly(name + ".lab.test. 60 A 192.0.2.1");
                assertThat(server.dig(name + ".lab.test", "AAAA"))
                        .containsExactly(name + ".lab.test. 60 AAAA 2001:db8::1");
            }
            assertThat(server.serial()).isEqualTo(before + 2);

            List<String> frame = server.dig("lab.test", "NS");
            stage.beats.silent("apex");
            log.await("event=switch-verified", "service=apex", "to=maintenance");
            assertThat(server.dig("lab.test", "A")).containsExactly("lab.test. 60 A 192.0.2.80");
            assertThat(server.dig("lab.test", "NS")).isEqualTo(frame);
            assertThat(server.dig("lab.test", "MX")).hasSize(1);
            assertThat(server.serial()).isEqualTo(before + 3);
            assertThat(log.with("event=switch-failed")).isEmpty();
            awaitVerified(stage, 3);
        }
    }

    private static void awaitVerified(Stage stage, int count) {
        Awaitility.await("in the journal")
                .atMost(DaemonLog.PATIENCE)
                .until(() -> stage.journal("switch-verified").size() == count);
    }

    @Test
    void theCommandsBesideTheDaemonKnowTheServer() {
        try (ZoneServer server = server(Software.BIND, "www 60 IN A 192.0.2.1");
                Stage stage = web(stage(server))) {
            String config = stage.write().toString();
            assertThat(Shell.run("", jar("check", "--online", "--config", config)))
                    .contains(
                            "answers for zone lab.test, serial 1, signed with the key k1",
                            "an update that changes nothing was taken",
                            "the live records show primary",
                            "name server 127.0.0.1:" + server.port() + " answers the same records");
            assertThat(Shell.run("", jar("plan", "web", "--config", config)))
                    .contains("DELETE www.lab.test A 192.0.2.1", "CREATE www.lab.test CNAME sorry.example.net");
            server.stop();
            assertThat(Shell.ended("", jar("check", "--online", "--config", config)))
                    .matches(ended -> ended.code() == 1)
                    .matches(ended -> ended.text().contains("connection-refused"));
        }
    }

    private static String[] jar(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("kirikae.jar", "target/kirikae.jar")));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void aForeignEditBetweenReadAndUpdateSurvives(Software software) {
        try (ZoneServer server = server(software, "www 60 IN A 192.0.2.1");
                Stage stage = web(stage(server))) {
            DaemonProcess daemon = stage.start("web");
            awaitRead(daemon, stage);
            server.edit("update delete www.lab.test A", "update add www.lab.test 60 A 198.51.100.7");
            long edited = server.serial();
            stage.beats.silent("web");
            daemon.log().await("event=drift", "service=web");
            assertThat(www(server).get()).containsExactly("www.lab.test. 60 A 198.51.100.7");
            assertThat(server.serial()).isEqualTo(edited);
        }
    }

    /** The records are read when a hold of what they show is possible; the snapshot says so at once. */
    private static void awaitRead(DaemonProcess daemon, Stage stage) {
        daemon.log().await("event=check-up", "service=web");
        stage.awaitBeats("web", 5);
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsAwayForAWhileIsWaitedFor(Software software) {
        try (ZoneServer server = server(software, "www 60 IN A 192.0.2.1");
                Stage stage = web(stage(server))) {
            DaemonProcess daemon = stage.start("web");
            awaitRead(daemon, stage);
            long before = server.serial();
            server.stop();
            stage.beats.silent("web");
            daemon.log().await("event=switch-started", "service=web");
            Stage.pass(OUTAGE);
            server.start();
            // The pauses between tries grow with the outage.
            Awaitility.await("it switches")
                    .atMost(OUTAGE.multipliedBy(2).plus(DaemonLog.PATIENCE))
                    .until(() -> www(server).get().equals(AWAY));
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(www(server).get()).isEqualTo(AWAY);
            assertThat(server.serial()).isEqualTo(before + 1);
        }
    }

    @Test
    void aWrongKeyIsToldAndNothingIsWritten() {
        try (ZoneServer server = server(Software.BIND, "www 60 IN A 192.0.2.1");
                Stage stage = web(stage(server, "AAAAMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=", self(server)))) {
            DaemonProcess daemon = stage.start("web");
            assertThat(daemon.log().await("event=switch-failed", "service=web"))
                    .contains("BADSIG", "compare the secrets on both sides");
            stage.beats.silent("web");
            daemon.log().await("event=check-down", "service=web");
            assertThat(www(server).get()).isEqualTo(HOME);
            assertThat(server.serial()).isEqualTo(1);
            assertThat(String.join("\n", daemon.log().lines())).doesNotContain("AAAAMTIz");
        }
    }

    @Test
    void aSecondaryThatLagsIsWaitedForAndUndoesNothing() {
        try (ZoneServer server = server(Software.BIND, "www 60 IN A 192.0.2.1");
                ZoneServer secondary = server.secondary(folder.resolve("secondary"), 3);
                Stage stage = web(stage(server, server.secret(), self(server) + ", " + self(secondary)))) {
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            String line = daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(www(secondary).get()).isEqualTo(AWAY);
            assertThat(DaemonLog.value(line, "servers"))
                    .contains("127.0.0.1:" + server.port() + " ", "127.0.0.1:" + secondary.port() + " ");
            stage.beats.alive("web");
            daemon.log().await("event=switch-verified", "service=web", "to=primary");
            assertThat(www(secondary).get()).isEqualTo(HOME);
        }
    }

    @Test
    void aNameServerThatIsDownIsToldAndUndoesNothing() {
        try (ZoneServer server = server(Software.BIND, "www 60 IN A 192.0.2.1");
                Stage stage = web(stage(server, server.secret(), self(server) + ", \"127.0.0.9:1\""))) {
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            daemon.log().await("event=switch-in-sync", "service=web");
            String line = daemon.log().await("event=switch-lagging", "service=web");
            assertThat(line).contains(" WARN ", "127.0.0.9:1: ", "127.0.0.1:" + server.port() + " ");
            assertThat(www(server).get()).isEqualTo(AWAY);
            stage.beats.alive("web");
            await("it goes back all the same", www(server), HOME);
        }
    }

    @Test
    void aSwitchInRoute53CountsAsVerifiedWhenItsNameServersShowIt() {
        Software.BIND.need();
        try (ZoneServer server =
                        ZoneServer.start(Software.BIND, folder.resolve("server"), "web.test", "www 60 IN A 192.0.2.1");
                Stage stage = new Stage(folder).services("web")) {
            stage.conf("providers.aws.verify-name-servers = [" + self(server) + "]");
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            daemon.log().await("event=switch-in-sync", "service=web");
            assertThat(daemon.log().with("event=switch-verified")).isEmpty();
            server.edit("update delete www.web.test A", "update add www.web.test 60 CNAME sorry.example.net.");
            String line = daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(DaemonLog.value(line, "servers")).startsWith("127.0.0.1:" + server.port() + " ");
            assertThat(stage.applied("web")).hasSize(1);
        }
    }

    @Test
    void theBuiltinServerIsAskedLikeAnyOther() {
        try (Stage stage = new Stage(folder)) {
            stage.conf("providers.local { type = builtin, listen = \"127.0.0.1:0\", verify-name-servers = auto }");
            stage.conf("defaults { provider = local, zone = lab.test }");
            DaemonProcess daemon = web(stage).start("web");
            stage.beats.silent("web");
            String line = daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(DaemonLog.value(line, "servers")).matches("127\\.0\\.0\\.1:\\d+ \\d+ ms");
        }
    }

    @Test
    void theBuiltinServerKilledAtAnyMomentAnswersOneOfTheTargetsAndThenTheRightOne() {
        Software.BIND.need(); // its package brings dig
        long seed = Long.getLong("kirikae.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Stage stage = new Stage(folder)) {
            stage.conf("providers.local { type = builtin, listen = \"127.0.0.1:0\" }");
            stage.conf("defaults { provider = local, zone = lab.test }");
            stage.conf("defaults.no-data-window = 2s, defaults.flap-guard { first-hold = 0s, max-hold = 0s }");
            DaemonProcess daemon = web(stage).start("web");
            for (int round = 0; round < 4; round++) {
                String story = "seed " + seed + ", round " + round;
                int mark = daemon.log().mark();
                if (round % 2 == 0) {
                    stage.beats.silent("web");
                } else {
                    stage.beats.alive("web");
                }
                daemon.log().await(mark, "event=switch-started");
                Stage.pass(Duration.ofMillis(random.nextInt(20)));
                daemon.kill();
                daemon = stage.start();
                String[] address = DaemonLog.value(daemon.log().await("event=started"), "dns-local")
                        .split(":");
                int port = Integer.parseInt(address[1]);
                assertThat(ZoneServer.dig(port, "www.lab.test", "A")).as(story).isIn(HOME, AWAY);
                await(story, () -> ZoneServer.dig(port, "www.lab.test", "A"), round % 2 == 0 ? AWAY : HOME);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void killedAtAnyMomentItIsReconciledWithAtMostOneMoreChange(Software software) {
        long seed = Long.getLong("kirikae.seed", System.nanoTime());
        Random random = new Random(seed);
        try (ZoneServer server = server(software, "www 60 IN A 192.0.2.1");
                Stage stage = web(stage(server))) {
            stage.conf("defaults.no-data-window = 2s, defaults.flap-guard { first-hold = 0s, max-hold = 0s }");
            long before = server.serial();
            DaemonProcess daemon = stage.start("web");
            for (int round = 0; round < 4; round++) {
                boolean away = round % 2 == 0;
                int mark = daemon.log().mark();
                if (away) {
                    stage.beats.silent("web");
                } else {
                    stage.beats.alive("web");
                }
                daemon.log().await(mark, "event=switch-started");
                Stage.pass(Duration.ofMillis(1 + random.nextInt(30)));
                daemon.kill();
                daemon = stage.start();
                await("seed " + seed + ", round " + round, www(server), away ? AWAY : HOME);
                assertThat(server.serial()).as("seed " + seed).isEqualTo(before + round + 1);
            }
        }
    }

    @Test
    void theJournalHasTheServersAndTheSerial() {
        try (ZoneServer server = server(Software.KNOT, "www 60 IN A 192.0.2.1");
                Stage stage = web(stage(server))) {
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "service=web");
            awaitVerified(stage, 1);
            JsonObject verified = stage.journal("switch-verified", "web").get(0);
            assertThat(verified.getString("change-id")).isEqualTo("lab.test#" + server.serial());
            assertThat(verified.getString("servers")).contains("127.0.0.1:" + server.port());
        }
    }
}
