package kirikae.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;

/**
 * One hosted zone, as strict as Route 53: a batch is all or nothing, a DELETE must name what is there to the last value and TTL,
 * a CREATE must find nothing, a CNAME stands alone.
 */
final class ZoneModel {
    final String name;
    private Map<DomainName, List<RecordSet>> sets = new LinkedHashMap<>();

    ZoneModel(String name) {
        this.name = name;
    }

    List<RecordSet> at(Collection<DomainName> names) {
        List<RecordSet> found = new ArrayList<>();
        for (DomainName each : names) {
            found.addAll(sets.getOrDefault(each, List.of()));
        }
        return found;
    }

    List<RecordSet> all() {
        return sets.values().stream().flatMap(List::stream).toList();
    }

    /** What a person does by hand: these names hold exactly this from now on. */
    void put(Collection<DomainName> names, List<RecordSet> wanted) {
        for (DomainName each : names) {
            sets.put(
                    each, wanted.stream().filter(set -> set.name().equals(each)).toList());
        }
    }

    /** Applies the whole batch, or nothing and says why. */
    Optional<ProviderError> apply(List<Dispatch> batch) {
        Map<DomainName, List<RecordSet>> next = new LinkedHashMap<>();
        sets.forEach((key, value) -> next.put(key, new ArrayList<>(value)));
        Set<DomainName> touched = new HashSet<>();
        for (Dispatch dispatch : batch) {
            for (RecordSet gone : dispatch.waiting().change().deletes()) {
                touched.add(gone.name());
                if (!next.getOrDefault(gone.name(), List.of()).removeIf(set -> isExactly(set, gone))) {
                    return conflict("not found or different: " + gone);
                }
            }
        }
        for (Dispatch dispatch : batch) {
            for (RecordSet come : dispatch.waiting().change().creates()) {
                touched.add(come.name());
                List<RecordSet> here = next.computeIfAbsent(come.name(), key -> new ArrayList<>());
                if (here.stream().anyMatch(set -> set.type().equals(come.type()))) {
                    return conflict("already exists: " + come);
                }
                here.add(come);
            }
        }
        for (DomainName each : touched) {
            if (!isLawful(next.getOrDefault(each, List.of()))) {
                return Optional.of(new ProviderError(
                        ProviderError.Kind.INVALID, "InvalidChangeBatch", "CNAME beside others at " + each));
            }
        }
        sets = next;
        return Optional.empty();
    }

    private static Optional<ProviderError> conflict(String detail) {
        return Optional.of(new ProviderError(ProviderError.Kind.CONFLICT, "InvalidChangeBatch", detail));
    }

    static boolean isLawful(List<RecordSet> here) {
        return here.size() < 2 || here.stream().noneMatch(set -> set.type().equals("CNAME"));
    }

    private static boolean isExactly(RecordSet live, RecordSet named) {
        return live.name().equals(named.name())
                && live.type().equals(named.type())
                && live.routing().equals(named.routing())
                && live.data() instanceof RecordData.Values a
                && named.data() instanceof RecordData.Values b
                && a.ttlSeconds() == b.ttlSeconds()
                && Set.copyOf(a.texts()).equals(Set.copyOf(b.texts()));
    }
}
