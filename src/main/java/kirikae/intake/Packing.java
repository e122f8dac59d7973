package kirikae.intake;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * How a body is packed, by its Content-Encoding. Owns: unpacking it piece by piece, never as a whole. "deflate" is zlib (RFC 9110,
 * 8.4.1.2), as every Datadog Agent sends it; the raw form that some clients send instead is taken too. Vert.x could unpack by
 * itself, but knows no zstd, and closes without a status on bad input.
 */
enum Packing {
    PLAIN,
    DEFLATE,
    GZIP,
    ZSTD;

    private static final int ZLIB = 8;

    /** The packing of this name; nothing when we do not know it. */
    static Optional<Packing> of(String contentEncoding) {
        return switch (contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Optional.of(PLAIN);
            case "deflate" -> Optional.of(DEFLATE);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }

    /**
     * What was packed, as it is read.
     *
     * @param most so many bytes may come out; one more throws {@link TooLarge}
     * @throws IOException here or while reading, when the body is not packed so or is not whole
     */
    InputStream open(byte[] body, long most) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        return new Capped(
                switch (this) {
                    case PLAIN -> in;
                    case DEFLATE -> new InflaterInputStream(in, inflater(body));
                    case GZIP -> new GZIPInputStream(in);
                    case ZSTD -> new ZstdInputStream(in);
                },
                most);
    }

    /** A zlib header has the method 8 and is divisible by 31 (RFC 1950, 2.2). An inflater frees itself when it is garbage. */
    private static Inflater inflater(byte[] body) {
        boolean zlib = body.length >= 2
                && (body[0] & 0x0f) == ZLIB
                && (Byte.toUnsignedInt(body[0]) * 256 + Byte.toUnsignedInt(body[1])) % 31 == 0;
        return zlib ? new Inflater() : new Inflater(true);
    }

    /** More comes out than may. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(long most) {
            super("more than " + most + " bytes when unpacked");
        }
    }

    /** Counts what comes out; turns the exceptions of libraries about bad input into the one that says so. */
    private static final class Capped extends InputStream {
        private final InputStream in;
        private final long most;
        private long count;

        Capped(InputStream in, long most) {
            this.in = in;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = unpack(into, from, length);
            count += Math.max(0, got);
            if (count > most) {
                throw new TooLarge(most);
            }
            return got;
        }

        private int unpack(byte[] into, int from, int length) throws IOException {
            try {
                return in.read(into, from, length);
            } catch (RuntimeException e) {
                throw new IOException("not packed as it says: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
