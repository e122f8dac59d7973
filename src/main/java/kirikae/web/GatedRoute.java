package kirikae.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;

/** A route behind the {@link HostGate}: 403 with one line that says why, else what the route answers. */
record GatedRoute(HostGate gate, WebRoute inner) implements WebRoute {
    @Override
    public boolean matches(String path) {
        return inner.matches(path);
    }

    @Override
    public Set<HttpMethod> methods() {
        return inner.methods();
    }

    @Override
    public int bodyLimit() {
        return inner.bodyLimit();
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        Optional<String> objection = gate.objection(request);
        if (objection.isPresent()) {
            WebReply.line(request, 403, objection.get());
        } else {
            inner.handle(request, body);
        }
    }
}
