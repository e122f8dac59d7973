package kirikae.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The seam under the journal's writes, so that a test can be a full or a broken disk. Must hold no rule of the journal. */
interface Disk {
    /** Opens for writing; creates the file, readable by its group, when it is missing. */
    Out open(Path path) throws IOException;

    /** An open file. */
    interface Out extends Closeable {
        /** Writes all of it at this position, or fails with any part of it written. */
        void write(ByteBuffer bytes, long position) throws IOException;

        /** Returns when everything written is on the disk. */
        void sync() throws IOException;

        /** Cuts the file to this length. */
        void truncate(long length) throws IOException;

        /** The length now. */
        long size() throws IOException;
    }

    /** The real disk. */
    Disk REAL = path -> new RealOut(FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))));

    /** A file of the real disk. */
    record RealOut(FileChannel channel) implements Out {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
