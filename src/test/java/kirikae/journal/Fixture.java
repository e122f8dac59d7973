package kirikae.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kirikae.model.Event;
import kirikae.model.EventName;

/** What the journal's tests share. */
final class Fixture {
    static final Instant T0 = Instant.parse("2026-11-22T09:00:00.123Z");
    static final InstantSource CLOCK = InstantSource.fixed(T0);
    static final JournalLimits LIMITS = JournalLimits.standard();

    private Fixture() {}

    /** An event this many seconds after the first moment; fields as key, value, key, value. */
    static Event event(long second, EventName name, Object... fields) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put((String) fields[i], fields[i + 1]);
        }
        return new Event(T0.plusSeconds(second), name, map);
    }

    static Event hold(long second, String service) {
        return event(second, EventName.HOLD, "service", service, "reason", "work", "actor", "operator:ann");
    }

    static Event release(long second, String service) {
        return event(second, EventName.RELEASE, "service", service, "actor", "operator:ann");
    }

    static Opening.Opened opened(Path dir) {
        return opened(dir, LIMITS, new Recorder(), Disk.REAL);
    }

    static Opening.Opened opened(Path dir, JournalLimits limits, JournalWatch watch, Disk disk) {
        Opening opening = new Start(dir, limits, watch, CLOCK, disk).open();
        assertThat(opening).isInstanceOf(Opening.Opened.class);
        return (Opening.Opened) opening;
    }

    /** Opens, appends each and waits for it, closes. */
    static void write(Path dir, Event... events) {
        try (Journal journal = opened(dir).journal()) {
            for (Event event : events) {
                await(journal.append(event));
            }
        }
    }

    /** Opens and closes again: what a start would see. */
    static Opening.Opened look(Path dir) {
        Opening.Opened opened = opened(dir);
        opened.journal().close();
        return opened;
    }

    static void await(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** The failure of a stage that must fail. */
    static Throwable failure(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("the stage did not fail");
    }

    static List<String> lines(Path dir) {
        try {
            return Files.readAllLines(dir.resolve("events.jsonl"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> names(Path dir) throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Remembers what the watch is told. */
    static final class Recorder implements JournalWatch {
        final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void trouble(String what) {
            told.add("trouble: " + what);
        }

        @Override
        public void over(String what) {
            told.add("over: " + what);
        }

        @Override
        public void notice(String what) {
            told.add("notice: " + what);
        }
    }
}
