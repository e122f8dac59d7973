package kirikae.model;

/**
 * Owns which characters may not reach a terminal or a line as they are, and how they are written instead: controls, line and
 * paragraph separators, and everything invisible that changes the direction or the look of text around it (Unicode category
 * Cf). Must not quote: that is the business of each format.
 */
public final class Escapes {
    private Escapes() {}

    /** True when the text holds nothing that must be escaped. */
    public static boolean isPlain(String text) {
        return text.codePoints().noneMatch(Escapes::isHostile);
    }

    /** The text with every hostile character as {@code \n}, {@code \t}, {@code \r} or {@code \}{@code uXXXX}. */
    public static String escape(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    /** The text as JSON has it: only {@code \}{@code uXXXX}, so that an encoded object stays the same object. */
    public static String escapeJson(String json) {
        if (isPlain(json)) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(c -> {
            if (isHostile(c)) {
                appendUnits(out, c);
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Appends one character, escaped when it must be. */
    public static void append(StringBuilder out, int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isHostile(c)) {
                    appendUnits(out, c);
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    /** True for a character that must not be shown as it is. */
    public static boolean isHostile(int c) {
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** At most {@code limit} UTF-16 units of the text, never half a pair; a cut text ends with an ellipsis. */
    public static String bound(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }

    private static void appendUnits(StringBuilder out, int c) {
        for (char unit : Character.toChars(c)) {
            out.append(String.format("\\u%04x", (int) unit));
        }
    }
}
