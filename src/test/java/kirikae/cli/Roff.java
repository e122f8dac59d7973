package kirikae.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as man(7) wants it. Owns the escaping; must not know what a page says. */
final class Roff {
    private static final Pattern INLINE = Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\[([^]]+)]\\(([^)]+)\\)");

    private Roff() {}

    /** A text of which every character is meant: hyphens are minus signs, as options need them. */
    static String literal(String text) {
        return guarded(text.replace("\\", "\\e").replace("-", "\\-"));
    }

    /** Prose: hyphens stay hyphens. */
    static String prose(String text) {
        return guarded(text.replace("\\", "\\e"));
    }

    /** Bold. */
    static String bold(String text) {
        return "\\fB" + literal(text) + "\\fR";
    }

    /** A line of Markdown: {@code code} and strong words become bold, links their text, and an address where they lead outside. */
    static String markdown(String line) {
        String text = line.replace("\\|", "|");
        Matcher found = INLINE.matcher(text);
        StringBuilder all = new StringBuilder();
        int from = 0;
        while (found.find()) {
            all.append(inner(text.substring(from, found.start()))).append(marked(found));
            from = found.end();
        }
        return guarded(all.append(inner(text.substring(from))).toString());
    }

    private static String marked(Matcher found) {
        if (found.group(1) != null) {
            return "\\fB" + found.group(1).replace("\\", "\\e").replace("-", "\\-") + "\\fR";
        }
        if (found.group(2) != null) {
            return "\\fB" + inner(found.group(2)) + "\\fR";
        }
        String address = found.group(4).startsWith("http") ? " <" + found.group(4) + ">" : "";
        return inner(found.group(3) + address);
    }

    private static String inner(String text) {
        return text.replace("\\", "\\e");
    }

    /** A dot or an apostrophe at the beginning of a line would be a request. */
    private static String guarded(String text) {
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }
}
