package kirikae.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The lines that a daemon wrote, and waiting for one of them. Safe for threads. */
final class DaemonLog {
    /** Long enough for a machine that is busy with something else. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    /** One more line. */
    synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** Nothing more comes. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Every line so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many lines there are: where a later {@link #await} begins. */
    synchronized int mark() {
        return lines.size();
    }

    /** The lines that hold all these words. */
    List<String> with(String... words) {
        return lines().stream().filter(line -> holds(line, words)).toList();
    }

    /** Waits for a line that holds all these words, anywhere. */
    String await(String... words) {
        return await(0, words);
    }

    /** Waits for a line that holds all these words, among those from the mark on. */
    synchronized String await(int mark, String... words) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int next = mark;
        while (true) {
            for (; next < lines.size(); next++) {
                if (holds(lines.get(next), words)) {
                    return lines.get(next);
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || ended) {
                throw new AssertionError("no line with " + List.of(words) + (ended ? " (it has ended)" : "") + " in:\n"
                        + String.join("\n", lines));
            }
            sleepUntilMore(left);
        }
    }

    private void sleepUntilMore(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The value of a key in a log line, without quotes. */
    static String value(String line, String key) {
        int start = line.indexOf(" " + key + "=");
        if (start < 0) {
            throw new AssertionError("no " + key + " in: " + line);
        }
        String rest = line.substring(start + key.length() + 2);
        return rest.startsWith("\"") ? rest.substring(1, rest.indexOf('"', 1)) : rest.split(" ", 2)[0];
    }

    private static boolean holds(String line, String... words) {
        for (String word : words) {
            int at = line.indexOf(word);
            while (at >= 0 && !endsHere(line, at + word.length())) {
                at = line.indexOf(word, at + 1);
            }
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /** A value must match to its end: service=f1 is not service=f10, event=drift not event=drift-cleared. */
    private static boolean endsHere(String line, int end) {
        return end == line.length() || !Character.isLetterOrDigit(line.charAt(end)) && line.charAt(end) != '-';
    }
}
