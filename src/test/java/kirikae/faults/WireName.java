package kirikae.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Names as Route 53 keeps and tells them. On purpose not the product's own code. */
final class WireName {
    private WireName() {}

    /** Lower case, escapes decoded, one dot at the end. */
    static String stored(String written) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '\\') {
                out.append((char) Integer.parseInt(written.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.append(c);
            }
        }
        String name = out.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name : name + ".";
    }

    /** DomainNameFormat: anything but a-z 0-9 - _ . is told as a backslash and three octal digits. */
    static String told(String stored) {
        StringBuilder out = new StringBuilder();
        for (char c : stored.toCharArray()) {
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.') {
                out.append(c);
            } else {
                out.append(String.format("\\%03o", (int) c));
            }
        }
        return out.toString();
    }

    /** The labels from the right, as told: the order of a listing. */
    static String order(String stored) {
        List<String> labels = new ArrayList<>(List.of(told(stored).split("\\.")));
        Collections.reverse(labels);
        return String.join("\u0001", labels) + "\u0001";
    }

    /** True when the name is the zone's or lies below it. */
    static boolean within(String name, String zone) {
        return name.equals(zone) || name.endsWith("." + zone);
    }
}
