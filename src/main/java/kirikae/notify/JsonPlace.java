package kirikae.notify;

import io.vertx.core.json.Json;
import kirikae.model.Escapes;

/**
 * Where in a JSON template a variable stands: inside quotes its value is escaped, outside it is a number or becomes a text. So no value
 * can end a text, or add a key.
 */
final class JsonPlace implements Variables.Place {
    private final boolean[] quoted;

    JsonPlace(String template) {
        quoted = new boolean[template.length() + 1];
        boolean inside = false;
        for (int i = 0; i < template.length(); i++) {
            quoted[i] = inside;
            char c = template.charAt(i);
            if (c == '\\' && inside && i + 1 < template.length()) {
                quoted[++i] = true;
            } else if (c == '"') {
                inside = !inside;
            }
        }
    }

    @Override
    public String write(String value, int at) {
        String text = Escapes.escapeJson(Json.encode(value));
        if (quoted[at]) {
            return text.substring(1, text.length() - 1);
        }
        return value.matches("-?(0|[1-9]\\d{0,17})") ? value : text;
    }
}
