package kirikae.dns.builtin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * One zone at one moment; never changed. Owns: what stands where, what a question finds there, and what a change may do: it is
 * as strict as Route 53, so that what works here works there. A DELETE must be exactly what is there, TTL included; a CREATE
 * must find nothing of its type; a CNAME stands alone.
 */
final class Zone {
    /** TTL of the SOA, and for how long resolvers may remember that something is not there (RFC 2308). */
    private static final long NEGATIVE_TTL = 60;

    private static final long REFRESH = 7200;
    private static final long RETRY = 900;
    private static final long EXPIRE = 1_209_600;

    private final DomainName name;
    private final Name apex;
    private final SOARecord soa;
    private final NavigableMap<Key, StoredSet> sets;
    private final Map<Name, Node> nodes = new HashMap<>();

    /** Everything at one name; empty for a name that only has names below it. */
    record Node(Map<Integer, List<Record>> byType) {
        List<Record> of(int type) {
            return byType.getOrDefault(type, List.of());
        }
    }

    private record Key(DomainName name, String type) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : type.compareTo(other.type);
        }
    }

    private Zone(DomainName name, long serial, NavigableMap<Key, StoredSet> sets) throws ProviderException {
        this.name = name;
        this.apex = StoredSet.wireName(name);
        this.sets = sets;
        this.soa = soa(name, apex, serial);
        node(apex).byType().put(Type.SOA, List.of(soa));
        sets.values().forEach(set -> node(set.owner()).byType().put(set.type(), set.records()));
    }

    /**
     * A zone with these record sets. Without an NS among them, {@code ns.ZONE} becomes its name server: a zone that is
     * delegated to this server should bring the NS that its parent shows.
     */
    static Zone of(DomainName name, long serial, List<RecordSet> contents) throws ProviderException {
        NavigableMap<Key, StoredSet> sets = new TreeMap<>();
        for (RecordSet set : contents) {
            create(name, sets, set);
        }
        if (!sets.containsKey(new Key(name, "NS"))) {
            create(
                    name,
                    sets,
                    RecordSet.of(name, "NS", 3600, List.of(nameServer(name).text())));
        }
        return new Zone(name, serial, sets);
    }

    /** The name of the synthesised name server. */
    static DomainName nameServer(DomainName zone) {
        return DomainName.of("ns." + zone);
    }

    /** The zone after all changes, DELETEs first; or the reason why none of it may happen. */
    Zone after(List<RecordChange> changes) throws ProviderException {
        NavigableMap<Key, StoredSet> next = new TreeMap<>(sets);
        for (RecordChange change : changes) {
            for (RecordSet gone : change.deletes()) {
                refuseApex(gone);
                delete(next, gone);
            }
        }
        for (RecordChange change : changes) {
            for (RecordSet wanted : change.creates()) {
                refuseApex(wanted);
                create(name, next, wanted);
            }
        }
        return new Zone(name, serial() + 1, next);
    }

    /** The record sets at the given names, with the synthesised SOA. */
    List<RecordSet> read(Set<DomainName> names) {
        return all().stream().filter(set -> names.contains(set.name())).toList();
    }

    /** All record sets, with the synthesised SOA. */
    List<RecordSet> all() {
        List<RecordSet> all = sets.values().stream().map(StoredSet::set).collect(Collectors.toList());
        all.add(RecordSet.of(name, "SOA", NEGATIVE_TTL, List.of(soa.rdataToString())));
        return List.copyOf(all);
    }

    /** What a question for this name, which lies in the zone, finds: the name itself, else a wildcard (RFC 4592). */
    Optional<Node> find(Name asked) {
        Node exact = nodes.get(asked);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int cut = 1; cut < asked.labels(); cut++) {
            if (nodes.containsKey(new Name(asked, cut))) {
                return Optional.ofNullable(nodes.get(asked.wild(cut)));
            }
        }
        return Optional.empty();
    }

    Name apex() {
        return apex;
    }

    SOARecord soa() {
        return soa;
    }

    long serial() {
        return soa.getSerial();
    }

    private Node node(Name owner) {
        for (int cut = 1; !owner.equals(apex) && cut <= owner.labels() - apex.labels(); cut++) {
            nodes.computeIfAbsent(new Name(owner, cut), between -> new Node(new TreeMap<>()));
        }
        return nodes.computeIfAbsent(owner, here -> new Node(new TreeMap<>()));
    }

    private void refuseApex(RecordSet set) throws ProviderException {
        if (set.name().equals(name) && (set.type().equals("NS") || set.type().equals("SOA"))) {
            throw StoredSet.invalid(set, "the zone's own SOA and NS cannot be changed");
        }
    }

    private static void delete(NavigableMap<Key, StoredSet> sets, RecordSet gone) throws ProviderException {
        StoredSet there = sets.get(new Key(gone.name(), gone.type()));
        if (there == null) {
            throw conflict("cannot delete " + gone + ": it is not there");
        }
        if (!there.isExactly(gone)) {
            throw conflict("cannot delete " + gone + ": there is " + there.set());
        }
        sets.remove(new Key(gone.name(), gone.type()));
    }

    private static void create(DomainName zone, NavigableMap<Key, StoredSet> sets, RecordSet wanted)
            throws ProviderException {
        if (!wanted.name().isWithin(zone)) {
            throw StoredSet.invalid(wanted, "the name is not in the zone " + zone);
        }
        StoredSet stored = StoredSet.of(wanted);
        if (stored.type() == Type.NS && !wanted.name().equals(zone)) {
            throw StoredSet.invalid(wanted, "the builtin server does not delegate");
        }
        if (stored.type() == Type.CNAME && wanted.name().equals(zone)) {
            throw StoredSet.invalid(wanted, "a CNAME cannot stand at the zone's own name");
        }
        Key first = new Key(wanted.name(), "");
        Key last = new Key(wanted.name(), "\uffff");
        for (StoredSet there : sets.subMap(first, last).values()) {
            refuseBeside(wanted, there.set());
        }
        sets.put(new Key(wanted.name(), wanted.type()), stored);
    }

    private static void refuseBeside(RecordSet wanted, RecordSet there) throws ProviderException {
        if (there.type().equals(wanted.type())) {
            throw conflict("cannot create " + wanted + ": it already exists as " + there);
        }
        if (there.type().equals("CNAME") || wanted.type().equals("CNAME")) {
            throw conflict("cannot create " + wanted + " beside " + there + ": a CNAME stands alone");
        }
    }

    private static ProviderException conflict(String text) {
        return new ProviderException(new ProviderError(ProviderError.Kind.CONFLICT, "conflict", text));
    }

    private static SOARecord soa(DomainName zone, Name apex, long serial) throws ProviderException {
        Name host = StoredSet.wireName(nameServer(zone));
        Name admin = StoredSet.wireName(DomainName.of("hostmaster." + zone));
        return new SOARecord(apex, DClass.IN, NEGATIVE_TTL, host, admin, serial, REFRESH, RETRY, EXPIRE, NEGATIVE_TTL);
    }
}
