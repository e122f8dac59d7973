package kirikae.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where on its line a quote opens that is never closed, and what was probably meant. The lines of the file are looked at, and nothing of
 * them but names of headers is repeated.
 *
 * @param column from 1; 0 when it cannot be told
 * @param suggestion the corrected HOCON; empty when it cannot be told
 */
record BrokenQuote(int column, String suggestion) {
    private static final int LINES = 4;

    /** Looks at a line of a file. */
    static BrokenQuote at(Path file, int line) {
        try (var all = Files.lines(file, StandardCharsets.UTF_8)) {
            List<String> near = all.skip(Math.max(0, line - 1)).limit(LINES).toList();
            return near.isEmpty() ? new BrokenQuote(0, "") : of(near);
        } catch (IOException | java.io.UncheckedIOException e) {
            return new BrokenQuote(0, ""); // it could be read a moment ago; the line alone must do
        }
    }

    private static BrokenQuote of(List<String> near) {
        String first = near.get(0);
        String block = String.join("\n", near);
        int end = block.indexOf('}');
        String text = end < 0 ? block : block.substring(0, end);
        boolean headers = text.contains("\"Authorization\"") || text.contains("\"Content-Length\"");
        return new BrokenQuote(opening(first) + 1, headers ? HeaderJson.correction(text) : "");
    }

    /** The last quote that opens a text. */
    private static int opening(String line) {
        int open = -1;
        boolean inside = false;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\\' && inside) {
                i++;
            } else if (line.charAt(i) == '"') {
                inside = !inside;
                open = inside ? i : open;
            }
        }
        return inside ? open : -1;
    }
}
