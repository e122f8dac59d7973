package kirikae.journal;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kirikae.model.Escapes;
import kirikae.model.Event;
import kirikae.model.EventName;

/**
 * Owns the text form of an event: one JSON object, {@code time} and {@code event} first, then the fields in their order. Must not
 * know files. What it encodes it decodes to an equal event, save that every whole number comes back as a Long and that texts
 * longer than 8,192 characters were cut.
 */
final class EventJson {
    private static final int LONGEST_TEXT = 8_192;
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private EventJson() {}

    /**
     * The event as a line.
     *
     * @throws IllegalArgumentException when a field is called "time" or "event", or has a value that is no text, number or truth
     */
    static Line.Known encode(Event event) {
        JsonObject json = new JsonObject();
        json.put("time", TIME.format(event.time()));
        json.put("event", event.name().text());
        event.fields().forEach((key, value) -> {
            if (json.containsKey(key)) {
                throw new IllegalArgumentException("an event field must not be called '" + key + "'");
            }
            json.put(key, checked(key, value));
        });
        return new Line.Known(event, Escapes.escapeJson(json.encode()));
    }

    /** What a line holds. Never throws for any text. */
    static Line decode(String text) {
        try {
            return decode(text, new JsonObject(text));
        } catch (DecodeException e) {
            return new Line.Broken("not a JSON object");
        }
    }

    private static Line decode(String text, JsonObject json) {
        Map<String, Object> map = json.getMap();
        if (map == null
                || !(map.remove("time") instanceof String time)
                || !(map.remove("event") instanceof String name)) {
            return new Line.Broken("a JSON value without 'time' and 'event'");
        }
        try {
            Instant instant = Instant.parse(time);
            Optional<EventName> known = EventName.of(name);
            return known.isPresent()
                    ? new Line.Known(new Event(instant, known.get(), fields(map)), text)
                    : new Line.Foreign(text);
        } catch (DateTimeException e) {
            return new Line.Broken("'time' is not RFC 3339");
        }
    }

    private static Map<String, Object> fields(Map<String, Object> map) {
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                fields.put(key, plain(value));
            }
        });
        return fields;
    }

    private static Object plain(Object value) {
        if (value instanceof Integer whole) {
            return whole.longValue();
        }
        boolean simple =
                value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean;
        return simple ? value : value.toString();
    }

    private static Object checked(String key, Object value) {
        if (value instanceof String text) {
            return Escapes.bound(text, LONGEST_TEXT);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException(
                "the event field '" + key + "' has a value that is no text, number or truth");
    }
}
