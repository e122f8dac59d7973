package kirikae.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import kirikae.model.DomainName;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;

/** Reads the records of a target in the short form: A, AAAA, CNAME, TXT, alias. */
final class ContentReader {
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");
    private static final int LONGEST_TXT = 4_000; // Route 53, "DNS record types": TXT
    private static final int LONGEST_STRING = 255; // RFC 1035 3.3
    private static final String CLOUDFRONT = "Z2FDTNDATAQYW2";
    private static final String HOSTED_ZONE = "/hostedzone/";
    private static final Set<String> ROWS = Set.of("A", "AAAA", "CNAME", "TXT", "alias");
    private final ServiceFrame frame;

    /** Takes the service that the target belongs to. */
    ContentReader(ServiceFrame frame) {
        this.frame = frame;
    }

    /** The target's records at any one name of the service; empty when there are none. */
    TargetContent read(Block target) {
        Map<String, RecordData> data = new TreeMap<>();
        values(target, "A").ifPresent(found -> data.put("A", found));
        values(target, "AAAA").ifPresent(found -> data.put("AAAA", found));
        values(target, "TXT").ifPresent(found -> data.put("TXT", found));
        cname(target, data);
        alias(target, data);
        if (ROWS.stream().noneMatch(key -> target.find(key).isPresent())) {
            target.error("a target needs at least one of A, AAAA, CNAME, TXT, alias");
        }
        return new TargetContent(data);
    }

    private Optional<RecordData> values(Block target, String type) {
        Optional<Value> written = target.find(type);
        List<Value> all = written.map(Value::list).orElse(List.of());
        if (all.isEmpty()) {
            written.filter(Value::isList)
                    .ifPresent(value -> value.error("an empty list; remove the key or give a value"));
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Value value : all) {
            value.text().flatMap(text -> one(type, value, text)).ifPresent(text -> {
                texts.add(text);
                if (!seen.add(RecordSet.canonical(type, text))) {
                    value.error("the same value twice");
                }
            });
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(new RecordData.Values(frame.ttlSeconds(), texts));
    }

    private static Optional<String> one(String type, Value value, String text) {
        return switch (type) {
            case "A" -> address(value, text.strip(), AddressText::isIpv4, "an IPv4 address");
            case "AAAA" -> address(value, text.strip(), AddressText::isIpv6, "an IPv6 address");
            default -> quoted(value, text);
        };
    }

    private static Optional<String> address(Value value, String text, Predicate<String> isOne, String what) {
        if (isOne.test(text)) {
            return Optional.of(text);
        }
        value.error("'" + text + "' is not " + what);
        return Optional.empty();
    }

    /** The presentation form of RFC 1035 5.1: strings of at most 255 characters in quotes. */
    private static Optional<String> quoted(Value value, String text) {
        if (text.length() > LONGEST_TXT) {
            value.error("longer than 4000 characters");
            return Optional.empty();
        }
        if (!PRINTABLE.matcher(text).matches()) {
            value.error("only printable ASCII characters are allowed in TXT");
            return Optional.empty();
        }
        List<String> strings = new ArrayList<>();
        for (int from = 0; from == 0 || from < text.length(); from += LONGEST_STRING) {
            String part = text.substring(from, Math.min(text.length(), from + LONGEST_STRING));
            strings.add("\"" + part.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        return Optional.of(String.join(" ", strings));
    }

    private void cname(Block target, Map<String, RecordData> data) {
        Optional<Value> written = target.find("CNAME");
        if (written.isEmpty()) {
            return;
        }
        Value value = written.get();
        if (!data.isEmpty() || target.find("alias").isPresent()) {
            value.error("a CNAME excludes A, AAAA, TXT and alias in the same target");
            return;
        }
        frame.tellCnameAtApex(value);
        value.text().flatMap(text -> AddressText.name(value, text)).ifPresent(name -> {
            if (frame.names().contains(name)) {
                value.error("points to the service's own name " + name);
            }
            data.put("CNAME", new RecordData.Values(frame.ttlSeconds(), List.of(name.text())));
        });
    }

    private void alias(Block target, Map<String, RecordData> data) {
        Optional<Value> written = target.find("alias");
        Optional<Block> block = written.flatMap(Value::block);
        if (written.isEmpty() || block.isEmpty()) {
            return;
        }
        block.get().allow(Keys.ALIAS);
        if (frame.isWithoutAlias()) {
            written.get().error("an alias is a Route 53 record; this service's provider has none");
        }
        Optional<RecordData.Alias> alias = alias(block.get());
        for (String type : types(block.get())) {
            if (data.containsKey(type)) {
                written.get()
                        .error("the alias is for " + type
                                + ", which the target has as values too; name its types = [...]");
            }
            alias.ifPresent(found -> data.put(type, found));
        }
    }

    private Optional<RecordData.Alias> alias(Block block) {
        Optional<String> zone = block.text("zone").map(ContentReader::zoneId);
        Optional<Value> nameValue = block.required("name");
        Optional<DomainName> name =
                nameValue.flatMap(value -> value.text().flatMap(text -> AddressText.name(value, text)));
        boolean health =
                block.find("evaluate-target-health").flatMap(Value::flag).orElse(false);
        if (health && zone.isPresent() && zone.get().equals(CLOUDFRONT)) {
            block.errorAt("evaluate-target-health", "must be false for CloudFront");
        }
        return zone.isEmpty() || name.isEmpty()
                ? Optional.empty()
                : Optional.of(new RecordData.Alias(zone.get(), name.get(), health));
    }

    private static List<String> types(Block block) {
        Optional<Value> written = block.find("types");
        if (written.isEmpty()) {
            return List.of("A", "AAAA");
        }
        List<Value> all = written.get().list();
        if (all.isEmpty() && written.get().isList()) {
            written.get().error("an empty list; name A, AAAA or both");
        }
        return all.stream()
                .flatMap(value -> value.oneOf(Map.of("A", "A", "AAAA", "AAAA")).stream())
                .distinct()
                .toList();
    }

    /** Route 53 prints ids as "/hostedzone/ID" but takes only the id. */
    static String zoneId(String written) {
        String stripped = written.strip();
        return stripped.startsWith(HOSTED_ZONE) ? stripped.substring(HOSTED_ZONE.length()) : stripped;
    }
}
