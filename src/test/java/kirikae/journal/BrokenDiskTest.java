package kirikae.journal;

import static kirikae.journal.Fixture.await;
import static kirikae.journal.Fixture.event;
import static kirikae.journal.Fixture.failure;
import static kirikae.journal.Fixture.hold;
import static kirikae.journal.Fixture.lines;
import static kirikae.journal.Fixture.look;
import static kirikae.journal.Fixture.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import kirikae.model.EventName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault F26 of the list: the disk full or broken. Events wait, the file never holds half a line, and it is told once. */
class BrokenDiskTest {
    @TempDir
    Path dir;

    private final FaultyDisk disk = new FaultyDisk();
    private final Fixture.Recorder watch = new Fixture.Recorder();
    private Journal journal;

    @BeforeEach
    void open() {
        journal = opened(dir, Fixture.LIMITS, watch, disk).journal();
        await(journal.append(event(0, EventName.STARTED)));
    }

    private void awaitTold(int count) {
        Awaitility.await().until(() -> watch.told.size() >= count);
    }

    @Test
    void f26AFullDiskKeepsEventsInOrderAndWritesThemLate() {
        disk.room(30);
        assertThat(failure(journal.append(event(1, EventName.ALERT, "service", "web"))))
                .isInstanceOf(JournalException.class)
                .hasMessage(
                        "the journal cannot be written: No space left on device; it is kept in memory and written when"
                                + " the disk works again");
        assertThat(failure(journal.append(event(2, EventName.SWITCH_STARTED, "service", "web"))))
                .isInstanceOf(JournalException.class);
        assertThat(lines(dir)).as("no half line").hasSize(1);
        disk.heal();
        awaitTold(2);
        assertThat(watch.told)
                .containsExactly(
                        "trouble: the journal cannot be written: No space left on device",
                        "over: the journal is synced again; 2 events were late");
        await(journal.append(event(3, EventName.SWITCH_ACCEPTED, "service", "web")));
        journal.close();
        assertThat(look(dir).replay())
                .containsExactly(
                        event(0, EventName.STARTED),
                        event(1, EventName.ALERT, "service", "web", "late", true),
                        event(2, EventName.SWITCH_STARTED, "service", "web", "late", true),
                        event(3, EventName.SWITCH_ACCEPTED, "service", "web"));
    }

    @Test
    void f26AnOperatorsEventFailsAndIsNeverWritten() {
        disk.room(0);
        assertThat(failure(journal.append(event(1, EventName.ALERT)))).isInstanceOf(JournalException.class);
        assertThat(failure(journal.appendOrFail(hold(2, "web"))))
                .isInstanceOf(JournalException.class)
                .hasMessage(
                        "the journal cannot be written: No space left on device; nothing was done; try again when it"
                                + " works");
        disk.heal();
        await(journal.appendOrFail(hold(3, "api")));
        journal.close();
        assertThat(look(dir).replay())
                .containsExactly(event(0, EventName.STARTED), event(1, EventName.ALERT, "late", true), hold(3, "api"));
    }

    @Test
    void aFailedSyncAndAFailedCutLeaveNothingThatCounts() {
        disk.failSync();
        disk.failTruncate();
        assertThat(failure(journal.appendOrFail(hold(1, "web")))).hasMessageContaining("Input/output error");
        disk.heal();
        await(journal.append(event(2, EventName.CHECK_UP)));
        assertThat(lines(dir)).hasSize(2);
        journal.close();
        assertThat(look(dir).replay()).containsExactly(event(0, EventName.STARTED), event(2, EventName.CHECK_UP));
    }

    @Test
    void aHangingDiskFailsStagesInTimeAndWhatAnOperatorWasRefusedIsTakenOutAgain() throws Exception {
        journal.close();
        journal = opened(dir, Fixture.LIMITS.withPatience(Duration.ofMillis(300)), watch, disk)
                .journal();
        disk.hang();
        CompletionStage<Void> inFlight = journal.appendOrFail(hold(1, "web"));
        CompletionStage<Void> queued = journal.appendOrFail(hold(2, "api"));
        CompletionStage<Void> kept = journal.append(event(3, EventName.ALERT));
        for (CompletionStage<Void> stage : List.of(inFlight, queued, kept)) {
            assertThat(failure(stage)).hasMessage("the journal's disk has not answered for 300 ms");
        }
        assertThat(watch.told).containsExactly("trouble: the journal's disk has not answered for 300 ms");
        disk.heal();
        awaitTold(2);
        Awaitility.await().until(() -> lines(dir).size() == 2);
        journal.close();
        assertThat(look(dir).replay()).containsExactly(event(0, EventName.STARTED), event(3, EventName.ALERT));
    }

