package kirikae.probe;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kirikae.model.Observation;

/**
 * Runs one plugin to its end, without a shell and with a small environment (none of the daemon's, which may hold
 * credentials). Exit codes as in the Nagios plugin guidelines: 0 good, 1 good with a warning, else bad. Owns the process.
 * Blocks, so it lives on a thread of the {@link CommandPool}; {@link #stop} may come from any thread.
 *
 * <p>A plugin that cannot be started is our fault. So are 126 and 127, which a shell or env gives when the program behind a
 * wrapper cannot be run or found (POSIX, "Exit Status for Commands").
 */
final class Command implements Runnable {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8");
    private static final int KEPT = 4 * 1024;
    private static final int SHORTEST_WAIT_MS = 2;
    private static final int LONGEST_WAIT_MS = 20;
    private static final int KILL_ROUNDS = 5;

    private final List<String> command;
    private final Consumer<Observation> done;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.QUEUED);
    private final long submitted = System.nanoTime();
    private volatile long waited;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    /** How far it is. */
    enum Phase {
        QUEUED,
        RUNNING,
        /** Over, with or without a word: an error (no thread left) may have kept it from telling. */
        ENDED,
        STOPPED
    }

    /** Takes the program with its arguments, and who is told the outcome (on the pool's thread; not told after stop). */
    Command(List<String> command, Consumer<Observation> done) {
        this.command = List.copyOf(command);
        this.done = done;
    }

    /** Ends it: the process is killed with its descendants shortly after. Gives how far it was. */
    Phase stop() {
        return phase.getAndSet(Phase.STOPPED);
    }

    /** How long it stood in the queue, once it runs. */
    Duration waited() {
        return Duration.ofNanos(waited);
    }

    @Override
    public void run() {
        waited = System.nanoTime() - submitted;
        if (!phase.compareAndSet(Phase.QUEUED, Phase.RUNNING)) {
            return;
        }
        try {
            runToEnd();
        } catch (IOException | RuntimeException e) {
            done.accept(Observation.unknown("cannot run " + command.get(0) + ": " + Line.printable(message(e))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            phase.compareAndSet(Phase.RUNNING, Phase.ENDED);
        }
    }

    private void runToEnd() throws IOException, InterruptedException {
        Process process = start();
        try {
            await(process);
        } finally {
            kill(process);
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder.start();
    }

    /**
     * Never blocks in a read: a grandchild that keeps the pipe open must not hold a slot. What is read here and thrown
     * away keeps an endless printer from blocking, at a pace that costs nothing.
     */
    private void await(Process process) throws IOException, InterruptedException {
        InputStream out = process.getInputStream();
        int wait = SHORTEST_WAIT_MS;
        while (!process.waitFor(wait, TimeUnit.MILLISECONDS)) {
            if (phase.get() == Phase.STOPPED) {
                return;
            }
            drain(out);
            wait = Math.min(wait * 2, LONGEST_WAIT_MS);
        }
        drain(out);
        if (phase.get() == Phase.RUNNING) {
            done.accept(verdict(process.exitValue(), Line.first(output.toString(StandardCharsets.UTF_8))));
        }
    }

    private void drain(InputStream out) throws IOException {
        int ready = out.available();
        if (ready > 0) {
            byte[] read = out.readNBytes(ready);
            output.write(read, 0, Math.min(read.length, KEPT - output.size()));
        }
    }

    /** What an exit code and the first line of output mean. */
    static Observation verdict(int exit, String line) {
        String text = "exit " + exit + (line.isEmpty() ? "" : ": " + line);
        return switch (exit) {
            case 0 -> Observation.success(line);
            case 1 -> Observation.success(text);
            case 126, 127 -> Observation.unknown(text + " (the plugin or a part of it cannot be run)");
            default -> Observation.failure(text);
        };
    }

    /** Children first: those of a dead parent can no longer be found. Several rounds, since they may fork meanwhile. */
    private static void kill(Process process) {
        for (int round = 0; round < KILL_ROUNDS && process.isAlive(); round++) {
            List<ProcessHandle> children = process.descendants().toList();
            children.forEach(ProcessHandle::destroyForcibly);
            if (children.isEmpty()) {
                break;
            }
        }
        List<ProcessHandle> last = process.descendants().toList();
        process.destroyForcibly();
        last.forEach(ProcessHandle::destroyForcibly);
    }

    private static String message(Exception e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }
}
