package kirikae.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One hosted zone: its records, and Route 53's rules for a batch (protocols.md E2 to E4), stricter where the documentation leaves
 * room. Not safe for threads: the fake locks around it.
 */
final class FakeZone {
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    final String id;
    final String name;
    final boolean hidden;
    /** Until when PriorRequestNotComplete is the answer, in nanoTime; and whether a change is being worked on. */
    long busyUntil = System.nanoTime();

    boolean working;
    private TreeMap<ListStart, WireRecord> records = new TreeMap<>();

    FakeZone(String id, String name, boolean hidden) {
        this.id = id;
        this.name = WireName.stored(name);
        this.hidden = hidden;
        put(WireRecord.parse(name + " NS 172800 ns-1.awsdns-01.com., ns-2.awsdns-02.net."));
        put(WireRecord.parse(name + " SOA 900 ns-1.awsdns-01.com. hostmaster.example.com. 1 7200 900 1209600 86400"));
    }

    List<WireRecord> records() {
        return List.copyOf(records.values());
    }

    /** What a listing shows from there on, one more than so many at the most. */
    List<WireRecord> from(ListStart start, int limit) {
        return records.tailMap(start).values().stream().limit(limit + 1L).toList();
    }

    /** Somebody else's hand: whatever was there is replaced. */
    void put(WireRecord set) {
        records.put(ListStart.of(set), set);
    }

    /** Somebody else's hand. */
    void remove(String owner, String type) {
        at(WireName.stored(owner)).stream()
                .filter(set -> set.type().equals(type))
                .forEach(set -> records.remove(ListStart.of(set)));
    }

    /** All or nothing: gives the reasons against, in the words of Route 53; without any, the batch is applied. */
    List<String> apply(List<WireChange> changes) {
        List<String> reasons = limits(changes);
        TreeMap<ListStart, WireRecord> before = records;
        records = new TreeMap<>(before);
        for (WireChange change : changes) {
            reasons.addAll(applyOne(change));
        }
        if (!reasons.isEmpty()) {
            records = before;
        }
        return reasons;
    }

    /** Names that have records. */
    Set<String> names() {
        return records.values().stream().map(WireRecord::name).collect(Collectors.toSet());
    }

