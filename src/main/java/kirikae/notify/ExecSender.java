package kirikae.notify;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import kirikae.model.Escapes;

/**
 * Runs a program with the event as JSON on its standard input: exit code 0 is delivered, 75 (EX_TEMPFAIL) is tried again, any other
 * is refused. No shell, a small environment without the daemon's own variables, and at the deadline the program is killed with its children.
 */
public final class ExecSender implements Sender {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8");
    private static final int TEMPORARY = 75;
    private static final int KEPT = 4_096;
    private static final int LINE = 200;
    private static final int LONGEST_WAIT_MS = 50;
    private static final int KILL_ROUNDS = 5;

    private final List<String> command;
    private final Duration timeout;
    private final Executor threads;

    /** Takes the program with its arguments, when it is killed, and the threads that may wait for it. */
    public ExecSender(List<String> command, Duration timeout, Executor threads) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
        this.threads = threads;
    }

    @Override
    public CompletionStage<Outcome> send(Notice notice) {
        byte[] input = EventWords.json(notice);
        try {
            return CompletableFuture.supplyAsync(() -> run(input), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Outcome.failed("too many programs run already"));
        }
    }

    private Outcome run(byte[] input) {
        try {
            Process process = start();
            try {
                return toEnd(process, input);
            } finally {
                kill(process);
            }
        } catch (IOException e) {
            return new Outcome.Refused("cannot run " + command.get(0) + ": " + Escapes.escape(message(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed("the daemon is stopping");
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(new File("/")).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder.start();
    }

    /** Output is read as it comes, and only its beginning kept, so that neither a full pipe nor a talker holds anything up. */
    private Outcome toEnd(Process process, byte[] input) throws IOException, InterruptedException {
        feed(process, input);
        InputStream out = process.getInputStream();
        StringBuilder said = new StringBuilder();
        long end = System.nanoTime() + timeout.toNanos();
        int wait = 1;
        while (!process.waitFor(wait, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() > end) {
                return Outcome.failed("not done within " + timeout.toMillis() + " ms: killed");
            }
            drain(out, said);
            wait = Math.min(wait * 2, LONGEST_WAIT_MS);
        }
        drain(out, said);
        return outcome(process.exitValue(), said.toString());
    }

    /** A program that does not read must not block us: its pipe is fed by a thread that ends with it. */
    private static void feed(Process process, byte[] input) {
        Thread feeder = new Thread(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        in.write(input);
                    } catch (IOException e) {
                        return; // the program ended or closed its input: its exit code says how it went
                    }
                },
                "notify-feed");
        feeder.setDaemon(true);
        feeder.start();
    }

    private static void drain(InputStream out, StringBuilder said) throws IOException {
        int ready = out.available();
        if (ready > 0) {
            byte[] read = out.readNBytes(Math.min(ready, 1 << 16));
            if (said.length() < KEPT) {
                said.append(new String(read, 0, Math.min(read.length, KEPT), StandardCharsets.UTF_8));
            }
        }
    }

    private static Outcome outcome(int code, String said) {
        String line =
                Escapes.bound(Escapes.escape(said.lines().findFirst().orElse("").strip()), LINE);
        String words = "exit " + code + (line.isEmpty() ? "" : ": " + line);
        return switch (code) {
            case 0 -> new Outcome.Delivered();
            case TEMPORARY -> Outcome.failed(words);
            default -> new Outcome.Refused(words);
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
