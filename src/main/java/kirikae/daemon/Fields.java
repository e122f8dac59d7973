package kirikae.daemon;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes an event's fields in telling order. */
final class Fields {
    private Fields() {}

    /** Keys and values in turn. */
    static Map<String, Object> of(Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return fields;
    }
}
