package kirikae.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;
import kirikae.model.Target;

/**
 * Answers for machines that watch the daemon or follow it: {@code /healthz}, {@code /readyz}, {@code /services/{service}/health}
 * and {@code /services/{service}/failed-over}. Never behind the Host names' gate: health checkers come under any name.
 *
 * <table>
 * <caption>What the two routes of a service say</caption>
 * <tr><th>wanted</th><th>health</th><th>failed-over</th></tr>
 * <tr><td>primary</td><td>200</td><td>503</td></tr>
 * <tr><td>another target</td><td>503</td><td>200</td></tr>
 * <tr><td>not known yet, last switch went to another target</td><td>503</td><td>200</td></tr>
 * <tr><td>not known yet, otherwise</td><td>200</td><td>503</td></tr>
 * <tr><td>no such service</td><td>404</td><td>404</td></tr>
 * <tr><td>the daemon does not answer</td><td>503</td><td>503</td></tr>
 * </table>
 *
 * <p>While nothing is known yet, each route goes on to say what it said before the restart, so that a fresh start moves nothing. A
 * daemon that is gone looks like the last row: with {@code failed-over} inverted, nothing moves; with {@code health}, the names
 * leave the primary.
 */
final class HealthRoutes implements WebRoute {
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final String PREFIX = "/services/";
    private static final String HEALTH = "/health";
    private static final String FAILED_OVER = "/failed-over";

    private final Readiness readiness;
    private final StatusDesk desk;
    private final Later later;

    HealthRoutes(Readiness readiness, StatusDesk desk, Later later) {
        this.readiness = readiness;
        this.desk = desk;
        this.later = later;
    }

    @Override
    public boolean matches(String path) {
        return path.equals("/healthz")
                || path.equals("/readyz")
                || (path.startsWith(PREFIX) && (path.endsWith(HEALTH) || path.endsWith(FAILED_OVER)));
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        String path = Objects.requireNonNullElse(request.path(), "");
        if (path.equals("/healthz")) {
            alive(request);
        } else if (path.equals("/readyz")) {
            ready(request);
        } else if (path.endsWith(HEALTH)) {
            service(request, middle(path, HEALTH), HealthRoutes::isOnPrimary);
        } else {
            service(request, middle(path, FAILED_OVER), service -> !isOnPrimary(service));
        }
    }

    private void alive(HttpServerRequest request) {
        Duration since = readiness.sinceProgress();
        if (since.compareTo(LATE) <= 0) {
            WebReply.line(request, 200, "ok");
        } else {
            WebReply.line(request, 503, "the decision loop has made no progress for " + since.toMillis() + " ms");
        }
    }

    private void ready(HttpServerRequest request) {
        List<String> missing = readiness.missing();
        if (missing.isEmpty()) {
            WebReply.line(request, 200, "ready");
        } else {
            WebReply.line(request, 503, "not ready\n" + String.join("\n", missing));
        }
    }

    private void service(HttpServerRequest request, String name, Predicate<ServiceStatus> good) {
        later.answer(request, desk.status(), status -> {
            Optional<ServiceStatus> service = status.services().stream()
                    .filter(it -> it.name().equals(name))
                    .findFirst();
            if (service.isEmpty()) {
                WebReply.line(request, 404, "no such service");
            } else {
                WebReply.line(request, good.test(service.get()) ? 200 : 503, "wanted: " + wanted(service.get()));
            }
        });
    }

    private static boolean isOnPrimary(ServiceStatus service) {
        return wanted(service).equals(primary(service));
    }

    private static String wanted(ServiceStatus service) {
        if (!service.desired().isEmpty()) {
            return service.desired();
        }
        return service.lastSwitch().to().isEmpty()
                ? primary(service)
                : service.lastSwitch().to();
    }

    private static String primary(ServiceStatus service) {
        return service.targets().stream().findFirst().map(TargetStatus::name).orElse(Target.PRIMARY);
    }

    private static String middle(String path, String end) {
        int to = path.length() - end.length();
        return to <= PREFIX.length() ? "" : path.substring(PREFIX.length(), to);
    }
}
