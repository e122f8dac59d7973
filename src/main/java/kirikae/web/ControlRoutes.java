package kirikae.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kirikae.model.Operator;
import kirikae.model.Status;
import kirikae.model.Status.ServiceStatus;

/**
 * What can be asked and ordered on the control socket: contract.md section 4. Owns which request means which question or order,
 * and the status codes. Used on the listener's event loop.
 */
final class ControlRoutes {
    /** Below the client's own deadline of 10 s, so that a slow daemon is told from a dead one. */
    private static final long ANSWER_SECONDS = 9;

    private static final String API = "/api/v1/";

    private final Vertx vertx;
    private final Operator operator;
    private final PeerNames names;
    private final Consumer<String> warnings;

    ControlRoutes(Vertx vertx, Operator operator, PeerNames names, Consumer<String> warnings) {
        this.vertx = vertx;
        this.operator = operator;
        this.names = names;
        this.warnings = warnings;
    }

    /** Answers one request, now or later. */
    void receive(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        List<String> parts = path.startsWith(API) ? parts(path.substring(API.length())) : List.of();
        if (request.method().equals(HttpMethod.GET)) {
            get(request, parts);
        } else if (request.method().equals(HttpMethod.POST)) {
            post(request, parts);
        } else {
            ControlReply.text(request, 405, "only GET and POST are known here");
        }
    }

    private static List<String> parts(String path) {
        try {
            return Stream.of(path.split("/", -1))
                    .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(); // no path of ours
        }
    }

    // ---- questions ----

    private void get(HttpServerRequest request, List<String> parts) {
        if (parts.equals(List.of("services"))) {
            answer(request, operator.status(), status -> ControlReply.json(request, 200, StatusJson.of(status)));
        } else if (parts.size() == 2 && parts.get(0).equals("services")) {
            answer(request, operator.status(), status -> service(request, status, parts.get(1)));
        } else if (parts.equals(List.of("events"))) {
            events(request);
        } else if (parts.equals(List.of("events", "stream"))) {
            stream(request);
        } else {
            ControlReply.text(request, 404, "there is nothing at this path");
        }
    }

    private static void service(HttpServerRequest request, Status status, String name) {
        Optional<ServiceStatus> found = status.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst();
        if (found.isPresent()) {
            ControlReply.json(request, 200, StatusJson.of(found.get()));
        } else {
            String known = String.join(
                    ", ",
                    status.services().stream()
                            .map(ServiceStatus::name)
                            .limit(20)
                            .toList());
            ControlReply.text(request, 404, "there is no service '" + name + "'; there are: " + known);
        }
    }

    private void events(HttpServerRequest request) {
        Optional<Duration> since = since(request);
        if (since.isEmpty()) {
            refuseSince(request);
            return;
        }
        answer(
                request,
                operator.events(parameter(request, "service"), since.get()),
                events -> ControlReply.json(request, 200, EventJson.of(events)));
    }

    /** Without {@code since} only what happens from now on. */
    private void stream(HttpServerRequest request) {
        Optional<Duration> since = since(request);
        if (since.isEmpty()) {
            refuseSince(request);
            return;
        }
        ControlStream stream = new ControlStream(vertx, operator, request, parameter(request, "service"));
        try {
            if (parameter(request, "since").isEmpty()) {
                stream.begin();
            } else {
                stream.beginWith(since.get());
            }
        } catch (IllegalStateException e) {
            ControlReply.text(request, 503, String.valueOf(e.getMessage())); // too many follow already
        }
    }

    /** Zero, which means all that is kept, when it is not given; nothing when it is no length. */
    private static Optional<Duration> since(HttpServerRequest request) {
        String written = parameter(request, "since");
        return written.isEmpty() ? Optional.of(Duration.ZERO) : Since.of(written);
    }

    private static void refuseSince(HttpServerRequest request) {
        ControlReply.text(request, 400, "'since' must be a whole number and one of ms, s, m, h, d, as in since=90s");
    }

    private static String parameter(HttpServerRequest request, String name) {
        return Objects.requireNonNullElse(request.getParam(name), "");
    }

    // ---- orders ----

    private void post(HttpServerRequest request, List<String> parts) {
        Optional<ControlOrder> order = ControlOrder.at(parts);
        if (order.isEmpty()) {
            ControlReply.text(request, 404, "there is nothing to order at this path");
            return;
        }
        Future<String> actor = names.of(request.connection()).map(name -> "operator:" + name);
        ControlBody.read(vertx, request)
                .compose(body -> actor.map(name -> give(request, order.get(), body, name)))
                .onFailure(cause -> fail(request, cause));
    }

    private boolean give(HttpServerRequest request, ControlOrder order, JsonObject body, String actor) {
        answer(request, order.give(operator, body, actor), answer -> ControlReply.answer(request, answer));
        return true;
    }

    // ---- answers ----

    private <T> void answer(HttpServerRequest request, CompletionStage<T> stage, Consumer<T> reply) {
        Future.fromCompletionStage(stage, vertx.getOrCreateContext())
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .map(value -> {
                    reply.accept(value);
                    return value;
                })
                .onFailure(cause -> fail(request, cause));
    }

    private void fail(HttpServerRequest request, Throwable cause) {
        if (cause instanceof ControlBody.Unusable unusable) {
            ControlReply.text(request, unusable.status(), String.valueOf(unusable.getMessage()));
        } else if (cause instanceof java.util.concurrent.TimeoutException) {
            ControlReply.text(
                    request,
                    504,
                    "the daemon has not answered within " + ANSWER_SECONDS
                            + " s; an order may still be carried out: look at 'kirikae status'");
        } else {
            warnings.accept("a request on the control socket failed inside: " + cause);
            ControlReply.text(request, 500, "the daemon failed inside; its log says more");
        }
    }
}
