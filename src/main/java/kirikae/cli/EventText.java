package kirikae.cli;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kirikae.journal.EventLine;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.web.JsonText;

/** An event as a line, the same as in the log save its level; bad news is coloured on a terminal. */
final class EventText {
    private EventText() {}

    /** For people. */
    static String line(JsonObject json) {
        Optional<EventName> name = EventName.of(json.getString("event", ""));
        String time = json.getString("time", "");
        if (name.isEmpty()) {
            return Paint.FAINT.on(time) + " " + JsonText.of(json); // of a newer daemon
        }
        Map<String, Object> fields = new LinkedHashMap<>(json.getMap());
        fields.remove("time");
        fields.remove("event");
        fields.values().removeIf(java.util.Objects::isNull);
        String line = EventLine.of(new Event(Instant.EPOCH, name.get(), fields));
        return Paint.FAINT.on(time) + " " + painted(name.get(), line);
    }

    /** For machines: one line. */
    static String json(JsonObject json) {
        return JsonText.of(json);
    }

    private static String painted(EventName name, String line) {
        return switch (name) {
            case CHECK_DOWN, ALERT, SWITCH_FAILED, SWITCH_REFUSED, DRIFT, JOURNAL_ERROR, CRASH_LOOP ->
                Paint.BAD.on(line);
            case ISOLATED,
                    BLIND,
                    CONFIG_REJECTED,
                    NOTIFY_FAILED,
                    STOOD_STILL,
                    SWITCH_LAGGING,
                    OUTSIDE_CHANGE,
                    TTL_DIFFERS,
                    HOLD,
                    REMINDER -> Paint.WARNING.on(line);
            case RECOVERY, SWITCH_VERIFIED, DRIFT_CLEARED, ISOLATION_OVER -> Paint.GOOD.on(line);
            case STARTED,
                    STOPPING,
                    CHECK_UP,
                    SWITCH_STARTED,
                    SWITCH_ACCEPTED,
                    SWITCH_IN_SYNC,
                    SWITCH_DROPPED,
                    HOLD_EXPIRED,
                    RELEASE,
                    MAINT,
                    CONFIG_RELOADED,
                    NOTIFY_DELIVERED,
                    HEARTBEAT_MARK -> line;
        };
    }
}
