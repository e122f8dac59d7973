package kirikae.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One record set: everything of one type at one name.
 *
 * @param name the owner name
 * @param type the type in upper case as in DNS ("A", "CNAME", "MX"): any type can be read, not only those we write
 * @param data the values or the alias
 * @param routing empty for a simple record set; else words that say why it is not one ("weighted set 'blue'",
 *     "health check 1234"): such a record set is never touched
 */
public record RecordSet(DomainName name, String type, RecordData data, String routing) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** A simple record set with values. */
    public static RecordSet of(DomainName name, String type, long ttlSeconds, List<String> values) {
        return new RecordSet(name, type, new RecordData.Values(ttlSeconds, values), "");
    }

    /** A simple alias record set. */
    public static RecordSet alias(DomainName name, String type, RecordData.Alias alias) {
        return new RecordSet(name, type, alias, "");
    }

    /**
     * True when name, type and values (or alias) are equal; TTL, order and spelling of the values do not count
     * (contract.md, "Matching").
     */
    public boolean matches(RecordSet other) {
        return name.equals(other.name)
                && type.equals(other.type)
                && routing.equals(other.routing)
                && (data.equals(other.data) || content().equals(other.content()));
    }

    /** The TTL in seconds; -1 for an alias, which has none. */
    public long ttlSeconds() {
        return data instanceof RecordData.Values values ? values.ttlSeconds() : -1;
    }

    /** The number of ResourceRecord elements it takes in a change (an alias counts one): Route 53's limit counts these. */
    public int elements() {
        return data instanceof RecordData.Values values ? values.texts().size() : 1;
    }

    /** The number of characters of all values, for Route 53's limit of 32,000 in a change. */
    public int characters() {
        return data instanceof RecordData.Values values
                ? values.texts().stream().mapToInt(String::length).sum()
                : 0;
    }

    private Object content() {
        if (data instanceof RecordData.Values values) {
            return values.texts().stream().map(text -> canonical(type, text)).collect(Collectors.toSet());
        }
        return Set.of(data);
    }

    /** Takes a value in presentation form and gives the spelling that all equal values share. */
    public static String canonical(String type, String text) {
        try {
            return switch (type) {
                case "A" -> IPV4.matcher(text.strip()).matches() ? address(text) : text.strip();
                case "AAAA" -> text.indexOf(':') >= 0 ? address(text) : text.strip();
                case "CNAME", "NS", "PTR" -> DomainName.of(text).text();
                case "TXT", "SPF" -> text.strip();
                default -> text.strip().toLowerCase(Locale.ROOT);
            };
        } catch (IllegalArgumentException | UnknownHostException e) {
            return text.strip();
        }
    }

    private static String address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal.strip()).getHostAddress();
    }

    @Override
    public String toString() {
        return name + " " + type + " " + data + (routing.isEmpty() ? "" : " [" + routing + "]");
    }
}
