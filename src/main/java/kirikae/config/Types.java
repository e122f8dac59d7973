package kirikae.config;

import java.util.Set;

/** What is said of a type that is not there. */
final class Types {
    private static final int LONGEST_TYPE = 40;

    private Types() {}

    /** Takes what was written and the known types. */
    static String unknown(String written, Set<String> known) {
        String shown = written.length() > LONGEST_TYPE ? "" : " '" + written + "'";
        String near = Nearest.suggestion(written, known);
        return "unknown type" + shown
                + (near.isEmpty()
                        ? "; known: "
                                + String.join(", ", known.stream().sorted().toList())
                        : "; " + near);
    }
}
