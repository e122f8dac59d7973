package kirikae.faults;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An identity-based policy as IAM evaluates it: nothing is allowed that no statement allows, and a statement counts only when action,
 * resource and every condition fit. Knows the operators that Kirikae's policy uses and refuses all others. On purpose not the product's
 * own code.
 */
record FakePolicy(List<JsonObject> statements) {
    private static final String KEY = "route53:ChangeResourceRecordSets";

    static FakePolicy of(String text) {
        JsonObject document = new JsonObject(text);
        if (!"2012-10-17".equals(document.getString("Version"))) {
            throw new IllegalArgumentException("no version that has condition variables");
        }
        return new FakePolicy(document.getJsonArray("Statement").stream()
                .map(JsonObject.class::cast)
                .toList());
    }

    /** True when a request is allowed; the changes are those of ChangeResourceRecordSets. */
    boolean allows(RequestKind kind, String resource, List<WireChange> changes) {
        return statements.stream()
                .filter(statement -> "Allow".equals(statement.getString("Effect")))
                .filter(statement -> has(statement.getJsonArray("Action"), "route53:" + action(kind)))
                .filter(statement -> has(statement.getJsonArray("Resource"), resource))
                .anyMatch(statement -> fits(statement.getJsonObject("Condition", new JsonObject()), keys(changes)));
    }

    /** The API's name for a kind of request. */
    static String action(RequestKind kind) {
        return switch (kind) {
            case CHANGE -> "ChangeResourceRecordSets";
            case LIST -> "ListResourceRecordSets";
            case GETCHANGE -> "GetChange";
            case ZONES -> "ListHostedZonesByName";
            case ZONE -> "GetHostedZone";
            case ANY -> "Unknown";
        };
    }

    private static Map<String, Set<String>> keys(List<WireChange> changes) {
        Map<String, Set<String>> keys = new TreeMap<>();
        for (WireChange change : changes) {
            String name = WireName.told(change.record().name());
            add(keys, "NormalizedRecordNames", name.substring(0, name.length() - 1));
            add(keys, "RecordTypes", change.record().type());
            add(keys, "Actions", change.action());
        }
        return keys;
    }

    private static void add(Map<String, Set<String>> keys, String key, String value) {
        keys.computeIfAbsent(KEY + key, none -> new java.util.TreeSet<>()).add(value);
    }

    private static boolean fits(JsonObject conditions, Map<String, Set<String>> keys) {
        return conditions.fieldNames().stream()
                .allMatch(operator -> conditions.getJsonObject(operator).stream()
                        .allMatch(condition ->
                                fits(operator, condition.getValue(), keys.getOrDefault(condition.getKey(), Set.of()))));
    }

    private static boolean fits(String operator, Object wanted, Set<String> values) {
        return switch (operator) {
            case "ForAllValues:StringEquals" ->
                ((JsonArray) wanted)
                        .stream().collect(java.util.stream.Collectors.toSet()).containsAll(values);
            case "Null" -> "true".equals(wanted) == values.isEmpty();
            default -> throw new IllegalArgumentException("an operator that nobody checks here: " + operator);
        };
    }

    private static boolean has(JsonArray patterns, String text) {
        return patterns.stream()
                .map(String::valueOf)
                .anyMatch(pattern -> Pattern.matches(
                        Stream.of(pattern.split("\\*", -1))
                                .map(Pattern::quote)
                                .reduce((a, b) -> a + ".*" + b)
                                .orElse(""),
                        text));
    }
}
