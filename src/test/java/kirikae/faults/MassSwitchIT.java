package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of services of one zone that fall silent at the same moment, at a Route 53 that takes its time: 100 ms a request, and
 * PriorRequestNotComplete for 300 ms after each change. One host beats for all of them.
 */
@Tag("faults")
class MassSwitchIT {
    private static final int SERVICES = 300;
    private static final String ZONE = "ZMASS";
    private static final String HOST = "mass";
    private static final Duration PATIENCE = DaemonLog.PATIENCE.multipliedBy(2);

    @TempDir
    private Path folder;

    private static String name(int index) {
        return index == 0 ? HOST : "s" + index;
    }

    private Stage stage() {
        Stage stage = new Stage(folder);
        stage.fake.zone("mass.test", ZONE);
        stage.fake.latency(Duration.ofMillis(100));
        stage.fake.priorFor(Duration.ofMillis(300));
        stage.fake.inSyncAfter(Duration.ofSeconds(2));
        for (int i = 0; i < SERVICES; i++) {
            stage.conf("services." + name(i) + " { zone = \"mass.test\", names = [\"" + name(i)
                    + ".mass.test\"], primary { A = [\"192.0.2.1\"], checks.agent { type = heartbeat, host = \"" + HOST
                    + "\", token = \"" + Beats.TOKEN + "\" } } }");
            stage.fake.record(ZONE, name(i) + ".mass.test " + Stage.PRIMARY);
        }
        return stage;
    }

    private static DaemonProcess start(Stage stage) {
        DaemonProcess daemon = stage.start(HOST);
        stage.awaitRead(HOST);
        Awaitility.await("all are up")
                .atMost(PATIENCE)
                .until(() -> daemon.log().with("event=check-up").size() == SERVICES);
        stage.fake.forgetRequests();
        return daemon;
    }

    private static long switched(Stage stage) {
        return stage.fake.records(ZONE).stream()
                .filter(record -> record.endsWith(Stage.SORRY))
                .count();
    }

    private static void awaitSwitched(Stage stage, int count) {
        Awaitility.await(count + " are switched").atMost(PATIENCE).until(() -> switched(stage) == count);
    }

    @Test
    void aWholeZoneIsSwitchedByAFewRequests() {
        try (Stage stage = stage()) {
            DaemonProcess daemon = start(stage);
            stage.beats.silent(HOST);
            awaitSwitched(stage, SERVICES);
            Awaitility.await("all are verified")
                    .atMost(PATIENCE)
                    .until(() -> daemon.log().with("event=switch-verified").size() == SERVICES);
            assertThat(daemon.log().with("event=switch-started")).hasSize(SERVICES);
            assertThat(daemon.log().with("event=switch-accepted")).hasSize(SERVICES);
            assertThat(created(stage))
                    .as("names that were created, each once")
                    .hasSize(SERVICES)
                    .doesNotHaveDuplicates();
            assertThat(stage.fake.count(RequestKind.CHANGE))
                    .as("changes of 600 values, with those that met an earlier one")
                    .isLessThanOrEqualTo(4);
            assertThat(stage.fake.count(RequestKind.LIST)).as("pages read").isLessThanOrEqualTo(30);
            assertThat(stage.fake.count(RequestKind.GETCHANGE))
                    .as("questions whether they are in sync")
                    .isLessThanOrEqualTo(30);
            assertThat(stage.fake.mostChangesInFlight(ZONE)).isEqualTo(1);
        }
    }

    @Test
    void whoWasEditedByAnotherHandDoesNotHoldUpTheRest() {
        try (Stage stage = stage()) {
            DaemonProcess daemon = start(stage);
            for (int offender : List.of(7, 70, 170)) {
                stage.fake.edit(ZONE, "put " + name(offender) + ".mass.test A 60 198.51.100.7");
            }
            stage.beats.silent(HOST);
            awaitSwitched(stage, SERVICES - 3);
            assertThat(stage.fake.count(RequestKind.CHANGE))
                    .as("changes, with those that were refused")
                    .isLessThanOrEqualTo(10);
            for (int offender : List.of(7, 70, 170)) {
                daemon.log().await("event=drift", "service=" + name(offender));
            }
            assertThat(stage.fake.records(ZONE))
                    .filteredOn(record -> record.contains("198.51.100.7"))
                    .hasSize(3);
        }
    }

    @Test
    void maxFractionHoldsTheRestAndSaysSoAlsoAfterAReload() {
        try (Stage stage = stage()) {
            stage.conf("isolation.max-fraction = 0.1");
            // The longest window of all is the one that counts.
            stage.conf("services." + HOST + ".primary.checks.slow { type = heartbeat, host = \"slow\", token = \""
                    + Beats.TOKEN + "\", no-data-window = 10m }");
            DaemonProcess daemon = start(stage);
            stage.beats.silent(HOST);
            awaitSwitched(stage, SERVICES / 10);
            String words = "30 services have left the primary within 10m, and isolation.max-fraction allows no more";
            Awaitility.await("the rest is told")
                    .atMost(PATIENCE)
                    .until(() -> refused(daemon, words) == SERVICES - SERVICES / 10);
            stage.conf(
                    "services.more { zone = \"mass.test\", names = [\"more.mass.test\"], primary { A = [\"192.0.2.1\"],"
                            + " checks.agent { type = heartbeat, host = \"more\", token = \"" + Beats.TOKEN
                            + "\" } } }");
            stage.write();
            daemon.signal("HUP");
            daemon.log().await("event=config-reloaded");
            Stage.pass(Duration.ofSeconds(7)); // they ask again every 5 s
            assertThat(switched(stage)).isEqualTo(SERVICES / 10);
            assertThat(created(stage)).hasSize(SERVICES / 10);
        }
    }

    private static long refused(DaemonProcess daemon, String words) {
        return daemon.log().with("event=switch-refused").stream()
                .filter(line -> line.contains(words))
                .count();
    }

    private static List<String> created(Stage stage) {
        return stage.fake.applied(ZONE).stream()
                .flatMap(change -> change.lines().stream())
                .filter(line -> line.startsWith("CREATE "))
                .toList();
    }
}
