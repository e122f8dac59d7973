package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** F13, F24, F31 and F32: a daemon that dies, is killed or is asked to stop, and what its successor makes of it. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class CrashIT {
    private static final int ROUNDS = 12;
    private static final Duration LATENCY = Duration.ofMillis(60);

    @TempDir
    private Path folder;

    @Test
    void f24KilledAtAnyMomentOfASwitchItIsReconciledWithAtMostOneMoreChange() {
        long seed = Long.getLong("kirikae.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Stage stage = new Stage(folder).services("web")) {
            stage.conf("defaults.no-data-window = 2s, defaults.flap-guard { first-hold = 0s, max-hold = 0s }");
            stage.fake.latency(LATENCY);
            DaemonProcess daemon = stage.start("web");
            for (int round = 0; round < ROUNDS; round++) {
                String story = "seed " + seed + ", round " + round;
                daemon = killed(stage, daemon, round % 2 == 0, random, story);
                assertThat(stage.applied("web")).as(story).hasSize(round + 1);
                assertThat(stage.fake.violations()).as(story).isEmpty();
            }
            stage.awaitBeats("web", 10);
            assertThat(stage.applied("web")).as("seed " + seed + ", at rest").hasSize(ROUNDS);
            assertThat(stage.shown("web")).containsExactly(Stage.PRIMARY);
        }
    }

    /** One switch, killed somewhere in it; gives the successor when it has brought the switch to its end. */
    private static DaemonProcess killed(Stage stage, DaemonProcess daemon, boolean away, Random random, String story) {
        int before = stage.applied("web").size();
        int mark = daemon.log().mark();
        if (away) {
            stage.beats.silent("web");
        } else {
            stage.beats.alive("web");
        }
        if (random.nextInt(3) > 0) {
            daemon.log().await(mark, "event=switch-started");
            Stage.pass(Duration.ofMillis(1 + random.nextInt(200)));
        } else {
            Stage.pass(Duration.ofMillis(1 + random.nextInt(2_500)));
        }
        daemon.kill();
        Stage.pass(LATENCY.multipliedBy(4)); // what was on the wire arrives
        DaemonProcess next = stage.start();
        Awaitility.await(story)
                .atMost(DaemonLog.PATIENCE)
                .until(() -> stage.shown("web").equals(List.of(away ? Stage.SORRY : Stage.PRIMARY)));
        if (!away) {
            next.log().await("event=check-up", "service=web");
        }
        List<Applied> changes = stage.applied("web");
        if (away && changes.size() > before && changes.get(before).nanos() > next.launchedNanos()) {
            assertThat(changes.get(before).nanos() - next.launchedNanos())
                    .as(story + ": a whole window after the start")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
        }
        return next;
    }

    @Test
    void f31ThreeStartsWithinAWindowAreToldAndDetectionGoesOn() {
        try (Stage stage = new Stage(folder).services("web")) {
            for (int i = 0; i < 2; i++) {
                DaemonProcess daemon = stage.start();
                int starts = i + 1;
                Awaitility.await()
                        .atMost(DaemonLog.PATIENCE)
                        .until(() -> stage.journal("started").size() == starts);
                daemon.kill();
                assertThat(daemon.log().with("event=crash-loop")).isEmpty();
            }
            DaemonProcess third = stage.start("web");
            assertThat(third.log().await("event=crash-loop")).contains("starts=3", " ERROR ");
            stage.beats.silent("web");
            third.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(stage.fake.applied()).hasSize(1);
        }
    }

    @Test
    void f32AskedToStopWithAChangeOnTheWireItWaitsForTheAnswerAndWritesItDown() {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start("web");
            stage.fake.latency(Duration.ofMillis(800));
            stopsMidway(stage, daemon);
            assertThat(stage.journal("switch-accepted")).hasSize(1);
            assertThat(stage.journal("stopping")).hasSize(1);
            successorChangesNothing(stage);
        }
    }

    @Test
    void f32AskedToStopWithAChangeThatIsNeverAnsweredItGoesAndItsSuccessorReadsBack() {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start("web");
            stage.fake.fault(Fault.BLACKHOLE_AFTER, RequestKind.CHANGE);
            stopsMidway(stage, daemon);
            assertThat(stage.journal("switch-accepted")).isEmpty();
            successorChangesNothing(stage);
        }
    }

    private static void stopsMidway(Stage stage, DaemonProcess daemon) {
        stage.beats.silent("web");
        Awaitility.await().atMost(DaemonLog.PATIENCE).until(() -> stage.fake.count(RequestKind.CHANGE) > 0);
        long asked = System.nanoTime();
        daemon.signal("TERM");
        assertThat(daemon.exitCode(20)).isIn(0, 143);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(5_500));
    }

    private static void successorChangesNothing(Stage stage) {
        stage.fake.latency(Duration.ZERO);
        DaemonProcess next = stage.start();
        next.log().await("event=check-down", "service=web");
        stage.nothingApplied("web", Duration.ofSeconds(2));
        assertThat(stage.applied("web")).hasSize(1);
        assertThat(stage.shown("web")).containsExactly(Stage.SORRY);
        assertThat(next.log().with("event=drift")).isEmpty();
    }

    @Test
    void f13AControlPlaneThatIsDownAcrossARestartIsWaitedForAndTheIntentJudgedAnew() {
        try (Stage stage = new Stage(folder).services("dead", "back")) {
            DaemonProcess first = stage.start("dead", "back");
            stage.awaitRead("dead", "back");
            stage.fake.fault(Fault.ERROR_503, RequestKind.ANY, 100_000, Duration.ZERO);
            stage.beats.silent("dead", "back");
            first.log().await("event=switch-started", "service=dead");
            first.log().await("event=switch-started", "service=back");
            first.kill();

            DaemonProcess second = stage.start();
            second.log().await("event=check-down", "service=dead");
            stage.beats.alive("back");
            second.log().await("event=check-up", "service=back");
            assertThat(second.log().with("event=switch-started"))
                    .as("the live records are not known")
                    .isEmpty();
            stage.fake.noFaults();
            second.log().await("event=switch-verified", "service=dead", "to=maintenance");
            assertThat(stage.applied("dead")).hasSize(1);
            assertThat(stage.applied("back")).as("its host came back: dropped").isEmpty();
        }
    }
}
