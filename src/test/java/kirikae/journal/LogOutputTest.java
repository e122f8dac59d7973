package kirikae.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogOutputTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";

    @TempDir
    Path dir;

    private List<String> said(String... options) throws Exception {
        Path out = dir.resolve("out");
        Process child = new ProcessBuilder(Child.command(List.of(options), "say"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(out);
    }

    @Test
    void oneLineAnEventAndNoNoise() throws Exception {
        List<String> lines = said();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches(TIME + "INFO  event=started version=0\\.1\\.0");
        assertThat(lines.get(1)).matches(TIME + "WARN  event=check-down reason=\"a\\\\nb\\\\u001b\\[2J\"");
        assertThat(lines.get(2)).matches(TIME + "ERROR event=alert service=web");
    }

    @Test
    void f38DebugShowsCausesWithoutControlCharacters() throws Exception {
        List<String> lines = said("-Dkirikae.log.level=DEBUG", "-Duser.timezone=Asia/Tokyo");
        assertThat(lines.get(3)).matches(TIME + "DEBUG hostile\\\\r\\\\nmessage");
        assertThat(java.time.Duration.between(
                        java.time.Instant.parse(lines.get(3).substring(0, 24)), java.time.Instant.now()))
                .as("UTC, whatever the time zone")
                .isLessThan(java.time.Duration.ofHours(1));
        assertThat(lines.get(4)).startsWith("    java.lang.IllegalStateException: x\\u001b[2J");
        assertThat(lines).noneMatch(line -> line.contains("noise") || line.contains("\u001b"));
    }

    @Test
    void f34AFullPipeDoesNotStopWhoeverLogs() throws Exception {
        Path done = dir.resolve("done");
        Process child = new ProcessBuilder(Child.command(List.of(), "log", done.toString(), "50000")).start();
        try {
            assertThat(child.waitFor(30, TimeUnit.SECONDS))
                    .as("nobody reads its stdout")
                    .isTrue();
            assertThat(Files.readString(done)).matches("lost \\d{3,5}");
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void f34AClosedStdoutDoesNotStopWhoeverLogs() throws Exception {
        Path done = dir.resolve("done");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >&-", "sh"));
        command.addAll(Child.command(List.of(), "log", done.toString(), "20000"));
        Process child = new ProcessBuilder(command).start();
        try {
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
            assertThat(done).exists();
        } finally {
            child.destroyForcibly();
        }
    }
}
