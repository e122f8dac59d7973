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

    /** There is no room for it now. */
    record NoRoom() implements Body {}

    /** It was not whole in time. */
    record TooSlow() implements Body {}

    /** The visitor closed the connection before it was whole. */
    record Gone() implements Body {}

    /** What is read, and how. */
    record Plan(Route.Turn turn, int limit, Duration deadline) {}

    /** Reads a body. The future never fails. The shelf is the caller's to clear. */
    static Future<Body> read(Vertx vertx, HttpServerRequest request, Plan plan, Pantry.Shelf shelf) {
        Promise<Body> end = Promise.promise();
        Reader reader = new Reader(plan, shelf, end);
        long timer = vertx.setTimer(plan.deadline().toMillis(), late -> {
            if (!end.tryComplete(new TooSlow())) {
                request.connection().close();
            }
        });
        request.handler(reader::take);
        request.exceptionHandler(broken -> {
            vertx.cancelTimer(timer);
            end.tryComplete(new Gone());
        });
        request.endHandler(whole -> {
            vertx.cancelTimer(timer);
            end.tryComplete(new Whole(reader.bytes));
        });
        if (announcedLength(request) > plan.limit()) {
            end.tryComplete(new TooLong());
        }
        return end.future();
    }

    /** One body on its way. */
    final class Reader {
        private final Plan plan;
        private final Pantry.Shelf shelf;
        private final Promise<Body> end;
        private final Buffer bytes = Buffer.buffer();
        private long count;

        private Reader(Plan plan, Pantry.Shelf shelf, Promise<Body> end) {
            this.plan = plan;
            this.shelf = shelf;
            this.end = end;
        }

        private void take(Buffer chunk) {
            count += chunk.length();
            if (count > plan.limit()) {
                end.tryComplete(new TooLong());
            } else if (plan.turn() == Route.Turn.READ && !end.future().isComplete()) {
                keep(chunk);
            }
        }

        private void keep(Buffer chunk) {
            if (shelf.put(chunk.length())) {
                bytes.appendBuffer(chunk);
            } else {
                end.tryComplete(new NoRoom());
            }
        }
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
