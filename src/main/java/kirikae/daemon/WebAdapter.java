package kirikae.daemon;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import kirikae.intake.Route;
import kirikae.web.WebRoute;

/** A route of the web package as the listener knows routes: the two packages do not know each other. */
record WebAdapter(WebRoute route) implements Route {
    @Override
    public boolean matches(String path) {
        return route.matches(path);
    }

    @Override
    public Set<HttpMethod> methods() {
        return route.methods();
    }

    @Override
    public int bodyLimit() {
        return route.bodyLimit();
    }

    /** What is shown over TCP takes no orders, so nothing in a body matters. */
    @Override
    public Turn turn(HttpServerRequest request) {
        return Turn.DISCARD;
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        route.handle(request, body);
    }
}
