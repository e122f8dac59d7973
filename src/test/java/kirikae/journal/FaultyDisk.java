package kirikae.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A real folder on a disk that can run full, fail to sync, refuse to be cut, or hang. Stricter than a real one: a write that does
 * not fit leaves the part that did, and a failed sync leaves everything.
 */
final class FaultyDisk implements Disk {
    private volatile long room = Long.MAX_VALUE;
    private volatile boolean syncFails;
    private volatile boolean truncateFails;
    private volatile CountDownLatch hang = new CountDownLatch(0);
    final CountDownLatch hanging = new CountDownLatch(1);

    void room(long bytes) {
        room = bytes;
    }

    void failSync() {
        syncFails = true;
    }

    void failTruncate() {
        truncateFails = true;
    }

    void hang() {
        hang = new CountDownLatch(1);
    }

    void heal() {
        room = Long.MAX_VALUE;
        syncFails = false;
        truncateFails = false;
        hang.countDown();
    }

    @Override
    public Out open(Path path) throws IOException {
        return new FaultyOut(Disk.REAL.open(path));
    }

    private final class FaultyOut implements Out {
        private final Out real;

        FaultyOut(Out real) {
            this.real = real;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            int fits = (int) Math.min(room, bytes.remaining());
            boolean full = fits < bytes.remaining();
            real.write(bytes.slice(bytes.position(), fits), position);
            if (room != Long.MAX_VALUE) {
                room -= fits;
            }
            if (full) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void sync() throws IOException {
            hanging.countDown();
            try {
                if (!hang.await(30, TimeUnit.SECONDS)) {
                    throw new IOException("hung for ever");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (syncFails) {
                throw new IOException("Input/output error");
            }
            real.sync();
        }

        @Override
        public void truncate(long length) throws IOException {
            if (truncateFails) {
                throw new IOException("Read-only file system");
            }
            real.truncate(length);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
