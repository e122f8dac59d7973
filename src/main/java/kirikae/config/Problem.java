package kirikae.config;

/**
 * One thing that is wrong, or deserves a word, in a configuration. Its texts never hold a secret and never a control
 * character.
 *
 * @param file the file as the operator would type it
 * @param line the line in it, from 1; 0 when it has no line
 * @param key the path of the key; empty when it is about the whole file
 * @param message what is wrong
 * @param suggestion what to write instead, as "did you mean ...?"; may be empty
 */
public record Problem(String file, int line, String key, String message, String suggestion) {
    private static final int LONGEST_TEXT = 400;

    /** Makes its texts fit to print on one line. */
    public Problem {
        file = printable(file);
        key = printable(key);
        message = printable(message);
        suggestion = printable(suggestion);
    }

    /** One line: {@code file:line: key: message; suggestion}. */
    @Override
    public String toString() {
        return file
                + (line > 0 ? ":" + line : "")
                + (key.isEmpty() ? "" : ": " + key)
                + ": "
                + message
                + (suggestion.isEmpty() ? "" : "; " + suggestion);
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(LONGEST_TEXT).forEach(c -> appendPrintable(out, c));
        return out.append(text.length() > LONGEST_TEXT ? "..." : "").toString();
    }

    private static void appendPrintable(StringBuilder out, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> out.append(String.format("\\u%04x", c));
            default -> out.appendCodePoint(c);
        }
    }
}
