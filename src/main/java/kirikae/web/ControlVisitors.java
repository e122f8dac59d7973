package kirikae.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;
import kirikae.model.Poison;

/**
 * The open connections of the control socket. Owns their number, and how long one may take until its first request's headers are
 * whole. Used on the listener's event loop only.
 */
final class ControlVisitors {
    private static final int MOST = 64;
    private static final long HEAD_MILLIS = 5_000;

    private final Vertx vertx;
    private final Map<HttpConnection, Long> timers = new HashMap<>();

    ControlVisitors(Vertx vertx) {
        this.vertx = vertx;
    }

    /** A connection was opened; one too many is closed at once. */
    void opened(HttpConnection connection) {
        if (timers.size() >= MOST) {
            connection.close();
            return;
        }
        timers.put(connection, vertx.setTimer(HEAD_MILLIS, late -> connection.close()));
        connection.exceptionHandler(Poison::notice);
        connection.closeHandler(closed -> stop(timers.remove(connection)));
    }

    /** The headers of a request are whole. */
    void began(HttpConnection connection) {
        stop(timers.replace(connection, -1L));
    }

    private void stop(@org.jspecify.annotations.Nullable Long timer) {
        if (timer != null && timer >= 0) {
            vertx.cancelTimer(timer);
        }
    }
}
