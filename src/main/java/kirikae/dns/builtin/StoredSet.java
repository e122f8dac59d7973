package kirikae.dns.builtin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kirikae.dns.ProviderException;
import kirikae.dns.WireRecords;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A record set in both its forms: as the port speaks of it, and as it goes over the wire. Owns: what can be stored at all. */
record StoredSet(RecordSet set, Name owner, int type, List<Record> records) {
    private static final Set<Integer> NEVER = Set.of(Type.SOA, Type.DNAME, Type.OPT, Type.TKEY, Type.TSIG, Type.RRSIG);
    private static final int FIRST_QUESTION_TYPE = 128; // RFC 6895 3.1: 128 to 255 are types of questions
    private static final int LAST_QUESTION_TYPE = 255;

    /** Reads the presentation form; refuses what this server cannot serve. */
    static StoredSet of(RecordSet set) throws ProviderException {
        if (!set.routing().isEmpty()) {
            throw invalid(set, "routing policies (" + set.routing() + ") exist in Route 53 only");
        }
        if (!(set.data() instanceof RecordData.Values values)) {
            throw invalid(set, "aliases exist in Route 53 only; give A, AAAA or CNAME values");
        }
        if (values.ttlSeconds() < 0 || values.ttlSeconds() > Integer.MAX_VALUE) {
            throw invalid(set, "the TTL must be 0 to 2147483647 seconds");
        }
        Name owner = wireName(set.name());
        int type = type(set);
        return new StoredSet(set, owner, type, parsed(set, owner, type, values));
    }

    /** A name of the model as dnsjava writes it. */
    static Name wireName(DomainName name) throws ProviderException {
        return WireRecords.name(name);
    }

    /** True when the other is exactly what is stored: the values in any order and spelling, and the TTL. */
    boolean isExactly(RecordSet other) {
        return set.matches(other) && set.ttlSeconds() == other.ttlSeconds();
    }

    private static int type(RecordSet set) throws ProviderException {
        int type = Type.value(set.type());
        if (type <= 0 || NEVER.contains(type) || (type >= FIRST_QUESTION_TYPE && type <= LAST_QUESTION_TYPE)) {
            throw invalid(set, "records of this type cannot be stored");
        }
        return type;
    }

    private static List<Record> parsed(RecordSet set, Name owner, int type, RecordData.Values values)
            throws ProviderException {
        List<Record> records = new ArrayList<>();
        for (String text : values.texts()) {
            try {
                records.add(Record.fromString(owner, type, DClass.IN, values.ttlSeconds(), text, Name.root));
            } catch (IOException e) {
                throw invalid(set, "'" + text + "' is no value of this type");
            }
        }
        if (new HashSet<>(records).size() != records.size()) {
            throw invalid(set, "a value is given twice");
        }
        if (type == Type.CNAME && records.size() > 1) {
            throw invalid(set, "a CNAME has one value");
        }
        return List.copyOf(records);
    }

    static ProviderException invalid(RecordSet set, String why) {
        return new ProviderException(
                new ProviderError(ProviderError.Kind.INVALID, "invalid", set.name() + " " + set.type() + ": " + why));
    }
}
