package kirikae.probe;

/**
 * Finds where an HTTP/1 answer ends, after its head, so that the connection can serve another probe: RFC 9112, 6 and 7.
 * Reads trailers over. Must not look for anything in the body; must not know the head's bytes.
 */
final class AnswerEnd {
    /** Longest body that is read to its end for the sake of the connection, framing included. */
    static final int LIMIT = 256 * 1024;

    /** Whether the connection can serve again. */
    enum State {
        /** Not yet: more of the answer is to come. */
        OPEN,
        /** The answer is over, and nothing came after it. */
        REACHED,
        /** Never: the peer wants to close, the end cannot be known, or something is wrong. */
        NEVER
    }

    private enum Part {
        SIZE,
        EXTENSION,
        DATA,
        AFTER_DATA,
        TRAILER_START,
        TRAILER
    }

    private final boolean chunked;
    private State state = State.OPEN;
    private Part part;
    private long left;
    private int digits;
    private int read;

    /** The end of the body that the head announces. */
    AnswerEnd(AnswerHead head) {
        AnswerHead.Framing framing = head.framing();
        chunked = framing == AnswerHead.Framing.CHUNKED;
        part = chunked ? Part.SIZE : Part.DATA;
        left = framing == AnswerHead.Framing.LENGTH ? head.contentLength() : 0;
        // What was switched to (101) or never asked for is nothing to wait in.
        if (!head.isPersistent() || framing == AnswerHead.Framing.UNTIL_CLOSE || head.status() < 200) {
            state = State.NEVER;
        } else if (!chunked && left == 0) {
            state = State.REACHED;
        }
    }

    /** How far it is. */
    State state() {
        return state;
    }

    /** Takes the next byte after the head. */
    void accept(byte next) {
        read++;
        if (state == State.REACHED || read > LIMIT) {
            state = State.NEVER;
        }
        if (state != State.OPEN) {
            return;
        }
        switch (part) {
            case SIZE -> size(next);
            case EXTENSION -> endSizeAt(next);
            case DATA -> data();
            case AFTER_DATA -> afterData(next);
            case TRAILER_START -> trailerStart(next);
            case TRAILER -> part = next == '\n' ? Part.TRAILER_START : Part.TRAILER;
        }
    }

    private void size(byte next) {
        int digit = Character.digit(next, 16);
        if (digit < 0) {
            part = Part.EXTENSION;
            endSizeAt(next);
        } else if (digits < 8) {
            left = left * 16 + digit;
            digits++;
        } else {
            state = State.NEVER;
        }
    }

    private void endSizeAt(byte next) {
        if (next == '\n') {
            state = digits == 0 ? State.NEVER : State.OPEN;
            digits = 0;
            part = left == 0 ? Part.TRAILER_START : Part.DATA;
        }
    }

    private void data() {
        left--;
        if (left == 0 && chunked) {
            part = Part.AFTER_DATA;
        } else if (left == 0) {
            state = State.REACHED;
        }
    }

    private void afterData(byte next) {
        if (next == '\n') {
            part = Part.SIZE;
        } else if (next != '\r') {
            state = State.NEVER;
        }
    }

    private void trailerStart(byte next) {
        if (next == '\n') {
            state = State.REACHED;
        } else if (next != '\r') {
            part = Part.TRAILER;
        }
    }
}
