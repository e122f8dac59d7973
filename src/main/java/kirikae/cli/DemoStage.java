package kirikae.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the demo is shown: a line a step with the time since the start, and the daemon's own lines indented below. Owns the writer,
 * and when which event came. Safe for several threads, so that no line is ever torn.
 */
final class DemoStage {
    private static final String INDENT = "          ";
    private final PrintWriter out;
    private final long start = System.nanoTime();
    private final List<Heard> heard = new ArrayList<>();
    private boolean ended;

    /** A log line of the daemon, and when it came. */
    record Heard(String line, long nanos) {
        /** True for this event. */
        boolean isEvent(String name) {
            return line.startsWith("event=" + name + " ");
        }
    }

    DemoStage(PrintWriter out) {
        this.out = out;
    }

    /** A line without time. */
    synchronized void say(String text) {
        out.println(text);
    }

    /** A step. */
    synchronized void step(String text) {
        out.println(String.format(Locale.ROOT, "%6.1fs  ", seconds(System.nanoTime() - start)) + text);
    }

    /** What belongs to the step before. */
    synchronized void detail(String text) {
        out.println(INDENT + text);
    }

    /** A line of the daemon's log. */
    synchronized void daemon(String line) {
        heard.add(new Heard(line, System.nanoTime()));
        if (!ended && !line.startsWith("event=switch-in-sync ")) { // a builtin server is in sync at once
            out.println(INDENT + Paint.FAINT.on(line));
        }
        notifyAll();
    }

    /** Shows nothing of the daemon any more. */
    synchronized void end() {
        ended = true;
    }

    /** Waits until so many lines satisfy the predicate; false when they do not within the bound. */
    synchronized boolean waitFor(Predicate<Heard> wanted, int count, Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (heard.stream().filter(wanted).count() < count) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** When an event first came after a moment, both on {@link System#nanoTime}. */
    synchronized Optional<Long> firstAfter(long nanos, String event) {
        return heard.stream()
                .filter(each -> each.nanos() - nanos > 0 && each.isEvent(event))
                .map(Heard::nanos)
                .findFirst();
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