    /** What must hold whatever happened; anything told here is a fault of the fake or of an edit. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        for (WireRecord set : records.values()) {
            if (set.type().equals("CNAME")
                    && at(set.name()).stream().anyMatch(other -> !other.type().equals("CNAME"))) {
                broken.add("CNAME beside other records at " + set.name());
            }
            if (set.values().isEmpty() == set.alias().isEmpty()) {
                broken.add("neither values nor alias at " + set.name());
            }
        }
        if (at(name).stream()
                        .filter(set -> List.of("NS", "SOA").contains(set.type()))
                        .count()
                != 2) {
            broken.add("zone " + name + " without NS or SOA");
        }
        return broken;
    }

    private static List<String> limits(List<WireChange> changes) {
        List<String> reasons = new ArrayList<>();
        if (changes.stream().mapToInt(change -> change.record().elements()).sum() > 1_000) {
            reasons.add("Number of records limit of 1000 exceeded.");
        }
        if (changes.stream().mapToInt(change -> change.record().characters()).sum() > 32_000) {
            reasons.add("Number of characters limit of 32000 exceeded.");
        }
        Set<String> seen = new HashSet<>();
        for (WireChange change : changes) {
            if (!seen.add(change.action() + " " + change.record().key())) {
                reasons.add("The request contains an invalid set of changes for a resource record set '"
                        + change.record().type() + " " + change.record().name() + "'");
            }
        }
        return reasons;
    }

    private List<String> applyOne(WireChange change) {
        List<String> reasons = new ArrayList<>(objections(change.record()));
        switch (change.action()) {
            case "DELETE" -> reasons.addAll(delete(change.record()));
            case "CREATE" -> reasons.addAll(create(change.record()));
            default -> reasons.add("Value '" + change.action() + "' at 'action' is not allowed by this fake");
        }
        return reasons;
    }

    private List<String> delete(WireRecord set) {
        String tried = "Tried to delete resource record set [name='" + WireName.told(set.name()) + "', type='"
                + set.type() + "'] but ";
        if (set.name().equals(name) && List.of("NS", "SOA").contains(set.type())) {
            return List.of("A HostedZone must contain exactly one SOA record and at least one NS record.");
        }
        WireRecord there = records.get(ListStart.of(set));
        if (there == null) {
            return List.of(tried + "it was not found");
        }
        if (!there.same(set)) {
            return List.of(tried + "the values provided do not match the current values");
        }
        records.remove(ListStart.of(set));
        return List.of();
    }

    private List<String> create(WireRecord set) {
        String owner = WireName.told(set.name());
        if (at(set.name()).stream().anyMatch(there -> there.key().equals(set.key()))) {
            return List.of("Tried to create resource record set [name='" + owner + "', type='" + set.type()
                    + "'] but it already exists");
        }
        if (set.type().equals("CNAME") && set.name().equals(name)) {
            return List.of("RRSet of type CNAME with DNS name " + owner + " is not permitted at apex in zone " + name);
        }
        boolean mixed = at(set.name()).stream()
                .anyMatch(there ->
                        there.identifier().isEmpty() != set.identifier().isEmpty()
                                && there.type().equals(set.type()));
        if (mixed) {
            return List.of(
                    "RRSet with DNS name " + owner + ", type " + set.type()
                            + " cannot be created because a non multi-value or simple RRSet exists with the same name and type.");
        }
        List<String> conflict = conflict(set, owner);
        if (conflict.isEmpty()) {
            records.put(ListStart.of(set), set);
        }
        return conflict;
    }

    private List<String> conflict(WireRecord set, String owner) {
        boolean cname = set.type().equals("CNAME");
        for (WireRecord there : at(set.name())) {
            if (cname && !there.type().equals("CNAME")) {
                return List.of("RRSet of type CNAME with DNS name " + owner
                        + " is not permitted as it conflicts with other records with the same DNS name in zone "
                        + name);
            }
            if (!cname && there.type().equals("CNAME")) {
                return List.of("RRSet of type " + set.type() + " with DNS name " + owner
                        + " is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists"
                        + " in zone " + name);
            }
        }
        return List.of();
    }

    private List<String> objections(WireRecord set) {
        List<String> reasons = new ArrayList<>();
        if (!WireName.within(set.name(), name)) {
            reasons.add("RRSet with DNS name " + WireName.told(set.name()) + " is not permitted in zone " + name);
        }
        if (set.ttl() > Integer.MAX_VALUE || set.ttl() < -1) {
            reasons.add("Invalid TTL " + set.ttl());
        }
        if (set.type().equals("CNAME") && set.values().size() > 1) {
            reasons.add("Invalid Resource Record: FATAL problem: TooManyRecords (CNAME takes one value) encountered");
        }
        for (String value : set.values()) {
            reasons.addAll(objections(set.type(), value));
        }
        return reasons;
    }

    private static List<String> objections(String type, String value) {
        String problem = switch (type) {
            case "A" ->
                IPV4.matcher(value).matches() ? "" : "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)";
            case "AAAA" ->
                value.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
                        ? ""
                        : "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)";
            case "CNAME", "NS" ->
                value.matches("[\\x21-\\x7e]+") ? "" : "UnsupportedCharacter (Value contains unsupported characters)";
            case "TXT" ->
                value.startsWith("\"") && value.endsWith("\"") && value.length() > 1
                        ? ""
                        : "InvalidCharacterString (Value should be enclosed in quotation marks)";
            default -> "";
        };
        return problem.isEmpty()
                ? List.of()
                : List.of("Invalid Resource Record: FATAL problem: " + problem + " encountered with '" + value + "'");
    }

    private List<WireRecord> at(String owner) {
        String order = WireName.order(owner);
        List<WireRecord> here = new ArrayList<>();
        for (WireRecord set : records.tailMap(new ListStart(order, "", "")).values()) {
            if (!set.name().equals(owner)) {
                break;
            }
            here.add(set);
        }
        return here;
    }
}
