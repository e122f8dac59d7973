package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The article's job in the packaged jar: silence switches, recovery switches back, health writes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class MainStoryIT {
    private final SmallHost site = SmallHost.start();
    private final SmallHost port = SmallHost.start();
    private Stage stage;
    private Path plugin;
    private DaemonProcess daemon;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        plugin = Files.writeString(folder.resolve("good"), "");
        stage = new Stage(folder).services("well");
        stage.service(
                "story",
                "agent { type = heartbeat, host = story, token = \"" + Beats.TOKEN + "\" }",
                "names = [\"www.story.test\", \"api.story.test\"], primary.A = [\"192.0.2.1\", \"192.0.2.2\"],"
                        + " primary.AAAA = [\"2001:db8::1\"], ttl = 30s");
        for (String name : List.of("www", "api")) {
            stage.fake.record("ZSTORY", name + ".story.test A 30 192.0.2.1, 192.0.2.2");
            stage.fake.record("ZSTORY", name + ".story.test AAAA 30 2001:db8::1");
        }
        probed("site", "type = http, url = \"http://127.0.0.1:" + site.port() + "/health\", no-data-window = 4s");
        probed("port", "type = tcp, address = \"127.0.0.1:" + port.port() + "\", fall = 3");
        probed("plugin", "type = exec, command = [\"/bin/ls\", \"" + plugin + "\"], fall = 2");
        stage.fake.inSyncAfter(Duration.ofMillis(300));
        daemon = stage.start("well", "story");
    }

    private void probed(String name, String check) {
        stage.service(
                name, "look { " + check + " }", "names = [\"www." + name + ".test\"], primary.A = [\"192.0.2.1\"]");
        stage.fake.record(Stage.zone(name), "www." + name + ".test " + Stage.PRIMARY);
    }

    @AfterAll
    void close() {
        stage.close();
        site.close();
        port.close();
    }

    @Test
    void silenceSwitchesEveryNameInOneBatchAndRecoverySwitchesBack() {
        DaemonLog log = daemon.log();
        log.await("event=check-up", "service=story");
        List<String> before = stage.records("story");
        stage.beats.silent("story");
        log.await("event=switch-verified", "service=story", "to=maintenance");
        assertThat(stage.records("story"))
                .containsExactly(
                        "api.story.test CNAME 60 sorry.example.net.".replace("60", "30"),
                        "www.story.test CNAME 30 sorry.example.net.");
        stage.beats.alive("story");
        log.await("event=switch-verified", "service=story", "to=primary");
        assertThat(stage.records("story")).isEqualTo(before);

        assertThat(stage.applied("story")).hasSize(2);
        assertThat(stage.applied("story").get(0).lines())
                .containsExactlyInAnyOrder(
                        "DELETE api.story.test A 30 192.0.2.1, 192.0.2.2",
                        "DELETE api.story.test AAAA 30 2001:db8::1",
                        "DELETE www.story.test A 30 192.0.2.1, 192.0.2.2",
                        "DELETE www.story.test AAAA 30 2001:db8::1",
                        "CREATE api.story.test CNAME 30 sorry.example.net.",
                        "CREATE www.story.test CNAME 30 sorry.example.net.")
                .startsWith(stage.applied("story").get(0).lines().stream()
                        .filter(line -> line.startsWith("DELETE"))
                        .toArray(String[]::new));
        theJournalTellsTheStory();
    }

    private void theJournalTellsTheStory() {
        Awaitility.await("the journal is synced after the log is written")
                .atMost(DaemonLog.PATIENCE)
                .until(() -> stage.journal("switch-verified", "story").size() == 2);
        List<JsonObject> events = DaemonProcess.journal(stage.stateDir()).stream()
                .filter(event -> "story".equals(event.getString("service")))
                .toList();
        assertThat(events)
                .extracting(event -> event.getString("event"))
                .containsExactly(
                        "check-up",
                        "check-down",
                        "alert",
                        "switch-started",
                        "switch-accepted",
                        "switch-in-sync",
                        "switch-verified",
                        "check-up",
                        "recovery",
                        "switch-started",
                        "switch-accepted",
                        "switch-in-sync",
                        "switch-verified");
        assertThat(events.get(1).getString("verdict")).isEqualTo("NO_DATA");
        assertThat(events.get(3).getString("reason")).contains("primary is NO_DATA: agent: no heartbeat for 3");
        assertThat(events.get(4).getString("change-id"))
                .isEqualTo(stage.applied("story").get(0).id());
        assertThat(events)
                .allSatisfy(event -> assertThat(event.getString("time")).endsWith("Z"));
    }

    @Test
    void anHttpCheckSwitchesAfterItsWindow() {
        daemon.log().await("event=check-up", "service=site");
        site.mood(SmallHost.Moods.status("503 Down", "", "sorry"));
        daemon.log().await("event=switch-verified", "service=site", "to=maintenance");
        site.mood(SmallHost.Moods.fine());
        daemon.log().await("event=switch-verified", "service=site", "to=primary");
        assertThat(daemon.log().await("event=check-down", "service=site")).contains("verdict=NO_DATA", "HTTP 503");
        assertThat(stage.applied("site")).hasSize(2);
        assertThat(stage.shown("site")).containsExactly(Stage.PRIMARY);
    }

    @Test
    void aTcpCheckSwitchesAfterItsFailures() {
        daemon.log().await("event=check-up", "service=port");
        port.off();
        daemon.log().await("event=switch-verified", "service=port", "to=maintenance");
        port.on();
        daemon.log().await("event=switch-verified", "service=port", "to=primary");
        assertThat(daemon.log().await("event=check-down", "service=port"))
                .contains("verdict=DOWN", "refused", "(3 in a row)");
        assertThat(stage.applied("port")).hasSize(2);
        assertThat(stage.shown("port")).containsExactly(Stage.PRIMARY);
    }

    @Test
    void anExecCheckSwitchesAfterItsFailures() throws IOException {
        daemon.log().await("event=check-up", "service=plugin");
        Files.delete(plugin);
        daemon.log().await("event=switch-verified", "service=plugin", "to=maintenance");
        Files.writeString(plugin, "");
        daemon.log().await("event=switch-verified", "service=plugin", "to=primary");
        assertThat(daemon.log().await("event=check-down", "service=plugin")).contains("verdict=DOWN");
        assertThat(stage.applied("plugin")).hasSize(2);
    }

    @Test
    void aHealthyRunWritesNothing() {
        daemon.log().await("event=check-up", "service=well");
        stage.awaitBeats("well", 40);
        assertThat(stage.applied("well")).isEmpty();
        assertThat(stage.fake.mostChangesInFlight(Stage.zone("well")))
                .as("not even tried")
                .isZero();
        assertThat(daemon.log().with("service=well")).hasSize(1);
    }
}
