package kirikae.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * The paths that belong to Kirikae's own interface and are never a monitoring agent's (contract.md section 4): whatever another
 * route does not answer there is 404. Operator verbs end here too, since they exist on the control socket only.
 */
final class ReservedPaths implements WebRoute {
    private static final Set<HttpMethod> TAKEN = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);

    @Override
    public boolean matches(String path) {
        return path.startsWith("/api/v1/services/")
                || path.startsWith("/api/v1/events/")
                || path.equals("/api/v1/reload");
    }

    @Override
    public Set<HttpMethod> methods() {
        return TAKEN;
    }

    @Override
    public int bodyLimit() {
        return 64 * 1024;
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        WebReply.error(
                request,
                404,
                request.method().equals(HttpMethod.POST)
                        ? "orders are taken on the control socket only; use the kirikae command"
                        : "not found on this listener");
    }
}
