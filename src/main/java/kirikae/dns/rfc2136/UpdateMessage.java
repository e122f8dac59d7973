package kirikae.dns.rfc2136;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kirikae.dns.ProviderException;
import kirikae.dns.WireRecords;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Changes as one dynamic update, which a server carries out whole or not at all (RFC 2136 3.7).
 *
 * <pre>
 * of the change      prerequisites                                             updates, in this order
 * deletes a set      the set exists with exactly these values (2.4.2)          delete each of the values (2.5.4)
 * creates a set      no such set exists, unless it is deleted too (2.4.3)      add each value (2.5.1)
 * creates a CNAME    nothing else of any named type exists at its name (2.4.3), or, where nothing is deleted, the name is
 *                    not in use at all (2.4.5)
 * </pre>
 *
 * The last row is what keeps a name from becoming empty: a server passes over a CNAME that it may not add (3.4.2.2) and still
 * carries out the deletes (BIND does so). Prerequisites do not compare TTLs (3.2.3): a TTL that somebody else changed meanwhile is
 * overwritten without being noticed.
 */
final class UpdateMessage {
    private static final int ROOMY = 60_000; // of the 65,535 octets of a message, with room for the signature
    private static final long LARGEST_TTL = Integer.MAX_VALUE;

    private final DomainName zone;
    private final Name apex;
    private final Update update;
    private final List<Integer> besidesCname;

    private UpdateMessage(DomainName zone, List<Integer> besidesCname) throws ProviderException {
        this.zone = zone;
        this.besidesCname = besidesCname;
        this.apex = WireRecords.name(zone);
        this.update = new Update(apex);
    }

    /**
     * Builds the message.
     *
     * @throws ProviderException INVALID for what must not be sent or cannot be
     */
    static Update of(DomainName zone, List<RecordChange> changes) throws ProviderException {
        Update guarded = build(new UpdateMessage(zone, Types.allBesidesCname()), changes);
        return guarded.toWire().length <= ROOMY
                ? guarded
                : build(new UpdateMessage(zone, Types.usualBesidesCname()), changes);
    }

    private static Update build(UpdateMessage message, List<RecordChange> changes) throws ProviderException {
        List<RecordSet> deletes =
                changes.stream().flatMap(change -> change.deletes().stream()).toList();
        List<RecordSet> creates =
                changes.stream().flatMap(change -> change.creates().stream()).toList();
        message.prerequisites(deletes, creates);
        for (RecordSet set : deletes) {
            for (Record record : message.records(set)) {
                message.update.delete(record);
            }
        }
        for (RecordSet set : creates) {
            for (Record record : message.records(set)) {
                message.update.add(record);
            }
        }
        return message.update;
    }

    /** An update that changes nothing and asks only that the zone be there: shows whether updates are taken at all. */
    static Update probe(DomainName zone) throws ProviderException {
        UpdateMessage message = new UpdateMessage(zone, List.of());
        message.update.present(message.apex, Type.SOA);
        return message.update;
    }

    private void prerequisites(List<RecordSet> deletes, List<RecordSet> creates) throws ProviderException {
        Set<String> gone = new HashSet<>();
        Set<DomainName> losing = new HashSet<>();
        for (RecordSet set : deletes) {
            gone.add(key(set.name(), Type.value(set.type())));
            losing.add(set.name());
            for (Record record : records(set, 0)) { // 2.4.2: a TTL here is a FORMERR
                update.present(record);
            }
        }
        for (RecordSet set : creates) {
            Name owner = WireRecords.name(set.name());
            int type = Type.value(set.type());
            boolean isNew = !gone.contains(key(set.name(), type));
            if (type == Type.CNAME && !losing.contains(set.name())) {
                update.absent(owner);
            } else if (isNew) {
                update.absent(owner, type);
            }
            if (type == Type.CNAME && losing.contains(set.name())) {
                besidesCname.stream()
                        .filter(other -> !gone.contains(key(set.name(), other)))
                        .forEach(other -> update.absent(owner, other));
            }
        }
    }

    private static String key(DomainName name, int type) {
        return name.text() + type;
    }

    private List<Record> records(RecordSet set) throws ProviderException {
        return records(set, set.ttlSeconds());
    }

    private List<Record> records(RecordSet set, long ttl) throws ProviderException {
        if (!set.routing().isEmpty() || !(set.data() instanceof RecordData.Values values)) {
            throw invalid(set, "aliases and routing policies exist in Route 53 only");
        }
        if (!set.name().isWithin(zone)) {
            throw invalid(set, "the name does not lie in the zone " + zone);
        }
        int type = Type.value(set.type());
        if (type == Type.SOA || (type == Type.NS && set.name().equals(zone))) {
            throw invalid(set, "the zone's own SOA and NS records are never touched");
        }
        if (type == Type.CNAME && set.name().equals(zone)) {
            throw invalid(set, "a CNAME cannot stand at the zone's own name");
        }
        if (values.ttlSeconds() < 0 || values.ttlSeconds() > LARGEST_TTL) {
            throw invalid(set, "the TTL must be 0 to 2147483647 seconds");
        }
        List<Record> records = new ArrayList<>();
        for (String text : values.texts()) {
            records.add(record(set, type, ttl, text));
        }
        return records;
    }

    private static Record record(RecordSet set, int type, long ttl, String text) throws ProviderException {
        try {
            return Record.fromString(WireRecords.name(set.name()), type, DClass.IN, ttl, text, Name.root);
        } catch (IOException | IllegalArgumentException e) {
            throw invalid(set, "'" + text + "' is no value of this type");
        }
    }

    private static ProviderException invalid(RecordSet set, String why) {
        return new ProviderException(
                new ProviderError(Kind.INVALID, "invalid", set.name() + " " + set.type() + ": " + why));
    }
}
