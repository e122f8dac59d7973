package kirikae.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Records between their two forms: as the port speaks of them, and as they go over the wire. Owns no socket. */
public final class WireRecords {
    private WireRecords() {}

    /**
     * A name of the model as dnsjava writes it.
     *
     * @throws ProviderException INVALID when it cannot go over the wire
     */
    public static Name name(DomainName name) throws ProviderException {
        try {
            return Name.fromString(name.text());
        } catch (TextParseException e) {
            throw new ProviderException(
                    new ProviderError(ProviderError.Kind.INVALID, "bad name", name + ": " + e.getMessage()), e);
        }
    }

    /** The value as it is configured: dnsjava leaves the quotes of a text away where a master file needs none. */
    public static String text(Record record) {
        return record instanceof TXTRecord txt
                ? txt.getStrings().stream().map(part -> '"' + part + '"').collect(Collectors.joining(" "))
                : record.rdataToString();
    }

    /**
     * The record sets among some records that stand at a name itself. What a CNAME leads to is in an answer, too, and is left out;
     * records of one type with several TTLs become one set with the lowest (RFC 2181 5.2).
     *
     * @param owner the same name in its wire form
     */
    public static List<RecordSet> sets(DomainName name, Name owner, List<Record> records) {
        Map<Integer, List<Record>> byType = new LinkedHashMap<>();
        for (Record each : records) {
            if (each.getName().equals(owner)) {
                byType.computeIfAbsent(each.getType(), type -> new ArrayList<>())
                        .add(each);
            }
        }
        return byType.entrySet().stream()
                .map(entry -> set(name, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static RecordSet set(DomainName name, int type, List<Record> records) {
        long ttl = records.stream().mapToLong(Record::getTTL).min().orElse(0);
        return RecordSet.of(
                name,
                Type.string(type),
                ttl,
                records.stream().map(WireRecords::text).distinct().toList());
    }
}
