package kirikae.journal;

import java.time.Duration;

/**
 * The bounds of a journal.
 *
 * @param waiting how many events may wait for the disk; more fail at once
 * @param backlog how many events that failed are kept for a disk that comes back, beside what is in force among older ones
 * @param fileBytes the length at which the file is rotated
 * @param oldFiles how many rotated files are kept, and how many damaged ones
 * @param newest how many of the newest events a new file takes along, and a start replays, beside what is in force
 * @param patience how long an event waits for the disk before its stage fails
 */
public record JournalLimits(int waiting, int backlog, long fileBytes, int oldFiles, int newest, Duration patience) {
    /** What the daemon uses. */
    public static JournalLimits standard() {
        return new JournalLimits(10_000, 1_000, 16L << 20, 3, 2_000, Duration.ofSeconds(5));
    }

    /** The same with another length of the file. */
    public JournalLimits withFileBytes(long bytes) {
        return new JournalLimits(waiting, backlog, bytes, oldFiles, newest, patience);
    }

    /** The same with another patience. */
    public JournalLimits withPatience(Duration other) {
        return new JournalLimits(waiting, backlog, fileBytes, oldFiles, newest, other);
    }

    /** The same with other numbers of events. */
    public JournalLimits withEvents(int maxWaiting, int maxBacklog, int maxNewest) {
        return new JournalLimits(maxWaiting, maxBacklog, fileBytes, oldFiles, maxNewest, patience);
    }
}
