package kirikae.journal;

import java.util.Map;
import java.util.regex.Pattern;
import kirikae.model.Escapes;
import kirikae.model.Event;

/**
 * Owns the one-line text of an event, {@code event=NAME service=… key=value …}, as the log and the people's view of the journal
 * show it (contract.md section 5). Must not write it anywhere. Whatever a host or a provider put into a value, the result is one
 * line without control characters.
 */
public final class EventLine {
    private static final int LONGEST_VALUE = 1_024;
    private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9_.-]");

    private EventLine() {}

    /**
     * The event without its time: name first, then the fields in order. A value is quoted when it is empty or holds a space, a
     * quote, {@code =}, a backslash or something escaped; in quotes, quotes and backslashes have a backslash before them. A value
     * longer than 1,024 characters is cut and ends with an ellipsis.
     */
    public static String of(Event event) {
        StringBuilder out = new StringBuilder("event=").append(event.name().text());
        for (Map.Entry<String, Object> field : event.fields().entrySet()) {
            out.append(' ').append(key(field.getKey())).append('=');
            appendValue(out, Escapes.bound(String.valueOf(field.getValue()), LONGEST_VALUE));
        }
        return out.toString();
    }

    private static String key(String written) {
        boolean plain = written.chars().allMatch(EventLine::isPlain);
        return Escapes.bound(plain ? written : STRANGE.matcher(written).replaceAll("_"), LONGEST_VALUE);
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || c == '-';
    }

    private static void appendValue(StringBuilder out, String value) {
        if (isBare(value)) {
            out.append(value);
            return;
        }
        out.append('"');
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            Escapes.append(out, c);
        });
        out.append('"');
    }

    private static boolean isBare(String value) {
        return !value.isEmpty() && value.codePoints().allMatch(EventLine::isBare);
    }

    private static boolean isBare(int c) {
        return c != '"' && c != '=' && c != '\\' && !Character.isSpaceChar(c) && !Escapes.isHostile(c);
    }
}
