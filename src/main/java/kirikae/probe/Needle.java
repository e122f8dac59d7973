package kirikae.probe;

import java.nio.charset.StandardCharsets;

/**
 * Searches a stream for a text without keeping the stream (Knuth, Morris, Pratt). The text is compared as UTF-8 bytes.
 * Immutable: the place reached is the caller's number, 0 at the start.
 */
final class Needle {
    private final byte[] text;
    private final int[] fallback;

    /** Takes the text to look for; an empty one asks for nothing. */
    Needle(String wanted) {
        text = wanted.getBytes(StandardCharsets.UTF_8);
        fallback = new int[text.length];
        for (int i = 1, reached = 0; i < text.length; i++) {
            reached = step(reached, text[i]);
            fallback[i] = reached;
        }
    }

    /** True when nothing is asked. */
    boolean isEmpty() {
        return text.length == 0;
    }

    /** True when so far a place means that the text was found. */
    boolean isFound(int reached) {
        return reached == text.length;
    }

    /** The place after one more byte. */
    int step(int reached, byte next) {
        int at = reached;
        while (at > 0 && text[at] != next) {
            at = fallback[at - 1];
        }
        return text[at] == next ? at + 1 : at;
    }

    @Override
    public String toString() {
        return new String(text, StandardCharsets.UTF_8);
    }
}
