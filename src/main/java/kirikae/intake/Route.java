package kirikae.intake;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** One thing that can be asked of a listener. All methods are called on the listener's event loop and must not block. */
public interface Route {
    /** True when the path (still percent-encoded, without the query) is this route's. */
    boolean matches(String path);

    /** The methods it takes; anything else at its paths gets 405. */
    Set<HttpMethod> methods();

    /** The longest body it takes, in bytes; a longer one gets 413 and never reaches {@link #handle}. */
    int bodyLimit();

    /** What happens to the body of a request whose head is whole; by default it is kept for {@link #handle}. */
    default Turn turn(HttpServerRequest request) {
        return Turn.READ;
    }

    /** What happens to a body. */
    enum Turn {
        /** Kept in memory, and handed over when it is whole. */
        READ,
        /** Read and thrown away; when it is whole, an empty one is handed over. */
        DISCARD,
        /** The request is answered already; what is left of it is thrown away. */
        ANSWERED
    }

    /**
     * Answers one request, now or later. A thrown exception gives 500. The response's endHandler and the connection's
     * closeHandler belong to the door: to learn of the end, use the response's closeHandler.
     *
     * @param body the whole body; empty when there is none
     */
    void handle(HttpServerRequest request, Buffer body);
}
