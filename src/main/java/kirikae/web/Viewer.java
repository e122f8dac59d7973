package kirikae.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One page that watches. Owns what it has not taken yet, in pieces that many viewers share, and no more of it than the bound: a
 * page that stops reading is let go. Lives on its listener's event loop.
 */
final class Viewer {
    private static final int PIECE = 16 * 1024;
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int MOST_PIECES = 4096;

    private final HttpServerResponse response;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private long bytes;

    /** What became of a message. */
    enum Taken {
        YES,
        /** The viewer is too far behind and must go. */
        TOO_SLOW
    }

    Viewer(HttpServerResponse response) {
        this.response = response;
        response.setWriteQueueMaxSize(2 * PIECE);
    }

    /** Hands over a message; it is written when the ones before it were taken. */
    Taken offer(Buffer message) {
        for (int from = 0; from < message.length(); from += PIECE) {
            waiting.add(message.slice(from, Math.min(from + PIECE, message.length())));
        }
        bytes += message.length();
        pump();
        return bytes > MOST_BYTES || waiting.size() > MOST_PIECES ? Taken.TOO_SLOW : Taken.YES;
    }

    /** Ends the answer. */
    void end() {
        waiting.clear();
        if (!response.ended() && !response.closed()) {
            response.reset();
        }
    }

    private void pump() {
        while (!waiting.isEmpty() && !response.closed() && !response.writeQueueFull()) {
            Buffer piece = waiting.remove();
            bytes -= piece.length();
            var unused =
                    response.write(piece); // a failed write closes the connection, and the close handler tells of it
        }
        if (!waiting.isEmpty()) {
            response.drainHandler(drained -> pump());
        }
    }
}
