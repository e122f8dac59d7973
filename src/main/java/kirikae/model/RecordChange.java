package kirikae.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One atomic compare-and-swap: these exact record sets go, those come. Deletes are sent before creates.
 *
 * @param deletes exactly what was read
 * @param creates what is wanted; never empty, and every name that loses a record set gains one
 */
public record RecordChange(List<RecordSet> deletes, List<RecordSet> creates) {
    /** Refuses a change that could leave a name without records (contract.md, "Never empty"). */
    public RecordChange {
        deletes = List.copyOf(deletes);
        creates = List.copyOf(creates);
        Set<DomainName> kept = creates.stream().map(RecordSet::name).collect(Collectors.toSet());
        for (RecordSet gone : deletes) {
            if (!kept.contains(gone.name())) {
                throw new IllegalArgumentException("would leave " + gone.name() + " without records");
            }
        }
        if (creates.isEmpty()) {
            throw new IllegalArgumentException("a change that creates nothing");
        }
    }

    /** The number of ResourceRecord elements. */
    public int elements() {
        return deletes.stream().mapToInt(RecordSet::elements).sum()
                + creates.stream().mapToInt(RecordSet::elements).sum();
    }

    /** The number of characters of all values. */
    public int characters() {
        return deletes.stream().mapToInt(RecordSet::characters).sum()
                + creates.stream().mapToInt(RecordSet::characters).sum();
    }

    /** The batch as people read it, one line an action. */
    public List<String> lines() {
        return java.util.stream.Stream.concat(
                        deletes.stream().map(set -> "DELETE " + set),
                        creates.stream().map(set -> "CREATE " + set))
                .toList();
    }

    @Override
    public String toString() {
        return String.join("; ", lines());
    }
}
