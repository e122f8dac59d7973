package kirikae.intake;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Makes a host's words harmless. Owns: the rule that nothing invisible of a stranger's text enters logs and pages. */
final class Reason {
    private static final int LONGEST = 1_000;
    /** Control characters, line and paragraph separators, and format characters (those that turn the writing direction). */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\s]+");

    private Reason() {}

    /** The body as one line; broken UTF-8 becomes U+FFFD. */
    static String of(Buffer body) {
        return of(body.toString(StandardCharsets.UTF_8));
    }

    /** The text as one line of at most 1,024 characters. */
    static String of(String text) {
        String some = text.length() > 2 * LONGEST ? text.substring(0, 2 * LONGEST) : text;
        String line = INVISIBLE.matcher(some).replaceAll(" ").strip();
        return line.length() > LONGEST + 24 ? line.substring(0, LONGEST) + "..." : line;
    }
}
