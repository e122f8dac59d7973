package kirikae.intake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import kirikae.model.Poison;

/**
 * The open connections of one listener. Owns: their number, and how long each may take until its next request is whole up to
 * the end of the headers. When the listener is full, the connection that has waited longest makes room: whoever sends a whole
 * request at once is served, however many others only hold connections. Used on the listener's event loop only.
 */
final class Connections {
    private final Vertx vertx;
    private final DoorLimits limits;
    private final Map<HttpConnection, Integer> requests = new HashMap<>();
    private final LinkedHashMap<HttpConnection, Long> waiting = new LinkedHashMap<>();

    Connections(Vertx vertx, DoorLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** A connection was opened. */
    void opened(HttpConnection connection) {
        if (requests.size() >= limits.connections() && !makeRoom()) {
            connection.close();
            return;
        }
        requests.put(connection, 0);
        connection.exceptionHandler(Poison::notice);
        connection.closeHandler(closed -> forget(connection));
        await(connection, limits.head());
    }

    /** The headers of a request are whole. */
    void began(HttpConnection connection) {
        if (requests.computeIfPresent(connection, (key, count) -> count + 1) != null) {
            stopWaiting(connection);
        }
    }

    /** An answer is whole. */
    void ended(HttpConnection connection) {
        Integer left = requests.computeIfPresent(connection, (key, count) -> count - 1);
        if (left != null && left == 0) {
            await(connection, limits.idle());
        }
    }

    private void await(HttpConnection connection, Duration longest) {
        waiting.put(connection, vertx.setTimer(longest.toMillis(), late -> connection.close()));
    }

    private boolean makeRoom() {
        if (waiting.isEmpty()) {
            return false;
        }
        HttpConnection oldest = waiting.keySet().iterator().next();
        forget(oldest);
        oldest.close();
        return true;
    }

    private void forget(HttpConnection connection) {
        requests.remove(connection);
        stopWaiting(connection);
    }

    private void stopWaiting(HttpConnection connection) {
        Long timer = waiting.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
