package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** F25 to F27 and F34: a journal that is damaged, moved or cannot be written, a log that nobody reads. None of it stops a switch. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class StateFaultsIT {
    private static final String HOLD = "{\"time\":\"2026-11-22T00:00:00.000Z\",\"event\":\"hold\",\"service\":\"web\","
            + "\"reason\":\"work\",\"actor\":\"operator:me\"}\n";

    @TempDir
    private Path folder;

    private Path journal(Stage stage, String text) throws IOException {
        Files.createDirectories(stage.stateDir());
        return Files.writeString(stage.stateDir().resolve("events.jsonl"), text);
    }

    private static void switches(Stage stage, DaemonProcess daemon) {
        stage.beats.silent("web");
        daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
        assertThat(stage.applied("web")).hasSize(1);
    }

    @Test
    void f25ATornLastLineIsCutOffAndToldAndNothingElseHappens() throws IOException {
        try (Stage stage = new Stage(folder).services("web")) {
            journal(
                    stage,
                    HOLD + HOLD.replace("\"hold\"", "\"release\"") + "{\"time\":\"2026-11-22T00:00:01.000Z\",\"ev");
            DaemonProcess daemon = stage.start("web");
            daemon.log().await("cut off an unfinished last line");
            switches(stage, daemon);
            assertThat(stage.journal("release")).hasSize(1);
        }
    }

    @Test
    void f25GarbageIsKeptAsideAndWhatCannotBeProvedStartsHeld() throws IOException {
        try (Stage stage = new Stage(folder).services("web")) {
            journal(stage, HOLD + "\u0000\u0001garbage\n");
            DaemonProcess daemon = stage.start("web");
            daemon.log().await("event=journal-error", "unreadable line");
            daemon.log().await("event=hold", "service=web", "reason=\"journal damaged\"");
            stage.beats.silent("web");
            daemon.log().await("event=alert", "service=web");
            stage.nothingApplied("web", Duration.ofSeconds(3));
            assertThat(stage.shown("web")).containsExactly(Stage.PRIMARY);
            try (Stream<Path> files = Files.list(stage.stateDir())) {
                assertThat(files.map(Path::toString)).anyMatch(name -> name.contains("damaged"));
            }
        }
    }

    @Test
    void f25AJournalOfAnotherVersionIsReadAsFarAsItIsKnown() throws IOException {
        try (Stage stage = new Stage(folder).services("web")) {
            String future = HOLD.replace("\"hold\"", "\"time-travel\"");
            journal(stage, future);
            DaemonProcess daemon = stage.start("web");
            switches(stage, daemon);
            assertThat(daemon.log().with("event=hold")).isEmpty();
            assertThat(Files.readString(stage.stateDir().resolve("events.jsonl")))
                    .startsWith(future);
        }
    }

    @Test
    void f25AReadOnlyStateFolderStopsNoSwitch() throws IOException {
        onASmallDisk(stage -> {
            DaemonProcess first = stage.start("web");
            first.signal("TERM");
            first.exitCode(10);
            Programs.needRight("mount", "-o", "remount,ro", stage.stateDir().toString());
            DaemonProcess daemon = stage.start("web");
            daemon.log().await("event=journal-error", "Read-only file system");
            switches(stage, daemon);
        });
    }

    @Test
    void f26AFullDiskStopsNoSwitchAndTheJournalCatchesUp() throws IOException {
        onASmallDisk(stage -> {
            DaemonProcess daemon = stage.start("web");
            Awaitility.await()
                    .atMost(DaemonLog.PATIENCE)
                    .until(() -> !stage.journal("check-up", "web").isEmpty());
            Path filler = fill(stage.stateDir().resolve("filler"));
            say(stage, 10); // the last page of the file has room
            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(daemon.log().await("event=journal-error")).contains("No space left on device");
            assertThat(stage.journal("switch-verified", "web")).isEmpty();
            Files.delete(filler);
            daemon.log().await("event=journal-error", "ended=true");
            stage.beats.alive("web");
            daemon.log().await("event=switch-verified", "service=web", "to=primary");
            Awaitility.await()
                    .atMost(DaemonLog.PATIENCE)
                    .until(() -> stage.journal("switch-verified", "web").size() == 2);
            assertThat(stage.journal("switch-accepted", "web"))
                    .extracting(event -> event.getString("to"))
                    .containsExactly("maintenance", "primary");
            assertThat(stage.applied("web")).hasSize(2);
        });
    }

    /** What is done on a state folder that is a file system of its own. */
    private interface OnDisk {
        void act(Stage stage) throws IOException;
    }

    private void onASmallDisk(OnDisk story) throws IOException {
        Path mount = Files.createDirectories(folder.resolve("state"));
        Programs.needRight("mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", mount.toString());
        try (Stage stage = new Stage(folder).services("web", "noise")) {
            story.act(stage);
        } finally {
            assertThat(Programs.run("umount", "-l", mount.toString())).isZero();
        }
    }

    private static Path fill(Path filler) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int i = 0; i < 10_000; i++) {
                out.write(new byte[256]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
        return filler;
    }

    @Test
    void f27AJournalThatIsRenamedUnderItLosesNothing() throws IOException {
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start("web");
            Awaitility.await()
                    .atMost(DaemonLog.PATIENCE)
                    .until(() -> !stage.journal("check-up", "web").isEmpty());
            Path file = stage.stateDir().resolve("events.jsonl");
            Path old = Files.move(file, folder.resolve("events.jsonl.1"));
            switches(stage, daemon);
            Awaitility.await()
                    .atMost(DaemonLog.PATIENCE)
                    .until(() -> !stage.journal("switch-verified").isEmpty());
            List<String> all = Stream.concat(Files.readAllLines(old).stream(), Files.readAllLines(file).stream())
                    .map(line -> new JsonObject(line).getString("event"))
                    .toList();
            assertThat(all)
                    .containsSubsequence(
                            "started", "check-up", "check-down", "alert", "switch-started", "switch-accepted");
        }
    }

    @Test
    void f34AClosedStdoutStopsNoSwitch() {
        aLogThatNobodyReads(DaemonProcess.Stdout.CLOSED, "exec \"$@\"");
    }

    @Test
    void f34NoStdoutAtAllStopsNoSwitch() {
        aLogThatNobodyReads(DaemonProcess.Stdout.CLOSED, "exec \"$@\" >&-");
    }

    @Test
    void f34AFullPipeStopsNoSwitch() {
        aLogThatNobodyReads(DaemonProcess.Stdout.UNREAD, "exec \"$@\"");
    }

    private void aLogThatNobodyReads(DaemonProcess.Stdout stdout, String shell) {
        try (Stage stage = new Stage(folder).services("web", "noise")) {
            stage.beats.alive("web", "noise");
            stage.keep(stage.launch().stdout(stdout).shell(shell).start());
            Awaitility.await()
                    .atMost(DaemonLog.PATIENCE)
                    .until(() -> !stage.journal("started").isEmpty());
            stage.beats.to(Integer.parseInt(
                    stage.journal("started").get(0).getString("http").replace("127.0.0.1:", "")));
            stage.awaitBeats("web", 2);
            say(stage, 75); // a pipe takes 64 KiB
            stage.beats.silent("web");
            stage.awaitApplied("web", 1);
            assertThat(stage.shown("web")).containsExactly(Stage.SORRY);
            Awaitility.await()
                    .atMost(DaemonLog.PATIENCE)
                    .until(() -> !stage.journal("switch-verified", "web").isEmpty());
        }
    }

    /** Makes events of a kilobyte each; on a full disk the answer is 503, since planned work counts only when it is synced. */
    private static void say(Stage stage, int events) {
        stage.beats.silent("noise");
        int[] said = {0};
        Awaitility.await()
                .atMost(DaemonLog.PATIENCE)
                .pollInterval(Duration.ofMillis(110))
                .until(() -> {
                    int status = stage.beats.say("noise", "/maint", Beats.TOKEN, "x".repeat(1_000));
                    return List.of(202, 503).contains(status) && ++said[0] >= events;
                });
    }
}
