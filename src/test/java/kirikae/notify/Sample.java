package kirikae.notify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kirikae.message.Parsed;
import kirikae.message.Template;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Notices.OfService;
import kirikae.model.Notified;

/** Notices that tests send. */
public final class Sample {
    static final Instant TIME = Instant.parse("2026-11-25T03:04:05.678Z");
    /** What a hostile host would say. */
    public static final String HOSTILE =
            "dead\r\nX-Evil: 1\n\"}, \"admin\": true, {\" & <!channel> %0d%0a ${HOME} $HOSTNAME \u2028 \u202e 日本";

    private Sample() {}

    /** An alert of the service web whose host says this. */
    public static Notice alert(String reason) {
        return notice(EventName.ALERT, reason, "Server {{host.name}} is down: {{{reason}}} @hook");
    }

    /** The recovery. */
    static Notice recovery() {
        return notice(EventName.RECOVERY, "", "Server {{host.name}} is OK @hook");
    }

    static Notice notice(EventName name, String reason, String message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("service", "web");
        fields.put("target", "primary");
        fields.put("verdict", "NO_DATA");
        fields.put("reason", reason);
        Event event = new Event(TIME, name, fields);
        OfService service = new OfService("web01", "192.0.2.1", message, List.of(), java.time.Duration.ZERO, Map.of());
        Template template = ((Parsed.Good) Template.parse(message)).template();
        return new Notice(
                Notified.id(event, "hook"),
                "hook",
                event,
                "web/outage",
                TIME,
                Words.of(event, List.of(template)),
                Words.facts(event, service, event));
    }
}
