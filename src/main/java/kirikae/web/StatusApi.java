package kirikae.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kirikae.model.Escapes;
import kirikae.model.Operator;

/**
 * {@code GET /api/v1/services[/{service}]} and {@code GET /api/v1/events?service=&since=} (contract.md section 4). Must not change
 * anything: orders are taken on the control socket only.
 */
final class StatusApi implements WebRoute {
    private static final String SERVICES = "/api/v1/services";
    private static final String EVENTS = "/api/v1/events";
    private static final int LONGEST_SHOWN = 80;

    private final Operator operator;
    private final StatusDesk desk;
    private final Later later;

    StatusApi(Operator operator, StatusDesk desk, Later later) {
        this.operator = operator;
        this.desk = desk;
        this.later = later;
    }

    @Override
    public boolean matches(String path) {
        return path.equals(SERVICES)
                || path.equals(EVENTS)
                || (path.startsWith(SERVICES + "/") && path.indexOf('/', SERVICES.length() + 1) < 0);
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        String path = Objects.requireNonNullElse(request.path(), "");
        if (path.equals(EVENTS)) {
            events(request);
        } else if (path.equals(SERVICES)) {
            later.answer(request, desk.json(), json -> WebReply.whole(request, 200, WebReply.JSON, json));
        } else {
            service(request, path.substring(SERVICES.length() + 1));
        }
    }

    private void service(HttpServerRequest request, String name) {
        later.answer(
                request,
                desk.status(),
                status -> status.services().stream()
                        .filter(service -> service.name().equals(name))
                        .findFirst()
                        .ifPresentOrElse(
                                service -> WebReply.json(request, 200, StatusJson.of(service)),
                                () -> WebReply.error(request, 404, "no service has the name " + shown(name))));
    }

    private void events(HttpServerRequest request) {
        String service = Objects.requireNonNullElse(request.getParam("service"), "");
        String text = Objects.requireNonNullElse(request.getParam("since"), "");
        Optional<Duration> since = text.isEmpty() ? Optional.of(Duration.ZERO) : Since.of(text);
        if (since.isEmpty()) {
            WebReply.error(request, 400, "since= takes a duration with a unit, such as since=30m or since=24h");
            return;
        }
        later.answer(
                request,
                operator.events(service, since.get())
                        .toCompletableFuture()
                        .copy()
                        .orTimeout(Fresh.DEADLINE.toMillis(), TimeUnit.MILLISECONDS),
                events -> WebReply.json(request, 200, EventJson.of(events)));
    }

    private static String shown(String name) {
        return "'" + Escapes.escape(Escapes.bound(name, LONGEST_SHOWN)) + "'";
    }
}
