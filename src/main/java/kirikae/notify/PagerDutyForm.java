package kirikae.notify;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import kirikae.message.Quoting;
import kirikae.message.Written;
import kirikae.model.Channel.PagerDuty;
import kirikae.model.Escapes;
import kirikae.model.Secret;

/**
 * PagerDuty's Events API v2. The dedup key is that of the story, so a repeated send after a restart is no second incident, and the end of
 * the story resolves it. Limits: summary 1,024 characters, dedup key 255.
 */
public final class PagerDutyForm implements HttpForm {
    private static final int LONGEST_SUMMARY = 1_024;
    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_DETAIL = 8_192;
    private static final Map<String, String> SEVERITIES =
            Map.of("P1", "critical", "P2", "error", "P3", "warning", "P4", "info", "P5", "info");

    private final PagerDuty channel;
    private final String source;

    /**
     * Takes the channel.
     *
     * @param source this machine's name
     */
    public PagerDutyForm(PagerDuty channel, String source) {
        this.channel = channel;
        this.source = source;
    }

    @Override
    public HttpCall call(Notice notice, Instant now) {
        Occasion occasion = notice.occasion();
        JsonObject json = new JsonObject()
                .put("routing_key", channel.routingKey().reveal())
                .put("event_action", occasion.act() == Occasion.Act.TRIGGER ? "trigger" : "resolve")
                .put("dedup_key", Escapes.bound(dedupKey(notice), LONGEST_KEY));
        if (occasion.act() == Occasion.Act.TRIGGER) {
            json.put("client", "kirikae").put("payload", payload(notice, occasion));
        }
        return new HttpCall(
                "POST",
                new Secret(channel.url().toString()),
                Map.of("Content-Type", "application/json", "User-Agent", "kirikae"),
                Buffer.buffer(Escapes.escapeJson(json.encode())));
    }

    /** A service's outage is kirikae/SERVICE; what belongs to no service is this machine's own. */
    private String dedupKey(Notice notice) {
        String story = notice.story().replaceFirst("/outage$", "");
        return notice.service().isEmpty() ? "kirikae@" + source + story : "kirikae/" + story;
    }

    private JsonObject payload(Notice notice, Occasion occasion) {
        Written message = notice.written(Quoting.PLAIN);
        String spoken = message.spoken();
        JsonObject details = new JsonObject().put("text", Escapes.bound(spoken, LONGEST_DETAIL));
        notice.event().fields().forEach((key, value) -> details.put(key, bounded(value)));
        String line = spoken.isEmpty()
                ? notice.title()
                : spoken.lines().findFirst().orElse("").strip();
        return new JsonObject()
                .put("summary", Escapes.bound(Escapes.escape(line), LONGEST_SUMMARY))
                .put(
                        "source",
                        notice.service().isEmpty() ? source : notice.facts().value("host.name"))
                .put("severity", SEVERITIES.getOrDefault(message.priority(), occasion.severity()))
                .put("timestamp", notice.event().time().toString())
                .put("component", notice.service())
                .put("class", notice.event().name().text())
                .put("custom_details", details);
    }

    private static Object bounded(Object value) {
        return value instanceof String text ? Escapes.bound(text, LONGEST_DETAIL) : value;
    }
}
