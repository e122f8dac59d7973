package kirikae.daemon;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kirikae.intake.DoorLimits;
import kirikae.intake.HttpDoor;
import kirikae.intake.Route;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Listen;
import kirikae.model.Settings.Listener;
import kirikae.web.HostGate;
import kirikae.web.Web;
import kirikae.web.WebRoute;

/**
 * Where people and machines look in over TCP: decides which routes stand at which listener, and owns the listener that is for
 * looking only. With {@code listen.status} the page, JSON, live events and metrics live there instead of beside the intake; the
 * health routes stand at both.
 */
final class Window {
    private final Vertx vertx;
    private final Listen listen;
    private final Web web;
    private Optional<HttpDoor> door = Optional.empty();

    Window(Vertx vertx, Listen listen, Web web) {
        this.vertx = vertx;
        this.listen = listen;
        this.web = web;
    }

    /** What the intake's listener takes: its own routes first. */
    List<Route> beside(Endpoint intake, List<Route> own) {
        List<WebRoute> more = listen.status() instanceof Listener.At ? web.beside() : web.shown(gate(intake));
        return Stream.concat(own.stream(), more.stream().<Route>map(WebAdapter::new))
                .toList();
    }

    /** Opens the listener that is for looking only, when there is one. */
    Future<Void> open(Consumer<String> warnings) {
        if (!(listen.status() instanceof Listener.At at)) {
            return Future.succeededFuture();
        }
        List<Route> routes = new ArrayList<>();
        web.shown(gate(at.endpoint())).forEach(route -> routes.add(new WebAdapter(route)));
        return HttpDoor.open(vertx, at.endpoint(), listen.tls(), DoorLimits.standard(), routes, warnings)
                .onSuccess(opened -> door = Optional.of(opened))
                .mapEmpty();
    }

    /** Where it is, when it has a listener of its own. */
    Optional<Endpoint> listening() {
        return door.map(HttpDoor::endpoint);
    }

    /** Sends everybody away. */
    Future<Void> close() {
        web.close();
        return door.map(HttpDoor::close).orElseGet(Future::succeededFuture);
    }

    private HostGate gate(Endpoint endpoint) {
        return new HostGate(endpoint.host(), listen.hosts());
    }
}