    @Test
    void tooManyWaitingAreLostAndCounted() throws Exception {
        journal.close();
        JournalLimits limits = Fixture.LIMITS.withEvents(10, 5, 100);
        journal = opened(dir, limits, watch, disk).journal();
        disk.hang();
        CompletionStage<Void> first = journal.append(event(1, EventName.CHECK_UP));
        Awaitility.await().until(() -> journal.waiting() == 0);
        List<CompletionStage<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(journal.append(event(2 + i, EventName.CHECK_UP)));
        }
        assertThat(failure(journal.append(event(20, EventName.CHECK_UP))))
                .hasMessage("too many events wait for the journal's disk; the event is lost");
        assertThat(journal.lost()).isEqualTo(1);
        disk.heal();
        await(first);
        waiting.forEach(Fixture::await);
        journal.close();
        assertThat(lines(dir)).hasSize(12);
    }

    @Test
    void theBacklogIsBoundedAndForgetsNothingThatIsInForce() {
        journal.close();
        journal = opened(dir, Fixture.LIMITS.withEvents(1_000, 5, 100), watch, disk)
                .journal();
        disk.room(0);
        assertThat(failure(journal.append(event(1, EventName.HOLD_EXPIRED, "service", "web"))))
                .isNotNull();
        for (int i = 2; i < 30; i++) {
            assertThat(failure(journal.append(event(i, EventName.CHECK_UP)))).isNotNull();
        }
        disk.heal();
        await(journal.append(event(40, EventName.CHECK_UP)));
        journal.close();
        assertThat(look(dir).replay())
                .hasSize(8)
                .contains(event(1, EventName.HOLD_EXPIRED, "service", "web", "late", true))
                .endsWith(event(29, EventName.CHECK_UP, "late", true), event(40, EventName.CHECK_UP));
    }

    @Test
    void aStartOnAFullDiskWorks() throws Exception {
        journal.close();
        Files.writeString(dir.resolve("events.jsonl"), "garbage\n", java.nio.file.StandardOpenOption.APPEND);
        disk.room(10);
        Opening.Opened opened = opened(dir, Fixture.LIMITS, watch, disk);
        assertThat(opened.damage()).isEqualTo(Opening.Damage.LOST_LINES);
        assertThat(opened.complaints()).hasSize(2).last().asString().endsWith("No space left on device");
        assertThat(watch.told).containsExactly("trouble: the journal cannot be written: No space left on device");
        disk.heal();
        await(opened.journal().append(hold(1, "web")));
        opened.journal().close();
        assertThat(lines(dir)).hasSize(3);
    }

    @Test
    void f26ARealFullDisk() throws Exception {
        journal.close();
        Path mount = Files.createDirectory(dir.resolve("small"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount.toString()))
                .as("needs the right to mount a small tmpfs")
                .isZero();
        try {
            Path state = mount.resolve("state");
            journal = opened(state, Fixture.LIMITS, watch, Disk.REAL).journal();
            await(journal.append(hold(0, "web")));
            Path filler = mount.resolve("filler");
            fill(filler);
            String reason = "x".repeat(8_000);
            assertThat(failure(journal.append(event(1, EventName.ALERT, "reason", reason))))
                    .hasMessageContaining("No space left on device");
            assertThat(lines(state)).hasSize(1);
            Files.delete(filler);
            awaitTold(2);
            await(journal.appendOrFail(hold(2, "api")));
            journal.close();
            assertThat(look(state).replay())
                    .containsExactly(
                            hold(0, "web"), event(1, EventName.ALERT, "reason", reason, "late", true), hold(2, "api"));
        } finally {
            journal.close();
            assertThat(run("umount", "-l", mount.toString())).isZero();
        }
    }

    private static void fill(Path filler) {
        try (var out = Files.newOutputStream(filler)) {
            for (int i = 0; i < 10_000; i++) {
                out.write(new byte[512]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    private static int run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
