package kirikae.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One record set as Route 53 keeps it.
 *
 * @param ttl seconds; -1 when there is none (an alias)
 * @param alias "zone", "name", "health"; empty for values
 * @param routing SetIdentifier, Weight, HealthCheckId and so on; a nested element as "GeoLocation/CountryCode"
 */
record WireRecord(
        String name,
        String type,
        long ttl,
        List<String> values,
        Map<String, String> alias,
        Map<String, String> routing) {
    WireRecord {
        name = WireName.stored(name);
        values = List.copyOf(values);
        alias = Map.copyOf(alias);
        routing = Map.copyOf(routing);
    }

    /**
     * Reads "www.example.com A 60 192.0.2.1, 192.0.2.2", "www.example.com A alias ZONEID target.example.net [true]"; words like
     * {@code Weight=10} or {@code GeoLocation/CountryCode=JP} before the rest make it a routed one.
     */
    static WireRecord parse(String text) {
        List<String> words = new ArrayList<>(List.of(text.strip().split(" +")));
        String name = words.remove(0);
        String type = words.remove(0).toUpperCase(Locale.ROOT);
        Map<String, String> routing = new LinkedHashMap<>();
        while (words.get(0).matches("[A-Z][A-Za-z]+(/[A-Z][A-Za-z]+)?=.*")) {
            String[] pair = words.remove(0).split("=", 2);
            routing.put(pair[0], pair[1]);
        }
        if (words.get(0).equals("alias")) {
            String health = words.size() > 3 ? words.get(3) : "false";
            return new WireRecord(name, type, -1, List.of(), target(words.get(1), words.get(2), health), routing);
        }
        long ttl = Long.parseLong(words.remove(0));
        return new WireRecord(name, type, ttl, values(String.join(" ", words)), Map.of(), routing);
    }

    static Map<String, String> target(String zone, String name, String health) {
        return Map.of("zone", zone, "name", WireName.stored(name), "health", health);
    }

    String identifier() {
        return routing.getOrDefault("SetIdentifier", "");
    }

    /** What may exist only once. */
    String key() {
        return name + " " + type + " " + identifier();
    }

    int elements() {
        return alias.isEmpty() ? values.size() : 1;
    }

    int characters() {
        return values.stream().mapToInt(String::length).sum();
    }

    /** Every field, exactly; only the order of the values is free. */
    boolean same(WireRecord other) {
        return key().equals(other.key())
                && ttl == other.ttl
                && values.stream()
                        .sorted()
                        .toList()
                        .equals(other.values.stream().sorted().toList())
                && alias.equals(other.alias)
                && routing.equals(other.routing);
    }

    @Override
    public String toString() {
        String more = routing.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue() + " ")
                .collect(Collectors.joining());
        String rest = alias.isEmpty()
                ? ttl + " " + String.join(", ", values)
                : "alias " + alias.get("zone") + " " + alias.get("name") + " " + alias.get("health");
        return name.substring(0, name.length() - 1) + " " + type + " " + more + rest;
    }

    /** Splits at commas outside of quotes. */
    private static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString().strip());
        return values;
    }
}
