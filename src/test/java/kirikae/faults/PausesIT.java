package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** F6, F14, F15 and F17: a daemon that is stopped for a while, and a wall clock that steps. Time that nobody watched is not silence. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class PausesIT {
    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    @TempDir
    private Path folder;

    @Test
    void f6APlanMadeBeforeAPauseIsDroppedWhenTheHostCameBack() {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start("web");
            stage.fake.fault(Fault.PRIOR, RequestKind.CHANGE, 1_000, Duration.ZERO);
            stage.beats.silent("web");
            daemon.log().await("event=switch-started", "service=web");
            Awaitility.await().atMost(DaemonLog.PATIENCE).until(() -> stage.fake.count(RequestKind.CHANGE) >= 3);
            daemon.signal("STOP");
            stage.fake.noFaults();
            stage.beats.alive("web");
            Stage.pass(Duration.ofSeconds(6));
            daemon.signal("CONT");

            int mark = daemon.log().mark();
            daemon.log().await("event=stood-still");
            daemon.log().await("event=switch-dropped", "service=web", "to=maintenance");
            daemon.log().await("event=recovery", "service=web");
            stage.nothingApplied("web", Duration.ofSeconds(3));
            assertThat(stage.applied("web")).isEmpty();
            assertThat(daemon.log().lines().subList(mark, daemon.log().mark()))
                    .noneMatch(line -> line.contains("event=switch-started"));
        }
    }

    @Test
    void f15APauseLongerThanTheWindowIsNotSilence() {
        try (Stage stage = new Stage(folder).services("web", "db")) {
            DaemonProcess daemon = stage.start("web", "db");
            stage.beats.silent("web", "db");
            daemon.signal("STOP");
            Stage.pass(Duration.ofSeconds(8));
            daemon.signal("CONT");
            daemon.log().await("event=stood-still", "every window starts anew; verdicts wait for fresh evidence");
            stage.beats.alive("web", "db");
            stage.awaitBeats("web", 20);
            assertThat(stage.fake.applied()).as("no switch on wake").isEmpty();
            assertThat(daemon.log().with("event=check-down")).isEmpty();

            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(stage.shown("web")).containsExactly(Stage.SORRY);
            assertThat(stage.applied("db")).isEmpty();
        }
    }

    @Test
    void f15AHostThatDiedDuringThePauseIsFoundOneWindowAfterIt() {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start("web");
            daemon.signal("STOP");
            stage.beats.silent("web");
            Stage.pass(Duration.ofSeconds(5));
            long woken = System.nanoTime();
            daemon.signal("CONT");
            stage.awaitApplied("web", 1);
            assertThat(stage.applied("web").get(0).nanos() - woken)
                    .as("a whole window after the wake-up")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(3).toNanos());
        }
    }

    @Test
    void f14AWallClockThatStepsAnHourMovesNothing() throws IOException {
        Programs.need(FAKETIME, "libfaketime");
        Path clock = Files.writeString(folder.resolve("clock"), "+0\n");
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start(withClock(stage, clock), "web");
            stage.awaitRead("web");
            for (String step : List.of("+1h", "+0", "-1h", "+0")) {
                int mark = daemon.log().mark();
                Files.writeString(clock, step + "\n");
                assertThat(daemon.log().await(mark, "event=stood-still"))
                        .containsPattern("clock-step-ms=-?3[56]\\d{5}\\b");
                stage.awaitBeats("web", 12);
            }
            assertThat(stage.fake.applied()).isEmpty();
            assertThat(daemon.log().with("event=check-down")).isEmpty();

            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            stage.beats.alive("web");
            daemon.log().await("event=switch-verified", "service=web", "to=primary");
            assertThat(stage.fake.applied()).hasSize(2);
        }
    }

    @Test
    void f14AClockThatIsAnHourOffFromTheStartCostsOneTryAndNotTheSwitch() throws IOException {
        Programs.need(FAKETIME, "libfaketime");
        Path clock = Files.writeString(folder.resolve("clock"), "+1h\n");
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start(withClock(stage, clock), "web");
            assertThat(daemon.log().await("event=switch-failed", "service=web")).contains("Signature not yet current");
            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(stage.fake.applied()).hasSize(1);
        }
    }

    @Test
    void f17AMonotonicClockThatStartsADayLaterChangesNothing() {
        Programs.needRight("unshare", "--time", "--monotonic", "86400", "--fork", "true");
        try (Stage stage = new Stage(folder).services("web")) {
            String shell = "exec unshare --time --monotonic 86400 --boottime 86400 --fork --kill-child \"$@\"";
            DaemonProcess daemon = stage.start(stage.launch().shell(shell), "web");
            stage.awaitBeats("web", 12);
            assertThat(stage.fake.applied()).isEmpty();
            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(stage.fake.applied()).hasSize(1);
        }
    }

    /** Steps the wall clock only. Without the third variable the JVM's timed waits spin (libfaketime 0.9.10). */
    private static DaemonProcess.Launch withClock(Stage stage, Path clock) {
        return stage.launch()
                .with("LD_PRELOAD", FAKETIME.toString())
                .with("FAKETIME_TIMESTAMP_FILE", clock.toString())
                .with("FAKETIME_FORCE_MONOTONIC_FIX", "0")
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .with("FAKETIME_NO_CACHE", "1");
    }
}
