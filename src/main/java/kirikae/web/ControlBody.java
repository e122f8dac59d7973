package kirikae.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** The body of an order: one JSON object of at most 8 KiB, within 5 s; none at all is an empty object. */
final class ControlBody {
    private static final int LIMIT = 8 * 1024;
    private static final long DEADLINE_MILLIS = 5_000;

    private ControlBody() {}

    /** Why there is no usable body. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Unusable(int status, String message) {
            super(message);
            this.status = status;
        }

        /** The status to answer with. */
        int status() {
            return status;
        }
    }

    /** Reads it; fails with {@link Unusable}. */
    static Future<JsonObject> read(Vertx vertx, HttpServerRequest request) {
        Promise<Buffer> end = Promise.promise();
        Buffer bytes = Buffer.buffer();
        long timer = vertx.setTimer(
                DEADLINE_MILLIS, late -> end.tryFail(new Unusable(408, "the body did not arrive in time")));
        request.handler(chunk -> {
            if (bytes.length() + chunk.length() > LIMIT) {
                end.tryFail(new Unusable(413, "the body is longer than " + LIMIT + " bytes"));
            } else {
                bytes.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(broken -> end.tryFail(new Unusable(400, "the body broke off")));
        request.endHandler(whole -> end.tryComplete(bytes));
        return end.future().onComplete(done -> vertx.cancelTimer(timer)).compose(ControlBody::parse);
    }

    private static Future<JsonObject> parse(Buffer bytes) {
        try {
            return Future.succeededFuture(bytes.length() == 0 ? new JsonObject() : new JsonObject(bytes));
        } catch (DecodeException | ClassCastException e) {
            return Future.failedFuture(new Unusable(400, "the body is not a JSON object"));
        }
    }
}
