package kirikae.notify;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import kirikae.message.Quoting;
import kirikae.model.Escapes;

/** A notification as one JSON object, for programs that read it from their standard input. */
final class EventWords {
    private EventWords() {}

    /** The object on one line, with a newline at its end. */
    static byte[] json(Notice notice) {
        JsonObject event = new JsonObject();
        notice.event().fields().forEach(event::put);
        JsonObject json = new JsonObject()
                .put("id", notice.id())
                .put("time", notice.event().time().toString())
                .put("event", notice.event().name().text())
                .put("service", notice.service())
                .put("transition", notice.occasion().transition())
                .put("title", notice.title())
                .put("text", notice.written(Quoting.PLAIN).spoken())
                .put("fields", event);
        return (Escapes.escapeJson(json.encode()) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
