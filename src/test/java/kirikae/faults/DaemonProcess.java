package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged jar as a process: {@code java -jar kirikae.jar run}, its log, its signals, its end. */
final class DaemonProcess implements AutoCloseable {
    private static final String JAR = System.getProperty("kirikae.jar", "target/kirikae.jar");

    private final Process process;
    private final Path errors;
    private final DaemonLog log = new DaemonLog();
    private final long launchedNanos = System.nanoTime();

    /** How it is started; every method changes and gives this. */
    static final class Launch {
        private final Path config;
        private final List<String> jvm = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> removed = new ArrayList<>();
        private String shell = "exec \"$@\"";
        private Stdout stdout = Stdout.READ;
        private String memory = "-Xmx64m";

        private Launch(Path config) {
            this.config = config;
            environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
            environment.put("AWS_SECRET_ACCESS_KEY", "secret");
            environment.put("AWS_EC2_METADATA_DISABLED", "true");
            environment.put("AWS_CONFIG_FILE", "/nonexistent");
            environment.put("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
        }

        /** Sets a variable of the environment. */
        Launch with(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Takes a variable away. */
        Launch without(String name) {
            environment.remove(name);
            removed.add(name);
            return this;
        }

        /** Further options of the JVM. */
        Launch jvm(String... options) {
            jvm.addAll(List.of(options));
            return this;
        }

        /** A command of the shell that ends in {@code exec "$@"}. */
        Launch shell(String command) {
            shell = command;
            return this;
        }

        /** Another heap. */
        Launch memory(String option) {
            memory = option;
            return this;
        }

        /** What happens to stdout. */
        Launch stdout(Stdout how) {
            stdout = how;
            return this;
        }

        /** Starts it. */
        DaemonProcess start() {
            return new DaemonProcess(this);
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", shell, "sh"));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", memory));
            command.addAll(jvm);
            command.addAll(List.of("-jar", JAR, "run", "--config", config.toString()));
            return command;
        }
    }

    /** What happens to the lines it writes. */
    enum Stdout {
        /** They are read. */
        READ,
        /** Nobody reads the pipe, so it fills up. */
        UNREAD,
        /** The reader goes away at once. */
        CLOSED
    }

    private DaemonProcess(Launch launch) {
        assertThat(Path.of(JAR)).as("the jar is built by mvn package").exists();
        errors = launch.config.resolveSibling("stderr-" + System.nanoTime());
        ProcessBuilder builder = new ProcessBuilder(launch.command()).redirectError(errors.toFile());
        launch.removed.forEach(builder.environment()::remove);
        builder.environment().remove("AWS_PROFILE");
        builder.environment().putAll(launch.environment);
        try {
            process = builder.start();
            take(launch.stdout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it is to be started with this configuration. */
    static Launch with(Path config) {
        return new Launch(config);
    }

    private void take(Stdout how) throws IOException {
        switch (how) {
            case READ -> {
                Thread reader = new Thread(this::read, "daemon-log");
                reader.setDaemon(true);
                reader.start();
            }
            case UNREAD -> {}
            case CLOSED -> process.getInputStream().close();
        }
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                log.add(line);
            }
        } catch (IOException e) {
            log.add("the log ended: " + e);
        } finally {
            log.end();
        }
    }

    /** Its log. */
    DaemonLog log() {
        return log;
    }

    /** When it was launched, on this JVM's clock. */
    long launchedNanos() {
        return launchedNanos;
    }

    /** Waits until it listens; gives the port. */
    int port() {
        return Integer.parseInt(
                DaemonLog.value(log.await("event=started"), "http").replace("127.0.0.1:", ""));
    }

    /** Sends a signal, such as "STOP". */
    void signal(String name) {
        try {
            int code = new ProcessBuilder("/bin/kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(code).as("kill -" + name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** kill -9, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        exitCode(10);
    }

    /** True until it ends. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    int exitCode(int seconds) {
        try {
            assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
                    .as("it ends within " + seconds + " s; its log:\n" + String.join("\n", log.lines()))
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What it wrote to stderr. */
    String errors() {
        return text(errors);
    }

    /** Resident memory in KiB. */
    long residentKib() {
        return text(Path.of("/proc/" + process.pid() + "/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** The whole lines of a state folder's journal, each a JSON object. */
    static List<JsonObject> journal(Path stateDir) {
        Path file = stateDir.resolve("events.jsonl");
        if (Files.notExists(file)) {
            return List.of();
        }
        String text = text(file);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(JsonObject::new)
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode(10);
    }
}
