package kirikae.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kirikae.core.Actual;
import kirikae.core.Outlook;
import kirikae.core.Plan;
import kirikae.model.RecordSet;
import kirikae.model.Service;

/** What {@code plan --json} prints: one object. */
final class PlanJson {
    private PlanJson() {}

    /** All services. */
    static String of(List<Planned> all) {
        JsonArray services = new JsonArray();
        all.forEach(planned -> services.add(of(planned)));
        return new JsonObject().put("services", services).encodePrettily();
    }

    private static JsonObject of(Planned planned) {
        Service service = planned.service();
        JsonObject json = new JsonObject()
                .put("service", service.name())
                .put("provider", service.provider())
                .put("zone", service.zone());
        if (planned instanceof Planned.Unreadable unreadable) {
            return json.put("actual", "unread").put("error", unreadable.error().toString());
        }
        Planned.Known known = (Planned.Known) planned;
        JsonArray legs = new JsonArray();
        known.legs().forEach(leg -> legs.add(leg(leg)));
        return json.put("actual", actual(service, known.outlook().actual()))
                .put("detail", Planned.shown(known))
                .put("ttl-difference", known.outlook().ttlDifference())
                .put("plans", legs);
    }

    private static String actual(Service service, Actual actual) {
        if (actual instanceof Actual.At at) {
            return service.targets().get(at.target()).name();
        }
        return actual instanceof Actual.Drifted ? "drifted" : "absent";
    }

    private static JsonObject leg(Outlook.Leg leg) {
        JsonObject json = new JsonObject().put("from", leg.from()).put("to", leg.to());
        if (leg.plan() instanceof Plan.Apply apply) {
            return json.put("plan", "apply")
                    .put("delete", sets(apply.change().deletes()))
                    .put("create", sets(apply.change().creates()));
        }
        return leg.plan() instanceof Plan.Refused refused
                ? json.put("plan", "refused").put("reason", refused.reason())
                : json.put("plan", "nothing");
    }

    private static JsonArray sets(List<RecordSet> sets) {
        return new JsonArray(sets.stream().map(Object::toString).toList());
    }
}
