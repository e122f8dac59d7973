package kirikae.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kirikae.model.Event;

/**
 * Owns the JSON of events as contract.md sections 4 and 5 show it: one flat object, {@code time} and {@code event} first, then
 * the fields in telling order. Must not know where it goes.
 */
public final class EventJson {
    private EventJson() {}

    /** One event. */
    public static JsonObject of(Event event) {
        JsonObject json = new JsonObject();
        json.put("time", JsonText.time(event.time()));
        json.put("event", event.name().text());
        event.fields().forEach(json::put);
        return json;
    }

    /** The answer to {@code GET /api/v1/events}: {@code {"events": [...]}}, oldest first. */
    public static JsonObject of(List<Event> events) {
        JsonArray array = new JsonArray();
        events.forEach(event -> array.add(of(event)));
        return new JsonObject().put("events", array);
    }

    /** One message of {@code GET /api/v1/events/stream}: one {@code data} line and the empty line that ends it. */
    public static String message(Event event) {
        return "data: " + JsonText.of(of(event)) + "\n\n";
    }
}
