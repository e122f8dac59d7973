package kirikae.journal;

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
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int filled;
    private long offset;

    /** Reads from here; the stream stays the caller's to close. */
    LineReader(InputStream in) {
        this.in = in;
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
        while (at < filled || fill()) {
            int newline = newline();
            bytes.write(buffer, at, Math.min(newline - at, LONGEST - bytes.size()));
            boolean ended = newline < filled;
            offset += newline - at + (ended ? 1 : 0);
            at = newline + (ended ? 1 : 0);
            if (ended) {
                return Optional.of(piece(bytes, start, true));
            }
        }
        return offset == start ? Optional.empty() : Optional.of(piece(bytes, start, false));
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }

    private int newline() {
        int i = at;
        while (i < filled && buffer[i] != '\n') {
            i++;
        }
        return i;
    }

    private Piece piece(ByteArrayOutputStream bytes, long start, boolean ended) {
        long length = offset - start - (ended ? 1 : 0);
        return new Piece(ByteBuffer.wrap(bytes.toByteArray()), start, offset, ended, length == bytes.size());
    }
}
