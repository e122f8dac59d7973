package kirikae.dns;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import kirikae.model.DomainName;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;

/**
 * What a name server must answer: at these names, of these types, exactly these record sets and no others. Values count, TTLs do
 * not. Where an alias is wanted its values are Route 53's to choose, so any answer will do.
 *
 * @param names the names to ask for
 * @param types the types to ask for at each of them
 * @param sets the record sets that must be there
 */
public record Wanted(Set<DomainName> names, Set<String> types, List<RecordSet> sets) {
    /** Copies its collections. */
    public Wanted {
        names = Set.copyOf(names);
        types = Set.copyOf(types);
        sets = List.copyOf(sets);
    }

    /** One question. */
    public record Question(DomainName name, String type) {}

    /** Every question, in a fixed order. */
    public List<Question> questions() {
        return new TreeSet<>(names)
                .stream()
                        .flatMap(name -> new TreeSet<>(types).stream().map(type -> new Question(name, type)))
                        .toList();
    }

    /** What is wrong with an answer; empty when nothing is. */
    public String missing(Question question, List<RecordSet> answered) {
        List<RecordSet> wanted = at(question, sets.stream()).toList();
        List<RecordSet> there = at(question, answered.stream()).toList();
        String what = question.name() + " " + question.type();
        if (wanted.isEmpty()) {
            return there.isEmpty() ? "" : what + " is still " + values(there);
        }
        if (there.isEmpty()) {
            return what + " is not there yet";
        }
        boolean equal = wanted.get(0).data() instanceof RecordData.Alias
                || there.stream().allMatch(wanted.get(0)::matches);
        return equal ? "" : what + " is still " + values(there);
    }

    private static Stream<RecordSet> at(Question question, Stream<RecordSet> all) {
        return all.filter(
                set -> set.name().equals(question.name()) && set.type().equals(question.type()));
    }

    private static String values(List<RecordSet> there) {
        return there.get(0).data() instanceof RecordData.Values values ? String.join(", ", values.texts()) : "";
    }
}
