package kirikae.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/** One HTTP/1.1 response (RFC 9112), of the daemon's own server: a length, chunks, or everything until the end. */
final class ControlResponse {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int LONGEST_BODY = 256 << 20;

    private final InputStream in;
    private final int status;
    private final long length;
    private final boolean chunked;
    private String body = "";

    private ControlResponse(InputStream in, int status, long length, boolean chunked) {
        this.in = in;
        this.status = status;
        this.length = length;
        this.chunked = chunked;
    }

    /** Reads the head. */
    static ControlResponse read(InputStream raw) throws IOException {
        InputStream in = new java.io.BufferedInputStream(raw);
        String[] first = line(in).split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
            throw new IOException("not HTTP");
        }
        long length = -1;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = number(header.substring("content-length:".length()), 10);
            }
            chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
        }
        return new ControlResponse(in, (int) number(first[1], 10), length, chunked);
    }

    /** The status code. */
    int status() {
        return status;
    }

    /** The body as an object. */
    JsonObject json() throws Unreachable {
        try {
            return new JsonObject(body);
        } catch (DecodeException e) {
            throw new Unreachable("what answers at the control socket is no Kirikae daemon (status " + status + ")");
        }
    }

    /** Reads the whole body. */
    void readBody() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (chunked) {
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                bytes.write(chunk);
            }
        } else {
            bytes.write(length < 0 ? in.readNBytes(LONGEST_BODY) : exactly(length));
        }
        body = bytes.toString(StandardCharsets.UTF_8);
    }

    /** Hands over the lines of a body without end as they come; returns when it ends, in order or not. */
    void lines(Consumer<String> lines) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte[] chunk = nextOrEnd(); chunk.length > 0; chunk = nextOrEnd()) {
            for (byte each : chunk) {
                if (each == '\n') {
                    lines.accept(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(each);
                }
            }
        }
    }

    private byte[] nextOrEnd() {
        try {
            return chunk();
        } catch (IOException e) {
            return new byte[0]; // a daemon that is stopped or killed has no last word
        }
    }

    private byte[] chunk() throws IOException {
        long size = number(line(in).split(";", 2)[0], 16);
        byte[] chunk = exactly(size);
        if (size > 0) {
            line(in);
        }
        return chunk;
    }

    private byte[] exactly(long size) throws IOException {
        if (size < 0 || size > LONGEST_BODY) {
            throw new IOException("a body of " + size + " bytes");
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw new EOFException("the answer broke off");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.size() > LONGEST_LINE) {
                throw new EOFException("the answer broke off");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseLong(text.strip(), radix);
        } catch (NumberFormatException e) {
            throw new IOException("not HTTP", e);
        }
    }
}
