package kirikae.model;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An absolute DNS name in one canonical form, so that two spellings of a name are equal: lower case, octal escapes
 * decoded (Route 53 writes {@code *} as {@code \052}), international labels in their ASCII form, one trailing dot.
 */
public record DomainName(String text) implements Comparable<DomainName> {
    private static final int LONGEST_NAME = 254; // RFC 1035 2.3.4: 255 octets on the wire, the root label included
    private static final int LONGEST_LABEL = 63;

    /** Takes a canonical text as {@link #of} makes it; use {@code of} for anything that people or providers wrote. */
    public DomainName {
        if (!text.endsWith(".")) {
            throw new IllegalArgumentException("not canonical: " + text);
        }
    }

    /**
     * Takes a name as people or providers write it, with or without the last dot.
     *
     * @throws IllegalArgumentException with a sentence for people when it is no DNS name
     */
    public static DomainName of(String written) {
        String decoded = decodeOctal(written.strip());
        String name = decoded.endsWith(".") ? decoded.substring(0, decoded.length() - 1) : decoded;
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an empty name");
        }
        String lower = isAscii(name) ? name.toLowerCase(Locale.ROOT) : toAscii(name);
        for (String label : lower.split("\\.", -1)) {
            checkLabel(label, written);
        }
        if (lower.length() + 1 > LONGEST_NAME) {
            throw new IllegalArgumentException("'" + written + "' is longer than a DNS name may be");
        }
        return new DomainName(lower + ".");
    }

    /** True when this name is the zone's own name or lies below it. */
    public boolean isWithin(DomainName zone) {
        return equals(zone) || text.endsWith("." + zone.text);
    }

    /** The name without its last dot, as people write it. */
    @Override
    public String toString() {
        return text.substring(0, text.length() - 1);
    }

    @Override
    public int compareTo(DomainName other) {
        return text.compareTo(other.text);
    }

    private static void checkLabel(String label, String written) {
        if (label.isEmpty()) {
            throw new IllegalArgumentException("'" + written + "' has an empty label");
        }
        if (label.length() > LONGEST_LABEL) {
            throw new IllegalArgumentException("'" + written + "' has a label longer than 63 characters");
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '/' || c == '"' || c == '\\' || c == '@' || c == ':') {
                throw new IllegalArgumentException("'" + written + "' is not a DNS name");
            }
        }
    }

    private static String toAscii(String name) {
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "' is not a DNS name: " + e.getMessage(), e);
        }
    }

    private static boolean isAscii(String name) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(name);
    }

    /** Route 53, DomainNameFormat: anything but a-z 0-9 - _ . comes back as a backslash and three octal digits. */
    private static String decodeOctal(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\'
                    && i + 3 < text.length()
                    && text.substring(i + 1, i + 4).matches("[0-3][0-7]{2}")) {
                out.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
