package kirikae.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kirikae.dns.DnsProvider;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;

/**
 * The reads of one zone that decisions wait for: what is asked while one is being answered is asked together, and everybody gets
 * the records at his own names only. Lives on the decision loop.
 */
final class ZoneReads {
    private final String zone;
    private final DnsProvider provider;
    private final Worker worker;
    private final DecisionLoop loop;
    private final List<Reader> readers = new ArrayList<>();
    private boolean reading;

    private record Reader(Set<DomainName> names, Consumer<List<RecordSet>> done, Consumer<ProviderError> failed) {}

    ZoneReads(String zone, DnsProvider provider, Worker worker, DecisionLoop loop) {
        this.zone = zone;
        this.provider = provider;
        this.worker = worker;
        this.loop = loop;
    }

    /** Reads the records at some names; exactly one of the two is called. */
    void read(Set<DomainName> names, Consumer<List<RecordSet>> done, Consumer<ProviderError> failed) {
        readers.add(new Reader(names, done, failed));
        if (!reading) {
            reading = true;
            loop.execute(this::readAll);
        }
    }

    private void readAll() {
        List<Reader> now = List.copyOf(readers);
        readers.clear();
        Set<DomainName> names = new HashSet<>();
        now.forEach(reader -> names.addAll(reader.names()));
        worker.call(
                Worker.Lane.READS,
                () -> byName(provider.read(zone, names)),
                live -> {
                    loop.inSlices(now, reader -> reader.done().accept(at(live, reader.names())));
                    readOn();
                },
                error -> {
                    loop.inSlices(now, reader -> reader.failed().accept(error));
                    readOn();
                });
    }

    private void readOn() {
        reading = !readers.isEmpty();
        if (reading) {
            readAll();
        }
    }

    /** The record sets of each name. */
    static Map<DomainName, List<RecordSet>> byName(List<RecordSet> live) {
        Map<DomainName, List<RecordSet>> byName = new HashMap<>();
        live.forEach(set ->
                byName.computeIfAbsent(set.name(), name -> new ArrayList<>()).add(set));
        return byName;
    }

    /** The record sets at these names. */
    static List<RecordSet> at(Map<DomainName, List<RecordSet>> live, Iterable<DomainName> names) {
        List<RecordSet> found = new ArrayList<>();
        names.forEach(name -> found.addAll(live.getOrDefault(name, List.of())));
        return found;
    }
}
