package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** F18 and F20 to F23: is it them or is it me, hosts that come and go, hosts that answer strangely, beats that prove nothing. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class SourcesIT {
    private static final String[] HOSTS = {"a", "b", "c", "d"};

    @TempDir
    private Path folder;

    @Test
    void f18WhoIsCutOffSwitchesNothingAndOneSilentHostIsSwitched() {
        try (Stage stage = new Stage(folder).services(HOSTS)) {
            DaemonProcess daemon = stage.start(HOSTS);
            stage.anchor.off();
            stage.beats.silent(HOSTS);
            assertThat(daemon.log().await("event=isolated")).contains("0 of 1 anchors answer");
            for (String host : HOSTS) {
                daemon.log().await("event=check-down", "service=" + host);
            }
            stage.nothingApplied("a", Duration.ofSeconds(4));

            stage.beats.alive(HOSTS);
            stage.anchor.on();
            daemon.log().await("event=isolation-over");
            stage.awaitBeats("a", 15);
            assertThat(stage.fake.applied()).as("nothing at all, for anybody").isEmpty();
            assertThat(daemon.log().with("event=alert")).isEmpty();

            stage.beats.silent("b");
            daemon.log().await("event=switch-verified", "service=b", "to=maintenance");
            assertThat(stage.fake.applied()).hasSize(1);
            assertThat(stage.shown("b")).containsExactly(Stage.SORRY);
        }
    }

    @Test
    void f18AfterIsolationAWholeWindowMustPass() {
        try (Stage stage = new Stage(folder).services("a")) {
            DaemonProcess daemon = stage.start("a");
            stage.anchor.off();
            stage.beats.silent("a");
            daemon.log().await("event=isolated");
            stage.nothingApplied("a", Duration.ofSeconds(3));
            long over = System.nanoTime();
            stage.anchor.on();
            daemon.log().await("event=isolation-over");
            stage.awaitApplied("a", 1);
            assertThat(stage.applied("a").get(0).nanos() - over)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(3).toNanos());
        }
    }

    @Test
    void f20HostsThatAnswerStrangelyAreJudgedInBoundedTime() {
        SmallHost elsewhere = SmallHost.start();
        Map<String, SmallHost.Mood> moods = Map.of(
                "reset", SmallHost.Moods.reset(),
                "silence", SmallHost.Moods.blackhole(),
                "drip", SmallHost.Moods.drip(),
                "endless", SmallHost.Moods.endless(),
                "redirect",
                        SmallHost.Moods.status(
                                "302 Found", "Location: http://127.0.0.1:" + elsewhere.port() + "/\r\n", "gone"));
        try (Stage stage = new Stage(folder)) {
            List<String> names = moods.keySet().stream().sorted().toList();
            Map<String, SmallHost> hosts = new java.util.TreeMap<>();
            for (String name : names) {
                SmallHost host = SmallHost.start();
                hosts.put(name, host);
                stage.service(
                        name,
                        "site { type = http, url = \"http://127.0.0.1:" + host.port()
                                + "/\", expect { status = 200, body-contains = fine } }",
                        "names = [\"www." + name + ".test\"], primary.A = [\"192.0.2.1\"]");
                stage.fake.record(Stage.zone(name), "www." + name + ".test " + Stage.PRIMARY);
            }
            DaemonProcess daemon = stage.start();
            names.forEach(name -> daemon.log().await("event=check-up", "service=" + name));
            moods.forEach((name, mood) -> hosts.get(name).mood(mood));
            names.forEach(name -> daemon.log().await("event=switch-verified", "service=" + name, "to=maintenance"));
            assertThat(elsewhere.visits()).as("no redirect is followed").isZero();
            names.forEach(name -> assertThat(stage.applied(name)).hasSize(1));
            hosts.values().forEach(host -> host.mood(SmallHost.Moods.fine()));
            names.forEach(name -> daemon.log().await("event=switch-verified", "service=" + name, "to=primary"));
            hosts.values().forEach(SmallHost::close);
        } finally {
            elsewhere.close();
        }
    }

    @Test
    void f21AHostThatFlapsWithinItsWindowIsLeftAlone() {
        try (Stage stage = new Stage(folder).services("a").conf("defaults.no-data-window = 4s")) {
            DaemonProcess daemon = stage.start("a");
            for (int i = 0; i < 4; i++) {
                stage.beats.silent("a");
                Stage.pass(Duration.ofMillis(1_500));
                stage.beats.alive("a");
                stage.awaitBeats("a", 2);
            }
            assertThat(stage.fake.applied()).isEmpty();
            assertThat(daemon.log().with("event=check-down")).isEmpty();
        }
    }

    @Test
    void f21AHostThatFlapsBeyondItsWindowComesBackSlowerEachTime() {
        try (Stage stage = new Stage(folder).services("a").conf("defaults.no-data-window = 2s")) {
            stage.conf("defaults.flap-guard { first-hold = 6s, max-hold = 1h, forget-after = 1h }");
            DaemonProcess daemon = stage.start("a");
            for (int round = 1; round <= 2; round++) {
                stage.beats.silent("a");
                stage.awaitApplied("a", 2 * round - 1);
                long back = System.nanoTime();
                stage.beats.alive("a");
                stage.awaitApplied("a", 2 * round);
                Duration waited =
                        Duration.ofNanos(stage.applied("a").get(2 * round - 1).nanos() - back);
                assertThat(waited.compareTo(Duration.ofSeconds(6)) >= 0)
                        .as("round " + round + " waited " + waited)
                        .isEqualTo(round == 2);
            }
            assertThat(stage.shown("a")).containsExactly(Stage.PRIMARY);
        }
    }

    @Test
    void f22NoMoreThanTheFractionLeavesWithinAWindow() {
        try (Stage stage = new Stage(folder).services(HOSTS).conf("isolation.max-fraction = 0.5")) {
            stage.conf("defaults.no-data-window = 5s");
            DaemonProcess daemon = stage.start(HOSTS);
            stage.beats.silent(HOSTS);
            for (String host : HOSTS) {
                daemon.log().await("event=switch-verified", "service=" + host, "to=maintenance");
            }
            List<Applied> applied = stage.fake.applied();
            assertThat(applied).hasSize(4);
            assertThat(applied.get(2).nanos() - applied.get(1).nanos())
                    .as("the third waits until the first window is over")
                    .isGreaterThan(Duration.ofSeconds(3).toNanos());
            assertThat(daemon.log().with("event=switch-refused"))
                    .hasSize(2)
                    .allMatch(line ->
                            line.contains("2 services have left the primary within 5s, and isolation.max-fraction"));
        }
    }

    @Test
    void f22AllHostsOfOneRecordMustBeDownWhenTheServiceSaysSo() {
        try (Stage stage = new Stage(folder)) {
            String both = "one { type = heartbeat, host = one, token = \"" + Beats.TOKEN + "\" }, "
                    + "two { type = heartbeat, host = two, token = \"" + Beats.TOKEN + "\" }";
            stage.service("pair", both, "alert-when = all, names = [\"www.pair.test\"], primary.A = [\"192.0.2.1\"]");
            stage.fake.record("ZPAIR", "www.pair.test " + Stage.PRIMARY);
            DaemonProcess daemon = stage.start();
            stage.beats.alive("one", "two");
            daemon.log().await("event=check-up", "check=one");
            daemon.log().await("event=check-up", "check=two");
            stage.beats.silent("one");
            daemon.log().await("event=check-down", "check=one");
            stage.awaitBeats("two", 10);
            assertThat(stage.fake.applied()).isEmpty();
            stage.beats.silent("two");
            daemon.log().await("event=switch-verified", "service=pair", "to=maintenance");
            assertThat(stage.fake.applied()).hasSize(1);
        }
    }

    @Test
    void f23BeatsWithAWrongKeyOrForAnotherHostAreNoLife() throws IOException {
        try (Stage stage = new Stage(folder).services("a", "b")) {
            stage.conf("services.b.primary.checks.agent.token = \"another-token-of-b-0\"");
            DaemonProcess daemon = stage.start("a");
            assertThat(stage.beats.say("b", "", "another-token-of-b-0", "")).isEqualTo(202);
            assertThat(stage.beats.say("b", "", "another-token-of-b-0", "")).isEqualTo(202);
            daemon.log().await("event=check-up", "service=b");
            stage.beats.alive("b"); // with the token of a, five times a second
            daemon.log().await("event=switch-verified", "service=b", "to=maintenance");
            assertThat(stage.beats.say("b", "", Beats.TOKEN, "")).isEqualTo(401);
            assertThat(stage.beats.say("a", "", "", "")).isEqualTo(401);
            assertThat(stage.beats.say("nobody", "", "x".repeat(20), "")).isEqualTo(401);
            assertThat(stage.beats.accepted("b")).isZero();
            assertThat(stage.applied("a")).isEmpty();
            assertThat(stage.applied("b")).hasSize(1);
        }
    }
}
