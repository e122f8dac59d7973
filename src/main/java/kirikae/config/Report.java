package kirikae.config;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects problems, and knows where a value was written. Must not decide what is a problem. */
final class Report {
    private static final Pattern LINE = Pattern.compile(": (\\d+)");
    private final String main;
    private final Set<String> files = new LinkedHashSet<>();
    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    /** Takes the main file as the operator typed it. */
    Report(String main) {
        this.main = main;
    }

    /** Notes a file that values may come from. */
    void reading(String file) {
        files.add(file);
    }

    /** Adds an error; the same error at the same place is told once. */
    void error(Place place, String message, String suggestion) {
        errors.add(problem(place, message, suggestion));
    }

    /** Adds a warning. */
    void warn(Place place, String message) {
        warnings.add(problem(place, message, ""));
    }

    /** True once something was wrong. */
    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** All errors in the order of files and lines. */
    List<Problem> problems() {
        return sorted(errors);
    }

    /** All warnings in the order of files and lines. */
    List<Problem> warnings() {
        return sorted(warnings);
    }

    /** The main file as a whole. */
    Place place() {
        return new Place(main, 0, "");
    }

    /** The place of a key whose value has this origin. Values joined from several places tell the first one in a file. */
    Place place(ConfigOrigin origin, String key) {
        String description = origin.description();
        if (!description.startsWith("merge of ") && origin.filename() != null) {
            return new Place(origin.filename(), Math.max(0, origin.lineNumber()), key);
        }
        for (String file : files) {
            int at = indexOf(description, file);
            if (at >= 0) {
                return new Place(file, lineAfter(description, at + file.length()), key);
            }
        }
        return new Place(main, 0, key);
    }

    private static int indexOf(String description, String file) {
        if (description.startsWith(file + ": ")) {
            return 0;
        }
        String merged = "merge of " + file + ": ";
        if (description.startsWith(merged)) {
            return "merge of ".length();
        }
        int at = description.indexOf("," + file + ": ");
        return at < 0 ? -1 : at + 1;
    }

    private static int lineAfter(String description, int end) {
        Matcher line = LINE.matcher(description).region(end, description.length());
        return line.lookingAt() && line.group(1).length() < 10 ? Integer.parseInt(line.group(1)) : 0;
    }

    private static Problem problem(Place place, String message, String suggestion) {
        return new Problem(place.file(), place.line(), place.key(), message, suggestion);
    }

    private List<Problem> sorted(Collection<Problem> found) {
        List<Problem> all = new ArrayList<>(found);
        all.sort(Comparator.comparing((Problem p) -> !p.file().equals(main))
                .thenComparing(Problem::file)
                .thenComparingInt(Problem::line));
        return all;
    }
}
