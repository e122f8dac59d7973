package kirikae.journal;

import static kirikae.journal.Fixture.await;
import static kirikae.journal.Fixture.event;
import static kirikae.journal.Fixture.failure;
import static kirikae.journal.Fixture.hold;
import static kirikae.journal.Fixture.look;
import static kirikae.journal.Fixture.opened;
import static kirikae.journal.Fixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import kirikae.model.Event;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path temp;

    @Test
    void makesTheFolderAndComesBackWithWhatWasAppended() throws Exception {
        Path dir = temp.resolve("a/state");
        Event started = event(0, EventName.STARTED, "version", "0.1.0");
        write(dir, started, hold(1, "web"));
        assertThat(Files.getPosixFilePermissions(dir).toString())
                .doesNotContain("OTHERS")
                .doesNotContain("GROUP_WRITE");
        assertThat(Files.getPosixFilePermissions(dir.resolve("events.jsonl")).toString())
                .doesNotContain("OTHERS");
        assertThat(Fixture.lines(dir)).hasSize(2).allMatch(line -> line.startsWith("{\"time\":"));
        Opening.Opened again = look(dir);
        assertThat(again.replay()).containsExactly(started, hold(1, "web"));
        assertThat(again.standing().override("web")).contains(hold(1, "web"));
        assertThat(again.complaints()).isEmpty();
        assertThat(again.damage()).isEqualTo(Opening.Damage.NONE);
    }

    @Test
    void aStateFolderMayBeALink() throws Exception {
        Path real = Files.createDirectory(temp.resolve("private"));
        Path link = Files.createSymbolicLink(temp.resolve("state"), real);
        write(link, hold(1, "web"));
        assertThat(look(real).replay()).hasSize(1);
    }

    @Test
    void completesInOrderAndOnlyOnceOnTheDisk() {
        List<Integer> completed = new CopyOnWriteArrayList<>();
        Opening.Opened opened = opened(temp);
        try (Journal journal = opened.journal()) {
            List<CompletionStage<Void>> stages = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int number = i;
                stages.add(journal.append(event(i, EventName.CHECK_UP, "n", (long) i))
                        .thenRun(() -> {
                            if (Fixture.lines(temp).size() > number) {
                                completed.add(number);
                            }
                        }));
            }
            stages.forEach(Fixture::await);
        }
        assertThat(completed).isEqualTo(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void theSecondDaemonIsRefusedByName() {
        Opening.Opened first = opened(temp);
        try (Journal journal = first.journal()) {
            Opening second = Journal.open(temp, Fixture.LIMITS, new Fixture.Recorder(), Fixture.CLOCK);
            assertThat(second)
                    .isEqualTo(new Opening.InUse("another kirikae (this process) already uses " + temp
                            + "; stop it, or give this one its own state-dir"));
            await(journal.append(hold(0, "web")));
        }
        assertThat(look(temp).replay()).hasSize(1);
    }

    @Test
    void anotherProcessIsRefusedEvenAfterThisOneTriedTwiceAndLostTheLockFile() throws Exception {
        try (Journal journal = opened(temp).journal()) {
            Journal.open(temp, Fixture.LIMITS, new Fixture.Recorder(), Fixture.CLOCK);
            Files.delete(temp.resolve("lock"));
            await(journal.append(hold(0, "web")));
            Process child = new ProcessBuilder(Child.command(List.of(), "open", temp.toString()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(said)
                    .startsWith("InUse[message=another kirikae (process "
                            + ProcessHandle.current().pid() + ") already uses " + temp);
        }
    }

    @Test
    void aWatchThatThrowsDoesNotEndTheJournal() throws Exception {
        JournalWatch broken = new JournalWatch() {
            @Override
            public void trouble(String what) {
                throw new IllegalStateException(what);
            }

            @Override
            public void over(String what) {
                throw new IllegalStateException(what);
            }

            @Override
            public void notice(String what) {
                throw new IllegalStateException(what);
            }
        };
        try (Journal journal = opened(temp, Fixture.LIMITS, broken, Disk.REAL).journal()) {
            await(journal.append(hold(0, "web")));
            Files.delete(temp.resolve("events.jsonl"));
            await(journal.append(hold(1, "web")));
        }
        assertThat(look(temp).replay()).hasSize(2);
    }

    @Test
    void aFolderThatCannotBeIsUnusable() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "x");
        Opening opening = Journal.open(file.resolve("state"), Fixture.LIMITS, new Fixture.Recorder(), Fixture.CLOCK);
        assertThat(opening).isInstanceOf(Opening.Unusable.class);
        assertThat(((Opening.Unusable) opening).message()).contains("cannot use the state folder", "state-dir");
    }

    @Test
    void aClosedJournalSaysSo() {
        Journal journal = opened(temp).journal();
        journal.close();
        assertThat(failure(journal.append(hold(0, "web"))))
                .isInstanceOf(JournalException.class)
                .hasMessage("the journal is closed; the event is lost");
        assertThat(journal.lost()).isEqualTo(1);
    }

    @Test
    void closeWritesWhatWaits() {
        Journal journal = opened(temp).journal();
        for (int i = 0; i < 3_000; i++) {
            journal.append(event(i, EventName.CHECK_UP));
        }
        journal.close();
        assertThat(Fixture.lines(temp)).hasSize(3_000);
    }

    @Test
    void replayIsBoundedButKeepsWhatIsInForce() {
        JournalLimits limits = Fixture.LIMITS.withEvents(10_000, 1_000, 50);
        try (Journal journal = opened(temp).journal()) {
            journal.append(hold(0, "web"));
            for (int i = 1; i <= 500; i++) {
                journal.append(event(i, EventName.CHECK_UP));
            }
        }
        Opening.Opened again = opened(temp, limits, new Fixture.Recorder(), Disk.REAL);
        again.journal().close();
        assertThat(again.replay()).hasSize(51).startsWith(hold(0, "web")).endsWith(event(500, EventName.CHECK_UP));
    }

    @Test
    void f27AFileRemovedUnderUsIsWrittenAnewWithoutWaitingForAnEvent() throws Exception {
        Fixture.Recorder watch = new Fixture.Recorder();
        try (Journal journal = opened(temp, Fixture.LIMITS, watch, Disk.REAL).journal()) {
            await(journal.append(hold(0, "web")));
            Files.delete(temp.resolve("events.jsonl"));
            org.awaitility.Awaitility.await().until(() -> watch.told.size() == 1);
            assertThat(watch.told.get(0)).startsWith("notice: ").contains("removed or changed by somebody else");
            assertThat(Fixture.lines(temp)).hasSize(1);
            await(journal.append(hold(1, "api")));
        }
        assertThat(look(temp).replay()).containsExactly(hold(0, "web"), hold(1, "api"));
    }

    @Test
    void f27ARenamedOrCutFileLosesNothing() throws Exception {
        Fixture.Recorder watch = new Fixture.Recorder();
        Path file = temp.resolve("events.jsonl");
        try (Journal journal = opened(temp, Fixture.LIMITS, watch, Disk.REAL).journal()) {
            await(journal.append(hold(0, "web")));
            Files.move(file, temp.resolve("moved"));
            await(journal.append(hold(1, "api")));
            Files.writeString(file, "");
            await(journal.append(hold(2, "db")));
            Files.writeString(file, "somebody's line\n", java.nio.file.StandardOpenOption.APPEND);
            await(journal.append(hold(3, "www")));
        }
        Opening.Opened again = look(temp);
        assertThat(again.replay()).containsExactly(hold(0, "web"), hold(1, "api"), hold(2, "db"), hold(3, "www"));
        assertThat(again.complaints()).isEmpty();
        assertThat(watch.told).hasSize(3).allMatch(line -> line.startsWith("notice: "));
    }

    @Test
    void f27AFolderRemovedUnderUsIsMadeAgainAndLocked() throws Exception {
        Path dir = temp.resolve("state");
        try (Journal journal = opened(dir).journal()) {
            await(journal.append(hold(0, "web")));
            for (String name : Fixture.names(dir)) {
                Files.delete(dir.resolve(name));
            }
            Files.delete(dir);
            await(journal.append(hold(1, "api")));
            assertThat(Fixture.names(dir)).contains("events.jsonl", "lock");
        }
        assertThat(look(dir).replay()).containsExactly(hold(0, "web"), hold(1, "api"));
    }
}
