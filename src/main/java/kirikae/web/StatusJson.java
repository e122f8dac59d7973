package kirikae.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import kirikae.model.DomainName;
import kirikae.model.Status;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.Hold;
import kirikae.model.Status.LastSwitch;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;

/**
 * Owns the JSON of {@link Status}: {@code GET /api/v1/services[/{service}]} and {@code kirikae status --json}. Keys have hyphens
 * as in events; lengths of time are milliseconds and say so in their name; what is not there is {@code null}. Must not compute
 * anything.
 */
public final class StatusJson {
    private StatusJson() {}

    /** Everything. */
    public static JsonObject of(Status status) {
        return new JsonObject()
                .put("time", JsonText.time(status.time()))
                .put("version", status.version())
                .put("started", JsonText.time(status.started()))
                .put("isolated", status.isolated())
                .put("services", array(status.services(), StatusJson::of));
    }

    /** One service. */
    public static JsonObject of(ServiceStatus service) {
        return new JsonObject()
                .put("name", service.name())
                .put("names", array(service.names(), DomainName::toString))
                .put("provider", service.provider())
                .put("zone", service.zone())
                .put("desired", service.desired())
                .put("actual", service.actual())
                .put("detail", service.detail())
                .put("phase", service.phase())
                .put("waiting", service.waiting())
                .put("failing", service.failing())
                .put("alerting", service.alerting())
                .put("hold", service.hold().kind() == Hold.Kind.NONE ? null : of(service.hold()))
                .put("last-switch", service.lastSwitch().time().equals(Instant.EPOCH) ? null : of(service.lastSwitch()))
                .put("targets", array(service.targets(), StatusJson::of));
    }

    private static JsonObject of(Hold hold) {
        return new JsonObject()
                .put("kind", hold.kind() == Hold.Kind.SWITCH ? "switch" : "hold")
                .put("target", hold.target())
                .put("reason", hold.reason())
                .put("actor", hold.actor())
                .put("until", hold.until().equals(Instant.MAX) ? null : JsonText.time(hold.until()));
    }

    private static JsonObject of(LastSwitch last) {
        return new JsonObject()
                .put("time", JsonText.time(last.time()))
                .put("from", last.from())
                .put("to", last.to())
                .put("reason", last.reason())
                .put("actor", last.actor())
                .put("change-id", last.changeId());
    }

    private static JsonObject of(TargetStatus target) {
        return new JsonObject()
                .put("name", target.name())
                .put("verdict", target.verdict().name())
                .put("up-for-ms", target.upFor().toMillis())
                .put("records", array(target.records(), Function.identity()))
                .put("checks", array(target.checks(), StatusJson::of));
    }

    private static JsonObject of(CheckStatus check) {
        return new JsonObject()
                .put("name", check.name())
                .put("kind", check.kind())
                .put("verdict", check.verdict().name())
                .put(
                        "last-success-ms",
                        check.lastSuccess().isNegative()
                                ? null
                                : check.lastSuccess().toMillis())
                .put("last-report-ms", check.lastReport().toMillis())
                .put("reason", check.reason())
                .put("window-ms", check.window().toMillis())
                .put("window-left-ms", check.windowLeft().toMillis())
                .put("maint", check.maint())
                .put("awaiting", check.awaiting());
    }

    private static <T> JsonArray array(List<T> items, Function<T, ?> json) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(json.apply(item)));
        return array;
    }
}
