package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F28: with no file handle left nothing is held against the target, and afterwards all is well again. */
class FewHandlesTest {
    @TempDir
    private Path folder;

    @Test
    void f28OutOfFileHandlesIsUnknown() throws Exception {
        Path output = folder.resolve("output");
        Process child = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n 150; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FewHandles.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).contains("before: SUCCESS HTTP 200", "after: SUCCESS HTTP 200");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("full (")
                        && line.contains(
                                "Too many open files)): UNKNOWN too many open files (connecting to 127.0.0.1:"));
        assertThat(lines).anyMatch(line -> line.startsWith("plugin: UNKNOWN cannot run true: "));
    }
}
