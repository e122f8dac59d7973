package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The packaged jar as a process: {@code java -jar target/kirikae.jar}. Collects stdout and stderr by lines, in one list each. Closing
 * ends it, whatever state it is in.
 */
final class JarProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    private JarProcess(Process process) {
        this.process = process;
        this.outReader = reader(process.inputReader(StandardCharsets.UTF_8), out);
        this.errReader = reader(process.errorReader(StandardCharsets.UTF_8), err);
    }

    /** Starts it with these arguments. */
    static JarProcess start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /** Starts it with these arguments and additions to the environment. */
    static JarProcess start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-jar", System.getProperty("kirikae.jar", "target/kirikae.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            return new JarProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line of stdout, also one that came already. */
    String line(Predicate<String> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (out) {
            while (out.stream().noneMatch(wanted)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                assertThat(left > 0 && outReader.isAlive())
                        .as("the line came; until now:\n" + this)
                        .isTrue();
                pause(left);
            }
            return out.stream().filter(wanted).findFirst().orElseThrow();
        }
    }

    /** Waits for the end; gives the exit code. */
    int exit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ended; until now:\n" + this)
                    .isTrue();
            outReader.join(PATIENCE.toMillis());
            errReader.join(PATIENCE.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends SIGTERM; gives the exit code. */
    int terminate() {
        process.toHandle().destroy(); // Process.destroy would close our end of its stdout as well
        return exit();
    }

    /** Sends SIGKILL, and waits for the end. */
    void kill() {
        process.destroyForcibly();
        int code = exit();
        assertThat(code).isEqualTo(137);
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** What came on stdout so far. */
    String out() {
        return text(out);
    }

    /** What came on stderr so far. */
    String err() {
        return text(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "stdout:\n" + out() + "stderr:\n" + err();
    }

    private void pause(long millis) {
        try {
            out.wait(Math.min(millis, 500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(List<String> lines) {
        synchronized (lines) {
            return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        }
    }

    private static Thread reader(BufferedReader from, List<String> lines) {
        Thread thread = new Thread(
                () -> from.lines().forEach(line -> {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }),
                "reader");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
