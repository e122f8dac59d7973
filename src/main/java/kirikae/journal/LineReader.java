package kirikae.journal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cuts a stream of bytes into lines in bounded memory. Owns the bound; must not know what a line means. */
final class LineReader {
    /** The longest line that is read, in bytes; a longer one is damage. Far above what the journal writes. */
    static final int LONGEST = 1 << 20;

    private static final ByteBuffer OPENING = StandardCharsets.US_ASCII.encode("{\"");

    private final InputStream in;
    private long offset;

    /** Reads from here; the stream stays the caller's to close. */
    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /**
     * What stands between two newlines.
     *
     * @param bytes without the newline; of a line longer than {@link #LONGEST} only the beginning
     * @param start where it begins in the stream
     * @param end where the next one begins
     * @param ended whether a newline stands at its end
     * @param whole whether all of it is in {@code bytes}
     */
    record Piece(ByteBuffer bytes, long start, long end, boolean ended, boolean whole) {
        /** The bytes as text; empty when they are too many or no UTF-8. */
        Optional<String> text() {
            try {
                return whole
                        ? Optional.of(StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(bytes.duplicate())
                                .toString())
                        : Optional.empty();
            } catch (CharacterCodingException e) {
                return Optional.empty();
            }
        }

        /**
         * True when this may be a line of ours that a crash cut off: the beginning of an object, or less, and then nothing but
         * the zeros that file systems leave where data never arrived.
         */
        boolean isTorn() {
            int length = bytes.limit();
            while (length > 0 && bytes.get(length - 1) == 0) {
                length--;
            }
            ByteBuffer text = bytes.slice(0, length);
            ByteBuffer opening = OPENING.slice(0, Math.min(length, OPENING.limit()));
            return !ended && whole && text.slice(0, opening.limit()).equals(opening) && hasNoControls(text);
        }

        private static boolean hasNoControls(ByteBuffer text) {
            for (int i = 0; i < text.limit(); i++) {
                if (text.get(i) >= 0 && text.get(i) < ' ') {
                    return false;
                }
            }
            return true;
        }
    }

    /** The next piece; empty at the end of the stream. */
    Optional<Piece> next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        long start = offset;
        for (int b = in.read(); b >= 0; b = in.read()) {
            offset++;
            if (b == '\n') {
                return Optional.of(piece(bytes, start, true));
            }
            if (bytes.size() < LONGEST) {
                bytes.write(b);
            }
        }
        return offset == start ? Optional.empty() : Optional.of(piece(bytes, start, false));
    }

    private Piece piece(ByteArrayOutputStream bytes, long start, boolean ended) {
        long length = offset - start - (ended ? 1 : 0);
        return new Piece(ByteBuffer.wrap(bytes.toByteArray()), start, offset, ended, length == bytes.size());
    }
}
