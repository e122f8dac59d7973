package kirikae.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kirikae.model.DomainName;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Target;

/**
 * Compares the live records of one service with its targets, and plans the change between them. Ours are, at each of the
 * service's names, the types that any target uses, and CNAME (which excludes all others).
 *
 * <pre>
 * live at the names                          wanted        plan
 * equal, TTL too                             -             nothing
 * ours, simple                               other values  DELETE what was read, CREATE what is wanted
 * a set with routing (weighted, ...)         anything      refused
 * MX, TXT, CAA ... that is not ours          CNAME         refused: CNAME excludes them (RFC 1034 3.6.2)
 * nothing                                    anything      CREATE
 * a set that only goes, its name keeps one   -             the kept set is swapped too, so that it is compared as well
 * </pre>
 */
public final class Planner {
    private static final String CNAME = "CNAME";
    private final Service service;
    private final Set<String> managed;
    private final Set<DomainName> names;

    /** Takes the service whose records it compares. */
    public Planner(Service service) {
        this.service = service;
        this.names = Set.copyOf(service.names());
        Set<String> types = new HashSet<>(service.managedTypes());
        types.add(CNAME);
        this.managed = Set.copyOf(types);
    }

    /** Keeps only what lies at the service's names. */
    public List<RecordSet> atNames(List<RecordSet> live) {
        return live.stream().filter(set -> names.contains(set.name())).toList();
    }

    /** Says which target the live records show. */
    public Actual actual(List<RecordSet> live) {
        List<RecordSet> ours = ours(live);
        if (ours.isEmpty()) {
            return new Actual.Absent();
        }
        for (int i = 0; i < service.targets().size(); i++) {
            if (sameSets(ours, service.targets().get(i).records())) {
                return new Actual.At(i);
            }
        }
        return new Actual.Drifted(describe(ours));
    }

    /** Plans the change from what is live to the target. */
    public Plan plan(List<RecordSet> live, int target) {
        List<RecordSet> ours = ours(live);
        List<RecordSet> wanted = service.targets().get(target).records();
        for (RecordSet set : ours) {
            if (!set.routing().isEmpty()) {
                return new Plan.Refused(set.name() + " " + set.type() + " is not a simple record set (" + set.routing()
                        + "): make it simple, or take the name out of the service");
            }
        }
        Set<DomainName> cnames = wanted.stream()
                .filter(set -> set.type().equals(CNAME))
                .map(RecordSet::name)
                .collect(Collectors.toSet());
        for (RecordSet set : atNames(live)) {
            if (cnames.contains(set.name()) && !managed.contains(set.type())) {
                return new Plan.Refused(set.name() + " has a foreign " + set.type()
                        + " record set, and a CNAME cannot stand beside it: remove it, or use A records or an alias for "
                        + service.targets().get(target).name());
            }
        }
        return swap(ours, wanted);
    }

    private static Plan swap(List<RecordSet> ours, List<RecordSet> wanted) {
        List<RecordSet> deletes = new ArrayList<>(
                ours.stream().filter(set -> !contains(wanted, set)).toList());
        List<RecordSet> creates = new ArrayList<>(
                wanted.stream().filter(set -> !contains(ours, set)).toList());
        if (deletes.isEmpty() && creates.isEmpty()) {
            return new Plan.Nothing();
        }
        Set<DomainName> gaining = creates.stream().map(RecordSet::name).collect(Collectors.toSet());
        Set<DomainName> onlyLosing = deletes.stream()
                .map(RecordSet::name)
                .filter(name -> !gaining.contains(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (RecordSet kept : ours) {
            if (onlyLosing.contains(kept.name()) && contains(wanted, kept)) {
                deletes.add(kept);
                creates.add(kept);
            }
        }
        return new Plan.Apply(new RecordChange(deletes, creates));
    }

    /** Says how live TTLs differ from the wanted ones of the target that is shown; empty when they do not. */
    public String ttlDifference(List<RecordSet> live, int target) {
        StringJoiner words = new StringJoiner("; ");
        for (RecordSet wanted : service.targets().get(target).records()) {
            for (RecordSet set : ours(live)) {
                if (set.matches(wanted) && set.ttlSeconds() != wanted.ttlSeconds()) {
                    words.add(set.name() + " " + set.type() + ": live TTL " + set.ttlSeconds() + " s, configured "
                            + wanted.ttlSeconds() + " s");
                }
            }
        }
        return words.toString();
    }

    private List<RecordSet> ours(List<RecordSet> live) {
        return live.stream()
                .filter(set -> names.contains(set.name()) && managed.contains(set.type()))
                .toList();
    }

    private static boolean sameSets(List<RecordSet> live, List<RecordSet> wanted) {
        return live.size() == wanted.size()
                && live.stream().allMatch(set -> wanted.stream().anyMatch(set::matches));
    }

    private static boolean contains(List<RecordSet> sets, RecordSet set) {
        return sets.stream().anyMatch(other -> other.matches(set) && other.ttlSeconds() == set.ttlSeconds());
    }

    private String describe(List<RecordSet> ours) {
        Set<String> shown = new TreeSet<>();
        StringJoiner words = new StringJoiner("; ");
        for (DomainName name : service.names()) {
            List<RecordSet> here =
                    ours.stream().filter(set -> set.name().equals(name)).toList();
            String target = shownAt(name, here);
            shown.add(target);
            words.add(target.isEmpty() ? name + " has " + shortly(here) : name + " shows " + target);
        }
        return shown.contains("") ? words + ": no target of the service" : words + ": not one target";
    }

    private String shownAt(DomainName name, List<RecordSet> here) {
        for (Target target : service.targets()) {
            List<RecordSet> wanted = target.records().stream()
                    .filter(set -> set.name().equals(name))
                    .toList();
            if (sameSets(here, wanted)) {
                return target.name();
            }
        }
        return "";
    }

    private static String shortly(List<RecordSet> sets) {
        return sets.isEmpty()
                ? "no records"
                : sets.stream()
                        .map(set -> set.type() + " " + set.data()
                                + (set.routing().isEmpty() ? "" : " [" + set.routing() + "]"))
                        .sorted()
                        .collect(Collectors.joining(", "));
    }
}
