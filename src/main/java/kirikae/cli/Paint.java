package kirikae.cli;

import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** Colours, on a terminal only and never with NO_COLOR (no-color.org). */
enum Paint {
    GOOD("32"),
    WARNING("33"),
    BAD("1;31"),
    STRONG("1"),
    FAINT("2");

    private static final boolean ON =
            Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").isEmpty() && Ansi.AUTO.enabled();

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    /** The text in this colour where colours are wanted, else the text. */
    String on(String text) {
        return ON ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
