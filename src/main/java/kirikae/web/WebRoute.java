package kirikae.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * One thing that can be asked of this package, for whoever owns the listener. All methods are called on the listener's event
 * loop and do not block. Must not touch the response's endHandler nor the connection's closeHandler: they are the listener's.
 */
public interface WebRoute {
    /** What a route that only shows something takes. */
    Set<HttpMethod> READ = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** True when the path (still percent-encoded, without the query) is this route's. */
    boolean matches(String path);

    /** The methods it takes; anything else at its paths is for another route, or gets 405. */
    default Set<HttpMethod> methods() {
        return READ;
    }

    /** The longest body it takes, in bytes. */
    default int bodyLimit() {
        return 1024;
    }

    /** Answers one request, now or later. */
    void handle(HttpServerRequest request, Buffer body);
}
