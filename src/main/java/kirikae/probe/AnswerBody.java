package kirikae.probe;

/**
 * Reads the body of an HTTP/1 answer (by length, chunked, until close: RFC 9112, 6 and 7) and searches its first 64 KiB.
 * Keeps nothing of it. Owns the body's limit.
 */
final class AnswerBody {
    /** How much of the body is searched, in bytes. */
    static final int LIMIT = 64 * 1024;

    /** How far it is. */
    enum State {
        MORE,
        FOUND,
        ENDED,
        MALFORMED
    }

    private enum Part {
        SIZE,
        EXTENSION,
        DATA,
        AFTER_DATA
    }

    private static final int SIZE_DIGITS = 15;
    private static final int EXTENSION_LIMIT = 4 * 1024;

    private final Needle needle;
    private final boolean chunked;
    private Part part;
    private long left;
    private int digits;
    private int extension;
    private int searched;
    private int reached;
    private State state = State.MORE;

    private AnswerBody(Needle needle, Part part, long left) {
        this.needle = needle;
        this.part = part;
        this.chunked = part == Part.SIZE;
        this.left = left;
        if (part == Part.DATA && left == 0) {
            state = State.ENDED;
        }
    }

    /** The body that the head announces. */
    static AnswerBody after(AnswerHead head, Needle needle) {
        return switch (head.framing()) {
            case NONE -> new AnswerBody(needle, Part.DATA, 0);
            case LENGTH -> new AnswerBody(needle, Part.DATA, head.contentLength());
            case CHUNKED -> new AnswerBody(needle, Part.SIZE, 0);
            case UNTIL_CLOSE -> new AnswerBody(needle, Part.DATA, Long.MAX_VALUE);
        };
    }

    /** How far it is; anything but MORE is final. */
    State state() {
        return state;
    }

    /** True when the peer may close now: the body is delimited by that. */
    boolean mayClose() {
        return !chunked && left > Long.MAX_VALUE / 2;
    }

    /** Takes the next byte while the state is MORE. */
    void accept(byte next) {
        switch (part) {
            case SIZE -> size(next);
            case EXTENSION -> extension(next);
            case DATA -> data(next);
            case AFTER_DATA -> afterData(next);
        }
    }

    private void size(byte next) {
        int digit = Character.digit(next, 16);
        if (digit >= 0 && digits < SIZE_DIGITS) {
            left = left * 16 + digit;
            digits++;
        } else if (digit < 0 && digits > 0 && (next == '\r' || next == ';' || next == ' ' || next == '\t')) {
            part = Part.EXTENSION;
        } else if (next == '\n' && digits > 0) {
            endSize();
        } else {
            state = State.MALFORMED;
        }
    }

    private void extension(byte next) {
        extension++;
        if (next == '\n') {
            endSize();
        } else if (extension > EXTENSION_LIMIT) {
            state = State.MALFORMED;
        }
    }

    private void endSize() {
        digits = 0;
        extension = 0;
        part = Part.DATA;
        if (left == 0) {
            state = State.ENDED;
        }
    }

    private void data(byte next) {
        left--;
        searched++;
        reached = needle.step(reached, next);
        if (needle.isFound(reached)) {
            state = State.FOUND;
        } else if (searched == LIMIT || (left == 0 && !chunked)) {
            state = State.ENDED;
        } else if (left == 0) {
            part = Part.AFTER_DATA;
        }
    }

    private void afterData(byte next) {
        if (next == '\n') {
            part = Part.SIZE;
        } else if (next != '\r') {
            state = State.MALFORMED;
        }
    }
}
