package kirikae.dns.rfc2136;

import java.util.List;
import java.util.Set;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Which types of records are asked for, and which count. There is no question that every server answers with all types (RFC 8482:
 * Knot answers ANY with one set even over TCP), so the types that stand beside addresses in practice are asked one by one, and ANY
 * for the rest.
 */
final class Types {
    /** Every type of which a server is asked at each name. */
    static final List<Integer> ASKED = List.of(
            Type.A,
            Type.AAAA,
            Type.CNAME,
            Type.TXT,
            Type.MX,
            Type.NS,
            Type.SOA,
            Type.SRV,
            Type.CAA,
            Type.PTR,
            Type.NAPTR,
            Type.SVCB,
            Type.HTTPS,
            Type.TLSA,
            Type.SSHFP,
            Type.URI,
            Type.LOC,
            Type.DNAME,
            Type.DS,
            Type.SPF,
            Type.ANY);

    /** Made and moved by the server itself in a signed zone: neither records of ours nor foreign ones. */
    private static final Set<Integer> OF_DNSSEC =
            Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3, Type.NSEC3PARAM, Type.DNSKEY, Type.CDS, Type.CDNSKEY, 65_534);

    private Types() {}

    /** Every asked type that cannot stand beside a CNAME. */
    static List<Integer> besidesCname() {
        return ASKED.stream()
                .filter(type -> type != Type.CNAME && type != Type.ANY && type != Type.SOA)
                .toList();
    }

    /** True for a record that stands in the zone because somebody wants it there. */
    static boolean counts(Record record) {
        boolean madeUp = record instanceof HINFORecord hinfo && hinfo.getCPU().equals("RFC8482");
        return !madeUp && !OF_DNSSEC.contains(record.getType());
    }
}
