package kirikae.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import kirikae.core.Plan;
import kirikae.model.RecordChange;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;

/**
 * A plan as the AWS command line takes it: {@code aws route53 change-resource-record-sets --change-batch}. For the day on which the
 * daemon is dead and a switch has to be made by hand. Owns only the form.
 */
final class ChangeBatch {
    private ChangeBatch() {}

    /** The batch of the one direction that was planned; empty when there is nothing to send. */
    static Optional<String> of(Planned planned) {
        return planned instanceof Planned.Known known
                ? known.legs().stream()
                        .filter(leg -> leg.plan() instanceof Plan.Apply)
                        .map(leg -> of(((Plan.Apply) leg.plan()).change()))
                        .findFirst()
                : Optional.empty();
    }

    /** Why there is none, in words. */
    static String why(Planned planned) {
        if (planned instanceof Planned.Unreadable unreadable) {
            return "the live records cannot be read: " + unreadable.error();
        }
        List<Plan> plans =
                ((Planned.Known) planned).legs().stream().map(leg -> leg.plan()).toList();
        return plans.stream()
                .filter(plan -> plan instanceof Plan.Refused)
                .map(plan -> "refused: " + ((Plan.Refused) plan).reason())
                .findFirst()
                .orElse("there is nothing to change: the live records show this target already");
    }

    private static String of(RecordChange change) {
        JsonArray changes = new JsonArray();
        change.deletes().forEach(set -> changes.add(action("DELETE", set)));
        change.creates().forEach(set -> changes.add(action("CREATE", set)));
        return new JsonObject()
                .put("Comment", "kirikae, by hand")
                .put("Changes", changes)
                .encodePrettily();
    }

    private static JsonObject action(String action, RecordSet set) {
        JsonObject record = new JsonObject().put("Name", set.name().text()).put("Type", set.type());
        if (set.data() instanceof RecordData.Alias alias) {
            record.put(
                    "AliasTarget",
                    new JsonObject()
                            .put("HostedZoneId", alias.zone())
                            .put("DNSName", alias.name().text())
                            .put("EvaluateTargetHealth", alias.evaluateTargetHealth()));
        } else {
            RecordData.Values values = (RecordData.Values) set.data();
            JsonArray records = new JsonArray();
            values.texts().forEach(text -> records.add(new JsonObject().put("Value", text)));
            record.put("TTL", values.ttlSeconds()).put("ResourceRecords", records);
        }
        return new JsonObject().put("Action", action).put("ResourceRecordSet", record);
    }
}
