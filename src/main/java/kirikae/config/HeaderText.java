package kirikae.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names and values of request headers. */
final class HeaderText {
    private static final Set<String> OURS = Set.of("host", "content-length", "transfer-encoding", "connection");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}"); // RFC 9110 5.6.2
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
    /** What is said of a name that is none. */
    static final String NO_NAME = "is not a header's name";
    /** What is said of a value that is none. */
    static final String NO_VALUE = "a header's value is printable ASCII on one line";
    /** What is said of a header that is ours to make. */
    static final String LEFT_OUT = "left out: this header is always made from the request itself";

    private HeaderText() {}

    /** True for what may be a header's name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** True for what may be a header's value. */
    static boolean isValue(String value) {
        return VALUE.matcher(value).matches();
    }

    /** True for a header that delimits or addresses the request. */
    static boolean isOurs(String name) {
        return OURS.contains(name.toLowerCase(Locale.ROOT));
    }
}
