package kirikae.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns {@code state-dir/lock}: one daemon for each folder. The system gives the lock back when the process ends, however it ends.
 * Must not know the journal.
 *
 * <p>POSIX locks belong to the process and are lost when it closes any handle of the file; so a folder that this process holds is
 * refused before its lock file is touched.
 */
final class StateLock implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLock.class);
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path dir;
    private final Path path;
    private @Nullable FileChannel channel;
    private @Nullable Object key;

    private StateLock(Path dir) {
        this.dir = dir;
        this.path = dir.resolve("lock");
    }

    /**
     * Takes the lock of an existing folder; empty when somebody else has it.
     *
     * @throws IOException when the lock file cannot be opened or locked at all
     */
    static Optional<StateLock> take(Path dir) throws IOException {
        StateLock lock = new StateLock(dir.toRealPath());
        if (!HELD_HERE.add(lock.dir)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            taken = lock.lock();
        } finally {
            if (!taken) {
                HELD_HERE.remove(lock.dir);
            }
        }
        return taken ? Optional.of(lock) : Optional.empty();
    }

    /** Who wrote the lock file last, such as "process 4711"; empty when it does not say. */
    static Optional<String> holder(Path dir) {
        try {
            if (HELD_HERE.contains(dir.toRealPath())) {
                return Optional.of("this process");
            }
            String text = Files.readString(dir.resolve("lock"), StandardCharsets.US_ASCII)
                    .strip();
            return text.matches("\\d{1,10}") ? Optional.of("process " + text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // only a nicety of a message
        }
    }

    /** Takes the lock anew when its file was removed: a lock on a file without a name keeps nobody out. */
    void ensure() throws IOException {
        if (key != null && key.equals(keyOf(path))) {
            return;
        }
        closeChannel();
        if (!lock()) {
            throw new IOException("another kirikae has taken " + dir);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeChannel();
        } finally {
            HELD_HERE.remove(dir);
        }
    }

    private boolean lock() throws IOException {
        FileChannel opened = openFile();
        boolean taken = false;
        try {
            taken = isLocked(opened);
        } finally {
            if (!taken) {
                opened.close();
            }
        }
        if (taken) {
            channel = opened;
            key = keyOf(path);
            sign(opened);
        }
        return taken;
    }

    private FileChannel openFile() throws IOException {
        try {
            return FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        } catch (IOException e) {
            if (!Files.isReadable(path)) {
                throw e;
            }
            return FileChannel.open(
                    path, StandardOpenOption.READ); // a disk that turned read-only must not stop a restart
        }
    }

    private static boolean isLocked(FileChannel opened) throws IOException {
        try {
            @Nullable FileLock exclusive = opened.tryLock();
            return exclusive != null;
        } catch (NonWritableChannelException e) {
            @Nullable FileLock shared = opened.tryLock(0, Long.MAX_VALUE, true); // keeps every writer out
            return shared != null;
        }
    }

    /** Writes who holds it. On a full disk the file stays empty: the lock is the lock, the number is for people. */
    private static void sign(FileChannel opened) {
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            opened.truncate(0);
            opened.write(ByteBuffer.wrap(pid), 0);
        } catch (IOException | NonWritableChannelException e) {
            LOG.debug("the lock file stays unsigned", e);
        }
    }

    private void closeChannel() throws IOException {
        @Nullable FileChannel open = channel;
        channel = null;
        key = null;
        if (open != null) {
            open.close();
        }
    }

    /** The file's identity; a fresh object, equal to nothing, when there is none. */
    private static Object keyOf(Path path) throws IOException {
        try {
            @Nullable
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? new Object() : key;
        } catch (NoSuchFileException e) {
            return new Object();
        }
    }
}
