package kirikae.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened, as the journal and the log tell it.
 *
 * @param time when, in wall time, to the millisecond
 * @param name what
 * @param fields the rest in telling order: "service", "from", "to", "reason", "actor", "check", "target", "verdict",
 *     "attempt", "change-id", "took-ms" and so on; keys in lower case with hyphens, values String, Long, Integer, Double or
 *     Boolean; never a secret
 */
public record Event(Instant time, EventName name, Map<String, Object> fields) {
    /** Copies the fields and keeps their order. */
    public Event {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A field as text. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(fields.get(key)).map(Object::toString);
    }

    /** The service it belongs to. */
    public Optional<String> service() {
        return text("service");
    }
}
