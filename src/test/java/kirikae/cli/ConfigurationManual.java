package kirikae.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Turns docs/CONFIGURATION.md into kirikae.conf(5). Knows the Markdown that this document uses: headings, paragraphs, lists of one
 * level, fenced code, tables. A table's first column becomes the tags of a list.
 */
final class ConfigurationManual {
    private static final String HEAD = """
            .\\" Made from docs/CONFIGURATION.md: change that, then mvn -q test -Dtest=ManualTest -Dkirikae.renew=true
            .TH KIRIKAE.CONF 5 "" Kirikae "File Formats"
            .SH NAME
            kirikae.conf \\- the configuration of the kirikae daemon
            .SH DESCRIPTION
            """;
    private static final String TAIL = """
            .SH FILES
            .TP
            .I /etc/kirikae/kirikae.conf
            The configuration.
            .TP
            .I /etc/kirikae/conf.d/*.conf
            Read after it, in the order of names.
            .SH SEE ALSO
            .BR kirikae (1)
            """;

    private final List<String> page = new ArrayList<>();
    private List<String> heads = List.of();
    private boolean code;
    private boolean within;

    private ConfigurationManual() {}

    /** The page. */
    static String page(List<String> markdown) {
        ConfigurationManual manual = new ConfigurationManual();
        markdown.forEach(manual::line);
        return HEAD + String.join("\n", manual.page) + "\n" + TAIL;
    }

    private void line(String line) {
        if (line.startsWith("```")) {
            fence();
        } else if (code) {
            page.add(Roff.literal(line));
        } else if (line.startsWith("|")) {
            row(cells(line));
        } else {
            text(line);
        }
    }

    private void fence() {
        code = !code;
        page.addAll(code ? List.of(".PP", ".RS 4", ".nf") : List.of(".fi", ".RE"));
        within = false;
    }

    private void text(String line) {
        heads = List.of();
        if (line.isEmpty() || line.startsWith("# ") || line.startsWith("- [")) {
            within = false;
        } else if (line.startsWith("## ")) {
            page.add(".SH " + Roff.markdown(line.substring(3).toUpperCase(Locale.ROOT)));
            within = true;
        } else if (line.startsWith("- ")) {
            page.add(".IP \\(bu 2\n" + Roff.markdown(line.substring(2)));
            within = true;
        } else {
            if (!within && !page.isEmpty()) {
                page.add(".PP");
            }
            page.add(Roff.markdown(line.strip()));
            within = true;
        }
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1).split("(?<!\\\\)\\|")) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private void row(List<String> cells) {
        if (cells.get(0).matches("-+")) {
            return;
        }
        if (heads.isEmpty()) {
            heads = cells;
            page.add(".PP\n" + Roff.markdown(title(cells)));
            return;
        }
        page.add(".TP\n" + Roff.markdown(cells.get(0)));
        page.add(Roff.markdown(body(cells)));
        within = false;
    }

    private static String title(List<String> heads) {
        String first = heads.get(0);
        return first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1) + ":";
    }

    private String body(List<String> cells) {
        List<String> parts = new ArrayList<>();
        for (int i = 1; i < Math.min(cells.size(), heads.size()); i++) {
            String cell = cells.get(i);
            if (!cell.isEmpty()) {
                parts.add(part(heads.get(i), cell));
            }
        }
        return String.join(" ", parts);
    }

    private static String part(String head, String cell) {
        return switch (head) {
            case "of" -> "(" + cell + ")";
            case "default" -> "Default: " + cell + ".";
            case "type" -> cell.substring(0, 1).toUpperCase(Locale.ROOT) + cell.substring(1) + ".";
            default ->
                cell.substring(0, 1).toUpperCase(Locale.ROOT) + cell.substring(1) + (cell.endsWith(".") ? "" : ".");
        };
    }
}
