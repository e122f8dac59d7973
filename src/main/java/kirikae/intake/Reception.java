package kirikae.intake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Finds the route of a request and hands it the whole body. Owns: 404, 405, 408, 413, 500, and 503
 * when bodies fill too much memory. Must not: know any route. */
final class Reception {
    private static final long PANTRY_BYTES = 8L << 20;

    private final Vertx vertx;
    private final Pantry pantry = new Pantry(PANTRY_BYTES);
    private final DoorLimits limits;
    private final List<Route> routes;
    private final Consumer<String> warnings;

    Reception(Vertx vertx, DoorLimits limits, List<Route> routes, Consumer<String> warnings) {
        this.vertx = vertx;
        this.limits = limits;
        this.routes = List.copyOf(routes);
        this.warnings = warnings;
    }

    Consumer<String> warnings() {
        return warnings;
    }

    void receive(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        List<Route> here = routes.stream().filter(route -> route.matches(path)).toList();
        Optional<Route> taker = here.stream()
                .filter(route -> route.methods().contains(request.method()))
                .findFirst();
        if (taker.isPresent()) {
            read(request, taker.get());
        } else if (here.isEmpty()) {
            Reply.line(request, 404, "not found");
        } else {
            refuseMethod(request, here);
        }
    }

    private void read(HttpServerRequest request, Route route) {
        Route.Turn turn = turn(request, route);
        if (turn == Route.Turn.ANSWERED) {
            return;
        }
        Pantry.Shelf shelf = pantry.shelf();
        Body.Plan plan = new Body.Plan(turn, route.bodyLimit(), limits.body());
        Body.read(vertx, request, plan, shelf).onSuccess(body -> {
            ended(request, route, body);
            shelf.clear();
        });
    }

    private Route.Turn turn(HttpServerRequest request, Route route) {
        try {
            return route.turn(request);
        } catch (RuntimeException e) {
            broken(request, e);
            return Route.Turn.ANSWERED;
        }
    }

    private void ended(HttpServerRequest request, Route route, Body body) {
        if (body instanceof Body.Whole whole) {
            handle(request, route, whole);
        } else if (body instanceof Body.TooLong) {
            Reply.line(request, 413, "the body is longer than " + route.bodyLimit() + " bytes");
        } else if (body instanceof Body.NoRoom) {
            Reply.lastLine(request, 503, "too many large bodies at once; try again");
        } else if (body instanceof Body.TooSlow) {
            Reply.lastLine(request, 408, "the body did not arrive in time");
        }
    }

    private void handle(HttpServerRequest request, Route route, Body.Whole body) {
        try {
            route.handle(request, body.bytes());
        } catch (RuntimeException e) {
            broken(request, e);
        }
    }

    private void broken(HttpServerRequest request, RuntimeException e) {
        warnings.accept("a request failed inside: " + e);
        Reply.lastLine(request, 500, "internal error");
    }

    private static void refuseMethod(HttpServerRequest request, List<Route> here) {
        String allowed = here.stream()
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        request.response().putHeader(HttpHeaders.ALLOW, allowed);
        Reply.line(request, 405, "method not allowed; use " + allowed);
    }
}
