package kirikae.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The real daemon: the packaged jar, started by the shipped launcher with the shipped options. */
final class DaemonProcess implements AutoCloseable {
    private static final long TICKS_A_SECOND = 100; // of /proc/PID/stat

    private final Process process;
    private final long begun = System.nanoTime();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> all = new ArrayList<>();

    DaemonProcess(Path config, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("packaging/kirikae", "run", "--config", config.toString()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        Thread reader = new Thread(this::read, "daemon-output");
        reader.setDaemon(true);
        reader.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (all) {
                    all.add(line);
                }
                lines.add(line);
            }
        } catch (IOException e) {
            System.err.println("the daemon's output ended: " + e);
        }
    }

    /** When it was started, by nanoTime. */
    long begun() {
        return begun;
    }

    /** Waits for the next line that fits; lines before it are skipped. */
    String await(Predicate<String> wanted, int seconds) throws InterruptedException, IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            String line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException(
                        "the daemon did not say what was waited for; it said:\n" + String.join("\n", output()));
            }
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    /** Waits for an event of a service. */
    String await(String event, String service, int seconds) throws InterruptedException, IOException {
        return await(line -> line.contains("event=" + event + " service=" + service + " "), seconds);
    }

    /** Everything it has said. */
    List<String> output() {
        synchronized (all) {
            return List.copyOf(all);
        }
    }

    /** How many lines fit. */
    long count(String part) {
        return output().stream().filter(line -> line.contains(part)).count();
    }

    /** Resident memory in MB. */
    double residentMb() throws IOException {
        return status("VmRSS:") / 1024.0;
    }

    /** The most that was resident, in MB. */
    double peakMb() throws IOException {
        return status("VmHWM:") / 1024.0;
    }

    private long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Processor time so far, in milliseconds. */
    long cpuMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_A_SECOND;
    }

    /** Throws what it said when it has ended. */
    void mustRun() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the daemon ended; it said:\n" + String.join("\n", output()));
        }
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Ends it as the system does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
