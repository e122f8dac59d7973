package kirikae.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where in its file a line of a text stands. A text in three quotes has its lines in the file, and the library says where it ends; one in single
 * quotes has them all on one line.
 */
final class TextLines {
    private TextLines() {}

    /** The place of a line, from 1, of a text whose value has this place. */
    static Place place(Place value, String text, int line) {
        int more = (int) text.chars().filter(c -> c == '\n').count();
        int begin = value.line() - more;
        boolean inThree = more > 0 && begin > 0 && opensThreeQuotes(value.file(), begin);
        return new Place(value.file(), inThree ? begin + line - 1 : value.line(), value.key());
    }

    private static boolean opensThreeQuotes(String file, int line) {
        try (var lines = Files.lines(Path.of(file), StandardCharsets.UTF_8)) {
            return lines.skip(line - 1L)
                    .findFirst()
                    .filter(found -> found.contains("\"\"\""))
                    .isPresent();
        } catch (IOException | UncheckedIOException e) {
            return false; // the line that the library knows must do
        }
    }
}
