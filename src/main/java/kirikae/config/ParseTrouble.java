package kirikae.config;

import com.typesafe.config.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in our own words why a text is no HOCON. The library's messages quote the text, which may be a secret; nothing of them
 * is passed on but one reserved character.
 */
final class ParseTrouble {
    private static final Pattern RESERVED = Pattern.compile("Reserved character '(.)' is not allowed outside quotes");

    /** What is said of an open quote. */
    static final String OPEN_QUOTE = "a quote is not closed";

    private ParseTrouble() {}

    /** Takes the library's exception and gives a sentence without quotes from the file. */
    static String words(ConfigException e) {
        String text = String.valueOf(e.getMessage());
        Matcher reserved = RESERVED.matcher(text);
        if (reserved.find()) {
            return "not valid HOCON: the character " + reserved.group(1) + " must stand inside quotes";
        }
        return "not valid HOCON: " + reason(text);
    }

    private static String reason(String text) {
        return switch (firstOf(
                text,
                "nested more than",
                "invalid URL",
                "include parameter",
                "unescaped newline",
                "quote was still open",
                "triple-quoted",
                "escape sequence",
                "Substitution ${",
                "may not be followed",
                "unbalanced close brace",
                "List should have",
                "oncatenat",
                "end of file")) {
            case "nested more than" -> "include statements are nested more than 50 deep, or a file includes itself";
            case "invalid URL" -> "include of an address is not allowed: only files below the configuration's folder";
            case "include parameter" -> "include wants a quoted file name";
            case "unescaped newline" -> OPEN_QUOTE + " on its line";
            case "quote was still open", "triple-quoted" -> OPEN_QUOTE;
            case "escape sequence" -> "an unknown escape in quotes; write \\\\ for one backslash";
            case "Substitution ${" -> "a ${ is not closed with }";
            case "may not be followed" -> "a key without = or { after it";
            case "unbalanced close brace" -> "a } without its {";
            case "List should have" -> "a list is not closed with ]";
            case "oncatenat" -> "a text cannot be joined with a list or a block";
            case "end of file" -> "the file ends before a { is closed";
            default -> "a brace, bracket, comma or quote is missing or too many here";
        };
    }

    private static String firstOf(String text, String... marks) {
        for (String mark : marks) {
            if (text.contains(mark)) {
                return mark;
            }
        }
        return "";
    }
}
