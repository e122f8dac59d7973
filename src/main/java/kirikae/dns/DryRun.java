package kirikae.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;

/**
 * A provider that reads for real and only pretends to write: {@code run --dry-run}. What it pretends to have written is shown in
 * later reads, as long as the real records stay what they were; so the whole story can be watched without touching anything.
 */
public final class DryRun implements DnsProvider {
    private final DnsProvider real;
    private final Map<String, Pretended> pretended = new HashMap<>();
    private long changes;

    private record Pretended(List<RecordSet> real, List<RecordSet> shown) {}

    /** Takes the provider that is read. Closing this closes it. */
    public DryRun(DnsProvider real) {
        this.real = real;
    }

    @Override
    public List<RecordSet> read(String zone, Set<DomainName> names) throws ProviderException {
        return pretend(zone, real.read(zone, names), names);
    }

    @Override
    public List<RecordSet> list(String zone, Set<DomainName> names, Pacer pacer) throws ProviderException {
        List<RecordSet> live = real.list(zone, names, pacer);
        return pretend(zone, live, pretendedNames(zone));
    }

    /** Pretends to swap; refuses, as the real one would, what is not there. */
    @Override
    public Accepted change(String zone, List<RecordChange> batch) throws ProviderException {
        Set<DomainName> all = new java.util.HashSet<>();
        batch.forEach(change -> all.addAll(names(change)));
        List<RecordSet> live = real.read(zone, all);
        for (RecordChange change : batch) {
            for (DomainName name : names(change)) {
                swap(zone, name, change, at(live, name));
            }
        }
        return new Accepted("dry-run-" + nextChange(), true);
    }

    private static Set<DomainName> names(RecordChange change) {
        return change.creates().stream().map(RecordSet::name).collect(java.util.stream.Collectors.toSet());
    }

    private void swap(String zone, DomainName name, RecordChange change, List<RecordSet> live)
            throws ProviderException {
        List<RecordSet> shown = new ArrayList<>(pretend(zone, live, Set.of(name)));
        for (RecordSet gone : change.deletes()) {
            if (gone.name().equals(name) && !shown.remove(gone)) {
                throw new ProviderException(new ProviderError(
                        ProviderError.Kind.CONFLICT, "dry-run", gone + " is not there: values do not match"));
            }
        }
        change.creates().stream().filter(set -> set.name().equals(name)).forEach(shown::add);
        remember(zone, name, live, shown);
    }

    private synchronized long nextChange() {
        return ++changes;
    }

    private synchronized void remember(String zone, DomainName name, List<RecordSet> live, List<RecordSet> shown) {
        pretended.put(key(zone, name), new Pretended(at(live, name), List.copyOf(shown)));
    }

    private synchronized Set<DomainName> pretendedNames(String zone) {
        Set<DomainName> names = new java.util.HashSet<>();
        for (Map.Entry<String, Pretended> entry : pretended.entrySet()) {
            if (entry.getKey().startsWith(zone + " ")) {
                names.add(new DomainName(entry.getKey().substring(zone.length() + 1)));
            }
        }
        return names;
    }

    private synchronized List<RecordSet> pretend(String zone, List<RecordSet> live, Set<DomainName> names) {
        List<RecordSet> shown = new ArrayList<>(live);
        for (DomainName name : names) {
            Pretended instead = pretended.get(key(zone, name));
            List<RecordSet> here = at(live, name);
            if (instead != null && Set.copyOf(instead.real()).equals(Set.copyOf(here))) {
                shown.removeAll(here);
                shown.addAll(instead.shown());
            } else if (instead != null) {
                pretended.remove(key(zone, name));
            }
        }
        return shown;
    }

    private static List<RecordSet> at(List<RecordSet> live, DomainName name) {
        return live.stream().filter(set -> set.name().equals(name)).toList();
    }

    private static String key(String zone, DomainName name) {
        return zone + " " + name.text();
    }

    @Override
    public boolean inSync(String changeId) {
        return true;
    }

    @Override
    public Limits limits() {
        return real.limits();
    }

    @Override
    public boolean isLocal() {
        return real.isLocal();
    }

    @Override
    public List<Finding> preflight(String zone, Set<DomainName> names) {
        return real.preflight(zone, names);
    }

    @Override
    public void warmUp() throws ProviderException {
        real.warmUp();
    }

    @Override
    public void close() {
        real.close();
    }
}
