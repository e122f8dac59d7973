package kirikae.web;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import kirikae.model.Operator;
import kirikae.model.Operator.Answer;
import kirikae.model.Operator.HoldOrder;
import kirikae.model.Operator.Keep;
import kirikae.model.Operator.Length;
import kirikae.model.Operator.SwitchOrder;

/**
 * One order of the control socket: which one a path means, which keys its body may have, and how it is given. An unknown key is
 * refused, for a length that nobody reads would be a hold without end.
 *
 * @param verb what is ordered
 * @param service whom it concerns; empty for all
 */
record ControlOrder(Verb verb, String service) {
    /** What can be ordered, with the keys of its body. */
    enum Verb {
        SWITCH,
        HOLD,
        RELEASE,
        RELOAD;

        private Set<String> keys() {
            return switch (this) {
                case SWITCH -> Set.of("to", "reason", "for-ms", "hold");
                case HOLD -> Set.of("reason", "for-ms");
                case RELEASE -> Set.of("reason");
                case RELOAD -> Set.of();
            };
        }
    }

    private static final Map<String, Verb> OF_A_SERVICE =
            Map.of("switch", Verb.SWITCH, "hold", Verb.HOLD, "release", Verb.RELEASE);
    private static final Map<String, Verb> OF_ALL =
            Map.of("hold", Verb.HOLD, "release", Verb.RELEASE, "reload", Verb.RELOAD);

    /** The order that a path below {@code /api/v1/} means. */
    static Optional<ControlOrder> at(List<String> parts) {
        if (parts.size() == 1) {
            return Optional.ofNullable(OF_ALL.get(parts.get(0))).map(verb -> new ControlOrder(verb, ""));
        }
        boolean one = parts.size() == 3
                && parts.get(0).equals("services")
                && !parts.get(1).isEmpty();
        return one
                ? Optional.ofNullable(OF_A_SERVICE.get(parts.get(2))).map(verb -> new ControlOrder(verb, parts.get(1)))
                : Optional.empty();
    }

    /** Gives it. */
    CompletionStage<Answer> give(Operator operator, JsonObject body, String actor) {
        Optional<String> wrong = wrong(body);
        if (wrong.isPresent()) {
            return CompletableFuture.completedFuture(new Answer(Answer.Outcome.REFUSED, wrong.get(), Map.of()));
        }
        String reason = body.getString("reason", "");
        return switch (verb) {
            case SWITCH ->
                operator.switchTo(
                        new SwitchOrder(service, body.getString("to", ""), reason, actor, length(body), keep(body)));
            case HOLD -> operator.hold(new HoldOrder(service, reason, actor, length(body)));
            case RELEASE -> operator.release(service, actor, reason);
            case RELOAD -> operator.reload(actor);
        };
    }

    private Optional<String> wrong(JsonObject body) {
        Set<String> unknown = new TreeSet<>(body.fieldNames());
        unknown.removeAll(verb.keys());
        if (!unknown.isEmpty()) {
            return Optional.of("unknown keys " + unknown + "; known are " + new TreeSet<>(verb.keys()));
        }
        for (String key : body.fieldNames()) {
            if (!isRight(key, Optional.ofNullable(body.getValue(key)))) {
                return Optional.of(
                        "'" + key + "' has a value of the wrong kind: texts are wanted, for-ms is a whole number"
                                + " of milliseconds, hold is true or false");
            }
        }
        return Optional.empty();
    }

    private static boolean isRight(String key, Optional<Object> value) {
        return value.filter(given -> switch (key) {
                    case "for-ms" -> given instanceof Integer || given instanceof Long;
                    case "hold" -> given instanceof Boolean;
                    default -> given instanceof String;
                })
                .isPresent();
    }

    private static Length length(JsonObject body) {
        Optional<Long> millis = Optional.ofNullable(body.getLong("for-ms"));
        return millis.isPresent() ? new Length.For(Duration.ofMillis(millis.get())) : new Length.Unlimited();
    }

    private static Keep keep(JsonObject body) {
        return body.getBoolean("hold", false) ? Keep.HOLD : Keep.AS_NEEDED;
    }
}
