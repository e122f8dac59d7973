package kirikae.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kirikae.model.Status;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;

/**
 * Finds what is worth telling between one status and the next, so that a live page of a thousand quiet services costs next to
 * nothing. A service is told again when anything but its ages changed, or when the end of a check's window moved by an eighth of
 * the window (at least a second): between, pages count down by themselves. Not safe for several threads.
 */
final class Changes {
    private static final Duration LEAST_MOVE = Duration.ofSeconds(1);
    private static final int SHARE = 8;

    private final Map<String, Told> told = new HashMap<>();
    private List<String> names = List.of();
    private String frame = "";

    private record Told(ServiceStatus still, List<Instant> ends) {}

    /**
     * What a page must learn when it knows everything told before.
     *
     * @return a message for the stream: {@code status} with everything when the services themselves changed, {@code changes} with
     *     only the changed services, or nothing
     */
    Optional<String> since(Status status) {
        List<String> now = status.services().stream().map(ServiceStatus::name).toList();
        boolean whole = !now.equals(names);
        if (whole) {
            told.clear();
            names = now;
        }
        List<ServiceStatus> changed = status.services().stream()
                .filter(service -> isNews(status.time(), service))
                .toList();
        String outline = status.version() + "\n" + status.started() + "\n" + status.isolated();
        boolean reframed = !outline.equals(frame);
        frame = outline;
        if (whole) {
            return Optional.of(whole(status));
        }
        return changed.isEmpty() && !reframed ? Optional.empty() : Optional.of(message("changes", status, changed));
    }

    /** The message with everything. */
    static String whole(Status status) {
        return message("status", status, status.services());
    }

    private static String message(String name, Status status, List<ServiceStatus> services) {
        JsonArray array = new JsonArray();
        services.forEach(service -> array.add(StatusJson.of(service)));
        JsonObject json = StatusJson.of(
                        new Status(status.time(), status.version(), status.started(), status.isolated(), List.of()))
                .put("services", array);
        return "event: " + name + "\ndata: " + JsonText.of(json) + "\n\n";
    }

    private boolean isNews(Instant time, ServiceStatus service) {
        Told next = new Told(still(service), ends(time, service));
        Told before = told.get(service.name());
        boolean news = before == null || !before.still().equals(next.still()) || hasMoved(before, next, service);
        if (news) {
            told.put(service.name(), next);
        }
        return news;
    }

    private static boolean hasMoved(Told before, Told next, ServiceStatus service) {
        List<CheckStatus> checks = checks(service);
        for (int i = 0; i < checks.size(); i++) {
            Duration move =
                    Duration.between(before.ends().get(i), next.ends().get(i)).abs();
            Duration share = checks.get(i).window().dividedBy(SHARE);
            if (move.compareTo(share) >= 0 && move.compareTo(LEAST_MOVE) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static List<CheckStatus> checks(ServiceStatus service) {
        return service.targets().stream()
                .flatMap(target -> target.checks().stream())
                .toList();
    }

    /** When each window ends; a window that is over ends at no particular time. */
    private static List<Instant> ends(Instant time, ServiceStatus service) {
        return checks(service).stream()
                .map(check -> check.windowLeft().isZero() ? Instant.EPOCH : time.plus(check.windowLeft()))
                .toList();
    }

    /** The service without what grows by itself. */
    private static ServiceStatus still(ServiceStatus service) {
        return new ServiceStatus(
                service.name(),
                service.names(),
                service.provider(),
                service.zone(),
                service.desired(),
                service.actual(),
                service.detail(),
                service.phase(),
                service.waiting(),
                service.failing(),
                service.alerting(),
                service.hold(),
                service.lastSwitch(),
                service.targets().stream().map(Changes::still).toList());
    }

    private static TargetStatus still(TargetStatus target) {
        return new TargetStatus(
                target.name(),
                target.verdict(),
                Duration.ZERO,
                target.records(),
                target.checks().stream().map(Changes::still).toList());
    }

    private static CheckStatus still(CheckStatus check) {
        return new CheckStatus(
                check.name(),
                check.kind(),
                check.verdict(),
                Duration.ZERO,
                Duration.ZERO,
                check.reason(),
                check.window(),
                Duration.ZERO,
                check.maint(),
                check.awaiting());
    }
}
