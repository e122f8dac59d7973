package kirikae.intake;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** How the reading of a body ended. */
sealed interface Body {
    /** It is here. */
    record Whole(Buffer bytes) implements Body {}

    /** It is longer than allowed; what follows is read and thrown away until the deadline, so that the answer is not lost. */
    record TooLong() implements Body {}

    /** It was not whole in time. */
    record TooSlow() implements Body {}

    /** The visitor closed the connection before it was whole. */
    record Gone() implements Body {}

    /** Reads a body of at most {@code limit} bytes within the deadline. The future never fails. */
    static Future<Body> read(Vertx vertx, HttpServerRequest request, int limit, Duration deadline) {
        Promise<Body> end = Promise.promise();
        Buffer bytes = Buffer.buffer();
        long timer = vertx.setTimer(deadline.toMillis(), late -> {
            if (!end.tryComplete(new TooSlow())) {
                request.connection().close();
            }
        });
        request.handler(chunk -> {
            if (bytes.length() + chunk.length() > limit) {
                end.tryComplete(new TooLong());
            } else {
                bytes.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(broken -> {
            vertx.cancelTimer(timer);
            end.tryComplete(new Gone());
        });
        request.endHandler(whole -> {
            vertx.cancelTimer(timer);
            end.tryComplete(new Whole(bytes));
        });
        if (announcedLength(request) > limit) {
            end.tryComplete(new TooLong());
        }
        return end.future();
    }

    private static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE; // nothing sensible: refused as too long
        }
    }
}
