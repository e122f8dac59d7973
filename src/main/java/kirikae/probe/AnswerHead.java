package kirikae.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads the header block of an HTTP/1 answer byte by byte, interim answers (1xx) skipped: RFC 9112. Owns the limit on the
 * block. Lines may end with a bare LF (RFC 9112, 2.2). Must not look at the body.
 */
final class AnswerHead {
    /** Longest header block, interim answers included, in bytes. */
    static final int LIMIT = 16 * 1024;

    /** How the body is delimited. */
    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private static final byte[] START = ascii("HTTP/1.");
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
    private static final byte[] CONNECTION = ascii("connection");
    private static final long UNSAID = -1;

    private byte[] line = new byte[128];
    private int length;
    private int total;
    private int status;
    private int headers;
    private long contentLength = UNSAID;
    private boolean encoded;
    private boolean chunked;
    private boolean persistent;
    private boolean complete;
    private String fault = "";

    /** Takes the next byte; must not be called once {@link #isComplete} or {@link #fault} says that it is over. */
    void accept(byte next) {
        total++;
        if (total > LIMIT) {
            fault = "the answer's headers are longer than 16 KiB";
        } else if (next == '\n') {
            endLine();
        } else {
            append(next);
        }
    }

    /** True once the empty line was read. */
    boolean isComplete() {
        return complete;
    }

    /** Why this is no HTTP answer; empty while it may be one. */
    String fault() {
        return fault;
    }

    /** True when not a single byte came. */
    boolean isEmpty() {
        return total == 0;
    }

    /** The status of the final answer. */
    int status() {
        return status;
    }

    /** The length of the body where {@link #framing} is LENGTH. */
    long contentLength() {
        return contentLength;
    }

    /** How the body is delimited: RFC 9112, 6.3. */
    Framing framing() {
        if (status < 200 || status == 204 || status == 304) {
            return Framing.NONE;
        }
        if (encoded) {
            return chunked ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
        }
        return contentLength == UNSAID ? Framing.UNTIL_CLOSE : Framing.LENGTH;
    }

    /** True when the peer lets the connection live on: RFC 9112, 9.3. */
    boolean isPersistent() {
        return persistent;
    }

    private void append(byte next) {
        if (status == 0 && length < START.length && next != START[length]) {
            fault = "the answer is not HTTP/1";
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = next;
    }

    private void endLine() {
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        if (status == 0) {
            statusLine();
        } else if (length == 0) {
            endBlock();
        } else {
            header();
        }
        length = 0;
    }

    /** "HTTP/1.1 200 OK"; the words after the status may be missing. */
    private void statusLine() {
        boolean formed = length >= 12
                && digit(7) >= 0
                && line[8] == ' '
                && (length == 12 || line[12] == ' ')
                && digit(9) >= 1
                && digit(10) >= 0
                && digit(11) >= 0;
        if (formed) {
            status = digit(9) * 100 + digit(10) * 10 + digit(11);
            persistent = line[7] != '0'; // HTTP/1.0 closes: RFC 9112, 9.3
        } else {
            fault = "the answer's status line is malformed";
        }
    }

    private void endBlock() {
        // 101 is final: nothing that we asked for follows it.
        complete = status >= 200 || status == 101;
        if (!complete) {
            status = 0;
            headers = 0;
            contentLength = UNSAID;
            encoded = false;
            chunked = false;
        }
    }

    private void header() {
        boolean folded = line[0] == ' ' || line[0] == '\t';
        if (folded && headers > 0) {
            return; // an obsolete line folding: none of the headers that matter here is ever folded
        }
        headers++;
        int colon = 0;
        while (colon < length && line[colon] != ':') {
            colon++;
        }
        if (folded || colon == 0 || colon == length) {
            fault = "the answer has a header line without a name and a colon";
        } else {
            named(colon);
        }
    }

    private void named(int colon) {
        int end = colon;
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t')) {
            end--;
        }
        if (isNamed(CONTENT_LENGTH, end)) {
            measured(value(colon));
        } else if (isNamed(TRANSFER_ENCODING, end)) {
            encoded = true;
            String coding = value(colon).toLowerCase(Locale.ROOT);
            chunked = coding.equals("chunked") || coding.endsWith(",chunked") || coding.endsWith(" chunked");
        } else if (isNamed(CONNECTION, end)) {
            persistent &= !value(colon).toLowerCase(Locale.ROOT).contains("close");
        }
    }

    /** Compares without a copy: most headers are none of ours. */
    private boolean isNamed(byte[] name, int end) {
        if (end != name.length) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            if (line[i] != name[i] && (line[i] | 0x20) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private void measured(String value) {
        boolean number =
                !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        long said = number ? Long.parseLong(value) : UNSAID;
        if (!number || (contentLength != UNSAID && contentLength != said)) {
            fault = "the answer's Content-Length is malformed";
        }
        contentLength = said;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String value(int colon) {
        return new String(line, colon + 1, length - colon - 1, StandardCharsets.ISO_8859_1).strip();
    }

    private int digit(int at) {
        return line[at] >= '0' && line[at] <= '9' ? line[at] - '0' : -1;
    }
}
