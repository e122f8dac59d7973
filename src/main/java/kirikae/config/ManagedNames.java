package kirikae.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kirikae.model.DomainName;

/**
 * Which service moves which name, over the whole configuration, and which hosts the checks look at. Owns the two rules between
 * services: no name twice in a zone, and a word about a check that looks at another service's name.
 */
final class ManagedNames {
    private final Map<String, String> ownerInZone = new HashMap<>();
    private final Map<DomainName, String> owner = new HashMap<>();
    private final List<Look> looks = new ArrayList<>();

    private record Look(String service, String host, Value value) {}

    /** Notes a name; the same name in the same zone of the same provider belongs to one service. */
    void manage(String service, String provider, String zone, DomainName name, Value value) {
        String first = ownerInZone.putIfAbsent(provider + " " + zone + " " + name.text(), service);
        if (first != null && !first.equals(service)) {
            value.error("'" + name + "' is managed by service '" + first + "' too");
        }
        owner.putIfAbsent(name, service);
    }

    /** Notes that a check of a service connects to a host by name. */
    void look(String service, String host, Value value) {
        looks.add(new Look(service, host, value));
    }

    /** Warns of checks that look at a name which another service may move. */
    void warnOfForeignLooks() {
        for (Look look : looks) {
            ownerOf(look.host())
                    .filter(found -> !found.equals(look.service()))
                    .ifPresent(found -> look.value()
                            .warn("the host is a name that service '" + found
                                    + "' moves: this check will follow that service's switches"));
        }
    }

    private Optional<String> ownerOf(String host) {
        Optional<DomainName> name = AddressText.name(host);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        List<DomainName> candidates = new ArrayList<>(List.of(name.get()));
        candidates.addAll(wildcards(name.get()));
        return candidates.stream()
                .filter(owner::containsKey)
                .findFirst()
                .flatMap(candidate -> Optional.ofNullable(owner.get(candidate)));
    }

    /** The wildcards that could answer for a name, nearest first (RFC 4592). */
    static List<DomainName> wildcards(DomainName name) {
        List<DomainName> wildcards = new ArrayList<>();
        String rest = name.text();
        for (int dot = rest.indexOf('.'); dot >= 0 && dot < rest.length() - 1; dot = rest.indexOf('.')) {
            rest = rest.substring(dot + 1);
            wildcards.add(new DomainName("*." + rest));
        }
        return wildcards;
    }
}
