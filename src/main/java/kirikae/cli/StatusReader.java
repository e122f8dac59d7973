package kirikae.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kirikae.model.DomainName;
import kirikae.model.Status;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.Hold;
import kirikae.model.Status.LastSwitch;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;
import kirikae.model.Verdict;

/** Reads a status back from its JSON; what another version of the daemon does not say is empty. */
final class StatusReader {
    private StatusReader() {}

    /** Everything. */
    static Status status(JsonObject json) {
        return new Status(
                instant(json, "time", Instant.EPOCH),
                json.getString("version", ""),
                instant(json, "started", Instant.EPOCH),
                json.getString("isolated", ""),
                list(json, "services", StatusReader::service));
    }

    /** One service. */
    static ServiceStatus service(JsonObject json) {
        List<DomainName> names = Optional.ofNullable(json.getJsonArray("names")).orElseGet(JsonArray::new).stream()
                .map(name -> DomainName.of(String.valueOf(name)))
                .toList();
        return new ServiceStatus(
                json.getString("name", ""),
                names,
                json.getString("provider", ""),
                json.getString("zone", ""),
                json.getString("desired", ""),
                json.getString("actual", ""),
                json.getString("detail", ""),
                json.getString("phase", ""),
                json.getString("waiting", ""),
                json.getString("failing", ""),
                json.getBoolean("alerting", false),
                object(json, "hold").map(StatusReader::hold).orElseGet(Hold::none),
                object(json, "last-switch").map(StatusReader::lastSwitch).orElseGet(LastSwitch::none),
                list(json, "targets", StatusReader::target));
    }

    private static Hold hold(JsonObject json) {
        return new Hold(
                json.getString("kind", "").equals("switch") ? Hold.Kind.SWITCH : Hold.Kind.HOLD,
                json.getString("target", ""),
                json.getString("reason", ""),
                json.getString("actor", ""),
                instant(json, "until", Instant.MAX));
    }

    private static LastSwitch lastSwitch(JsonObject json) {
        return new LastSwitch(
                instant(json, "time", Instant.EPOCH),
                json.getString("from", ""),
                json.getString("to", ""),
                json.getString("reason", ""),
                json.getString("actor", ""),
                json.getString("change-id", ""));
    }

    private static TargetStatus target(JsonObject json) {
        List<String> records = Optional.ofNullable(json.getJsonArray("records")).orElseGet(JsonArray::new).stream()
                .map(String::valueOf)
                .toList();
        return new TargetStatus(
                json.getString("name", ""),
                verdict(json),
                millis(json, "up-for-ms"),
                records,
                list(json, "checks", StatusReader::check));
    }

    private static CheckStatus check(JsonObject json) {
        return new CheckStatus(
                json.getString("name", ""),
                json.getString("kind", ""),
                verdict(json),
                json.getLong("last-success-ms") == null ? Duration.ofMillis(-1) : millis(json, "last-success-ms"),
                millis(json, "last-report-ms"),
                json.getString("reason", ""),
                millis(json, "window-ms"),
                millis(json, "window-left-ms"),
                json.getBoolean("maint", false),
                json.getBoolean("awaiting", false));
    }

    private static Verdict verdict(JsonObject json) {
        try {
            return Verdict.valueOf(json.getString("verdict", ""));
        } catch (IllegalArgumentException e) {
            return Verdict.UNDECIDED; // of another version
        }
    }

    private static Duration millis(JsonObject json, String key) {
        return Duration.ofMillis(json.getLong(key, 0L));
    }

    private static Instant instant(JsonObject json, String key, Instant otherwise) {
        String text = json.getString(key);
        try {
            return text == null ? otherwise : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }

    private static Optional<JsonObject> object(JsonObject json, String key) {
        return Optional.ofNullable(json.getJsonObject(key));
    }

    private static <T> List<T> list(JsonObject json, String key, Function<JsonObject, T> read) {
        return Optional.ofNullable(json.getJsonArray(key)).orElseGet(JsonArray::new).stream()
                .map(item -> read.apply((JsonObject) item))
                .toList();
    }
}
