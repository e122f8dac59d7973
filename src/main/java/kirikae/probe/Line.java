package kirikae.probe;

import java.time.Duration;

/** Makes one printable line of what strangers wrote. Pure. */
final class Line {
    /** Longest line, in characters. */
    static final int LIMIT = 200;

    private Line() {}

    /** The first line that is not blank, without control characters, at most {@link #LIMIT} characters. */
    static String first(String text) {
        return text.lines()
                .map(Line::printable)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The whole text as one line: control characters become spaces; at most {@link #LIMIT} characters. */
    static String printable(String text) {
        int end = Math.min(text.length(), LIMIT * 2);
        StringBuilder line = new StringBuilder(end);
        text.substring(0, end).codePoints().map(Line::visible).forEach(line::appendCodePoint);
        String stripped = line.toString().strip();
        return stripped.length() <= LIMIT ? stripped : stripped.substring(0, LIMIT - 1) + "…";
    }

    /** A span of time as people write it: "5 s", "1.5 s", "250 ms". */
    static String span(Duration time) {
        long millis = time.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis % 1_000 == 0
                ? millis / 1_000 + " s"
                : String.format(java.util.Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    /** Also hides format characters: text that turns direction could make a log line say something else. */
    private static int visible(int point) {
        int type = Character.getType(point);
        boolean hidden = Character.isISOControl(point)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return hidden ? ' ' : point;
    }
}
