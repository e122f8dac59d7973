package kirikae.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A monitor at work: one or more processes, and what they cost. */
final class Prober implements AutoCloseable {
    private static final long TICKS_A_SECOND = 100; // of /proc/PID/stat

    private final List<Process> processes = new ArrayList<>();
    private final Path output;

    /** Takes where its processes write what they say. */
    Prober(Path output) {
        this.output = output;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> processes.forEach(Process::destroyForcibly)));
    }

    /** Starts one process more. */
    Prober with(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        processes.add(builder.start());
        return this;
    }

    /** What it has said so far. */
    String said() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Waits until it has said this. */
    void await(String text, int seconds) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!said().contains(text)) {
            if (System.nanoTime() > end || processes.stream().noneMatch(Process::isAlive)) {
                throw new IOException("'" + text + "' was not said, but:\n" + said());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Processor time of all its processes so far, in seconds; their ended children count. */
    double cpuSeconds() throws IOException {
        double sum = 0;
        for (Process process : processes) {
            if (!process.isAlive()) {
                throw new IOException("it has ended; it said:\n" + said());
            }
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            for (int i = 11; i <= 14; i++) {
                sum += Long.parseLong(fields[i]);
            }
        }
        return sum / TICKS_A_SECOND;
    }

    /** Resident memory of all its processes, in MB. */
    double residentMb() throws IOException {
        double sum = 0;
        for (Process process : processes) {
            sum += Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        return sum / 1024;
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        processes.forEach(Prober::end);
    }

    private static void end(Process process) {
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
