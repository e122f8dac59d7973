package kirikae.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kirikae.model.DomainName;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;

/**
 * What a target wants at one name: data by record type.
 *
 * @param data in the order of the types' names
 */
record TargetContent(Map<String, RecordData> data) {
    /** Copies the map. */
    TargetContent {
        data = java.util.Collections.unmodifiableMap(new TreeMap<>(data));
    }

    /** True when no record could be read. */
    boolean isEmpty() {
        return data.isEmpty();
    }

    /** The target's own A and AAAA values; empty for a CNAME or an alias. */
    List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (String type : List.of("A", "AAAA")) {
            if (data.get(type) instanceof RecordData.Values values) {
                addresses.addAll(values.texts());
            }
        }
        return List.copyOf(addresses);
    }

    /** True when any of its types says where a connection to the name goes. */
    boolean leadsConnections() {
        return data.containsKey("A") || data.containsKey("AAAA") || data.containsKey("CNAME");
    }

    /** The number of ResourceRecord elements at one name. */
    long elements() {
        return sets(DomainName.of("x")).stream().mapToLong(RecordSet::elements).sum();
    }

    /** The number of characters of the values at one name. */
    long characters() {
        return sets(DomainName.of("x")).stream()
                .mapToLong(RecordSet::characters)
                .sum();
    }

    /** Its record sets at one name. */
    List<RecordSet> sets(DomainName name) {
        List<RecordSet> sets = new ArrayList<>();
        data.forEach((type, content) -> sets.add(new RecordSet(name, type, content, "")));
        return sets;
    }

    /** Equal for targets that cannot be told apart in the live records: TTL, order and spelling do not count. */
    Set<String> signature() {
        Set<String> signature = new HashSet<>();
        data.forEach((type, content) -> {
            if (content instanceof RecordData.Values values) {
                values.texts().forEach(text -> signature.add(type + " " + RecordSet.canonical(type, text)));
            } else {
                signature.add(type + " " + content + ((RecordData.Alias) content).evaluateTargetHealth());
            }
        });
        return signature;
    }
}
