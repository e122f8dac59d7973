package kirikae.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owns the bytes of {@code events.jsonl}: whole lines only, each synced before it counts. After any failure the file is closed, and
 * before the next write it is opened again and cut back to the last line that counts, because a sync that failed once proves
 * nothing later (the system may have dropped the pages). A file that is not the one we left (removed, replaced, cut, written by
 * others) is kept aside and written anew from what is retained. Must not know queues or threads: it belongs to one thread.
 */
final class JournalFile implements Closeable {
    /**
     * What a start found.
     *
     * @param retained what the lines say
     * @param length how many bytes of the file count
     * @param stale whether the file must be written anew before anything else
     * @param aside the name under which the present file is kept then
     */
    record Found(Retained retained, long length, boolean stale, String aside) {}

    /** What the file stands on. */
    record Ground(Vault vault, Disk disk, StateLock lock, InstantSource clock) {}

    private interface Step {
        void run() throws IOException;
    }

    private final Vault vault;
    private final Disk disk;
    private final StateLock lock;
    private final InstantSource clock;
    private final OverrideMark mark;
    private final Retained retained;
    private final JournalLimits limits;
    private final JournalWatch watch;

    private Disk.@Nullable Out out;
    private @Nullable Object key;
    private boolean stale;
    private String aside;
    private String notice = "";
    private long length;
    private long rotateAt;
    private boolean markFails;

    /** A file as a start found it; opened at the first use. */
    JournalFile(Found found, Ground ground, JournalLimits limits, JournalWatch watch) {
        this.vault = ground.vault();
        this.disk = ground.disk();
        this.lock = ground.lock();
        this.clock = ground.clock();
        this.mark = new OverrideMark(vault.dir(), disk);
        this.retained = found.retained();
        this.limits = limits;
        this.watch = watch;
        this.stale = found.stale();
        this.aside = found.aside();
        this.length = found.length();
        this.rotateAt = limits.fileBytes();
    }

    /** Makes the file the one we know: there, open, and of the length that counts. */
    void ready() throws IOException {
        try {
            Vault.makeFolder(vault.dir());
            lock.ensure();
            if (out != null && !isOurs()) {
                disown();
            }
            if (out == null && !stale) {
                reopen();
            }
            if (stale) {
                writeAnew(() -> vault.keepDamaged(aside));
                tellNotice();
            }
        } catch (IOException | RuntimeException e) {
            closeOut();
            throw e;
        }
    }

    /**
     * Writes and syncs these lines. They count after {@link #keep}; {@link #withdraw} takes them out again. A failure leaves
     * nothing of them that counts.
     *
     * @return where they end, in bytes
     */
    long write(List<? extends Line> lines) throws IOException {
        ready();
        byte[] bytes = Line.bytes(lines);
        try {
            open().write(ByteBuffer.wrap(bytes), length);
            open().sync();
            return length + bytes.length;
        } catch (IOException | RuntimeException e) {
            withdraw();
            closeOut();
            throw e;
        }
    }

    /** Counts the lines that {@link #write} has just synced, up to the end that it gave. */
    void keep(List<? extends Line> lines, long end) {
        lines.forEach(retained::add);
        setMark(lines, length);
        length = end;
    }

    /** Cuts the file back to the lines that count. Where that fails, it is done before the next write. */
    void withdraw() {
        try {
            open().truncate(length);
            open().sync();
        } catch (IOException | RuntimeException e) {
            closeOut(); // opening again cuts it
        }
    }

    /** Starts a new edition when this one is long. A failure costs nothing: the file goes on, and it is tried again later. */
    void rotateIfLong() {
        if (out == null || length < rotateAt) {
            return;
        }
        try {
            writeAnew(vault::keepOld);
        } catch (IOException | RuntimeException e) {
            closeOut();
            rotateAt = length + limits.fileBytes() / 8;
            watch.notice("cannot rotate the journal: " + Reasons.of(e) + "; " + vault.events() + " grows on meanwhile");
        }
    }

    @Override
    public void close() {
        closeOut();
    }

    private boolean isOurs() throws IOException {
        return key != null && key.equals(keyNow()) && open().size() == length;
    }

    private void disown() {
        closeOut();
        stale = true;
        aside = Vault.damagedName(clock.instant());
        notice = vault.events() + " was removed or changed by somebody else; written anew with what is in force and the"
                + " newest events, the other one, if any, kept as " + aside;
    }

    private void reopen() throws IOException {
        Object there = keyNow();
        if (Files.notExists(vault.events()) || (key != null && !key.equals(there))) {
            disown();
            return;
        }
        out = disk.open(vault.events());
        key = there;
        long size = open().size();
        if (size < length) {
            disown();
        } else if (size > length) {
            open().truncate(length); // what a crash or a failed write of ours has left
            open().sync();
        }
    }

    private void writeAnew(Step keepPresent) throws IOException {
        List<Line> lines = retained.lines();
        byte[] bytes = Line.bytes(lines);
        writeNext(bytes);
        keepPresent.run();
        mark.clear();
        vault.replace();
        closeOut();
        stale = false;
        key = keyNow();
        length = bytes.length;
        rotateAt = Math.max(limits.fileBytes(), 2 * length);
        out = disk.open(vault.events());
        setMark(lines, 0);
    }

    private void writeNext(byte[] bytes) throws IOException {
        Files.deleteIfExists(vault.next());
        try (Disk.Out next = disk.open(vault.next())) {
            next.write(ByteBuffer.wrap(bytes), 0);
            next.sync();
        }
    }

    private void tellNotice() {
        if (!notice.isEmpty()) {
            watch.notice(notice);
            notice = "";
        }
    }

    /** Moves the mark for these lines, which begin at this byte. It is a witness only, so it may fail. */
    private void setMark(List<? extends Line> lines, long start) {
        try {
            mark.follow(lines, start);
            markFails = false;
        } catch (IOException e) {
            if (!markFails) {
                watch.notice(
                        "cannot write events.mark: " + Reasons.of(e) + "; a shortened journal would not be noticed");
            }
            markFails = true;
        }
    }

    private Disk.Out open() throws IOException {
        if (out == null) {
            throw new IOException("the journal is not open");
        }
        return out;
    }

    private void closeOut() {
        Disk.@Nullable Out open = out;
        out = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            watch.notice("the journal did not close cleanly: " + Reasons.of(e)); // what counts was synced before
        }
    }

    /** The identity of the file that has the name now; a fresh object, equal to nothing, when there is none. */
    private Object keyNow() throws IOException {
        try {
            @Nullable
            Object now = Files.readAttributes(vault.events(), BasicFileAttributes.class)
                    .fileKey();
            return now == null ? new Object() : now;
        } catch (NoSuchFileException e) {
            return new Object();
        }
    }
}
