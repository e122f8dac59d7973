package kirikae.journal;

import static kirikae.journal.Fixture.await;
import static kirikae.journal.Fixture.event;
import static kirikae.journal.Fixture.hold;
import static kirikae.journal.Fixture.look;
import static kirikae.journal.Fixture.names;
import static kirikae.journal.Fixture.opened;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import kirikae.model.Event;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    private static final JournalLimits SMALL =
            Fixture.LIMITS.withEvents(10_000, 1_000, 20).withFileBytes(8_000);

    @TempDir
    Path dir;

    private void appendMany(Journal journal, int from, int to) {
        List<java.util.concurrent.CompletionStage<Void>> stages = new ArrayList<>();
        for (int i = from; i < to; i++) {
            stages.add(journal.append(event(i, EventName.CHECK_UP, "service", "web", "n", (long) i)));
            if (i % 10 == 0) {
                stages.forEach(Fixture::await);
            }
        }
        stages.forEach(Fixture::await);
    }

    @Test
    void aLongFileMakesRoomAndKeepsWhatIsInForce() throws IOException {
        try (Journal journal =
                opened(dir, SMALL, new Fixture.Recorder(), Disk.REAL).journal()) {
            await(journal.append(hold(0, "web")));
            appendMany(journal, 1, 1_000);
        }
        assertThat(names(dir))
                .containsExactly(
                        "events.jsonl", "events.jsonl.1", "events.jsonl.2", "events.jsonl.3", "events.mark", "lock");
        try (var files = Files.list(dir)) {
            assertThat(files).allMatch(file -> file.toFile().length() < 12_000);
        }
        Opening.Opened again = look(dir);
        assertThat(again.complaints()).isEmpty();
        assertThat(again.damage()).isEqualTo(Opening.Damage.NONE);
        assertThat(again.standing().override("web")).contains(hold(0, "web"));
        assertThat(again.replay()).endsWith(event(999, EventName.CHECK_UP, "service", "web", "n", 999L));
        List<Long> numbers = again.replay().stream()
                .filter(event -> event.name() == EventName.CHECK_UP)
                .map(event -> (Long) event.fields().get("n"))
                .toList();
        assertThat(numbers)
                .as("a gapless end, each once")
                .hasSizeGreaterThanOrEqualTo(20)
                .isEqualTo(
                        LongStream.range(1_000 - numbers.size(), 1_000).boxed().toList());
    }

    @Test
    void aRotationThatFailsCostsNothingAndIsToldOnceInAWhile() throws IOException {
        Fixture.Recorder watch = new Fixture.Recorder();
        Files.createDirectories(dir.resolve("events.jsonl.3/in-the-way"));
        try (Journal journal = opened(dir, SMALL, watch, Disk.REAL).journal()) {
            appendMany(journal, 0, 120);
        }
        assertThat(watch.told)
                .hasSizeBetween(1, 8)
                .allMatch(told -> told.startsWith("notice: cannot rotate the journal"));
        assertThat(Fixture.lines(dir)).hasSize(120);
    }

    /** Stops the process, as far as the disk is concerned, after a number of steps. */
    private static final class Mortal implements Disk {
        private int stepsLeft;

        Mortal(int steps) {
            this.stepsLeft = steps;
        }

        void step() throws IOException {
            if (stepsLeft-- <= 0) {
                throw new IOException("dead");
            }
        }

        @Override
        public Out open(Path path) throws IOException {
            step();
            Out real = Disk.REAL.open(path);
            return new Out() {
                @Override
                public void write(ByteBuffer bytes, long position) throws IOException {
                    int half = bytes.remaining() / 2;
                    if (stepsLeft <= 0) {
                        real.write(bytes.slice(bytes.position(), half), position);
                    }
                    step();
                    real.write(bytes, position);
                }

                @Override
                public void sync() throws IOException {
                    step();
                    real.sync();
                }

                @Override
                public void truncate(long length) throws IOException {
                    step();
                    real.truncate(length);
                }

                @Override
                public long size() throws IOException {
                    return real.size();
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }
    }

    @Test
    void f24DyingAtAnyWriteOfARotationLosesNothing() throws IOException {
        int survived = 0;
        for (int steps = 0; steps < 40 && survived == 0; steps++) {
            Path state = Files.createDirectory(dir.resolve("steps-" + steps));
            fillUp(state);
            Mortal mortal = new Mortal(steps);
            Opening.Opened opened = opened(state, Fixture.LIMITS.withFileBytes(1_000), new Fixture.Recorder(), mortal);
            boolean synced = isSynced(opened.journal());
            opened.journal().close();
            survived += Files.exists(state.resolve("events.jsonl.1")) && synced ? 1 : 0;
            assertWhole(state, "dead after " + steps + " steps");
        }
        assertThat(survived).as("in the end it rotates").isOne();
    }

    private static boolean isSynced(Journal journal) {
        try {
            journal.append(event(500, EventName.CHECK_UP))
                    .toCompletableFuture()
                    .get(10, java.util.concurrent.TimeUnit.SECONDS);
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    /** Every state of the folder between two renames, made by hand: what a kill -9 there would leave. */
    @Test
    void f24EveryFolderThatARotationPassesThroughOpensWhole() throws IOException {
        List<Path> states = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            states.add(Files.createDirectory(dir.resolve("state-" + i)));
            fillUp(states.get(i));
            for (int age = 1; age <= 3; age++) {
                Files.writeString(states.get(i).resolve("events.jsonl." + age), "");
            }
        }
        Files.writeString(states.get(0).resolve("events.jsonl.new"), "{\"time\":\"20");
        Files.copy(states.get(1).resolve("events.jsonl"), states.get(1).resolve("events.jsonl.new"));
        Files.delete(states.get(2).resolve("events.jsonl.3"));
        for (Path shifted : states.subList(3, 6)) {
            Files.delete(shifted.resolve("events.jsonl.3"));
            Files.move(shifted.resolve("events.jsonl.2"), shifted.resolve("events.jsonl.3"));
            Files.move(shifted.resolve("events.jsonl.1"), shifted.resolve("events.jsonl.2"));
        }
        for (Path linked : states.subList(4, 6)) {
            Files.createLink(linked.resolve("events.jsonl.1"), linked.resolve("events.jsonl"));
            new OverrideMark(linked, Disk.REAL).clear();
        }
        Path replaced = states.get(5);
        Files.copy(replaced.resolve("events.jsonl"), replaced.resolve("events.jsonl.new"));
        Files.move(
                replaced.resolve("events.jsonl.new"),
                replaced.resolve("events.jsonl"),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        for (Path state : states) {
            assertWhole(state, state.getFileName().toString());
        }
    }

    private static void fillUp(Path state) {
        List<Event> events = new ArrayList<>(List.of(hold(0, "web")));
        for (int i = 1; i < 30; i++) {
            events.add(event(i, EventName.CHECK_UP, "n", (long) i));
        }
        Fixture.write(state, events.toArray(Event[]::new));
    }

    private static void assertWhole(Path state, String when) {
        Opening.Opened again = look(state);
        assertThat(again.damage()).as(when).isNotEqualTo(Opening.Damage.LOST_LINES);
        assertThat(again.standing().override("web")).as(when).contains(hold(0, "web"));
        assertThat(again.replay().size()).as(when).isBetween(30, 31);
        try (Journal journal = opened(state).journal()) {
            await(journal.append(hold(900, "api")));
        }
        assertThat(look(state).replay()).as(when).endsWith(hold(900, "api"));
    }
}
