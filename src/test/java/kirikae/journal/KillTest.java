package kirikae.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault F24 of the list, the journal's part: kill -9 while it writes and rotates. */
class KillTest {
    @TempDir
    Path dir;

    @Test
    void f24WhatWasSyncedIsThereAfterKillNine() throws Exception {
        long next = 0;
        for (int kill = 1; kill <= 5; kill++) {
            long lastSynced = killedAfter(next, 150L * kill * kill);
            Opening.Opened again = Fixture.look(dir);
            assertThat(again.damage()).isNotEqualTo(Opening.Damage.LOST_LINES);
            List<Long> numbers = again.replay().stream()
                    .filter(event -> event.name() == EventName.CHECK_UP)
                    .map(event -> (Long) event.fields().get("n"))
                    .toList();
            long last = numbers.get(numbers.size() - 1);
            assertThat(last).as("kill %d: the last synced event is there", kill).isGreaterThanOrEqualTo(lastSynced);
            assertThat(numbers)
                    .as("kill %d: no gap before it", kill)
                    .hasSizeGreaterThanOrEqualTo((int) Math.min(last + 1, 2_000))
                    .isEqualTo(LongStream.rangeClosed(last - numbers.size() + 1, last)
                            .boxed()
                            .toList());
            next = last + 1;
        }
    }

    /** Runs a child that appends from this number on, kills it after so many events, gives the last that it said was synced. */
    private long killedAfter(long first, long events) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Child.command(List.of(), "append", dir.toString(), String.valueOf(first)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = -1;
        try (BufferedReader lines = child.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("synced \\d+")) {
                    last = Long.parseLong(line.substring(7));
                }
                if (last >= first + events) {
                    child.destroyForcibly();
                }
            }
        } catch (IOException e) {
            assertThat(e).hasMessage("Stream closed");
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(137);
        return last;
    }
}
