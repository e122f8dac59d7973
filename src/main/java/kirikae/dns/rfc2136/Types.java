package kirikae.dns.rfc2136;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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

    /** Not stored at a name, or allowed beside a CNAME (RFC 4034, RFC 2535 2.3.5). */
    private static final Set<Integer> BESIDE_ANYTHING = Set.of(
            Type.CNAME, Type.ANY, Type.SOA, Type.OPT, Type.SIG, Type.KEY, Type.NXT, Type.TKEY, Type.TSIG, Type.NULL);

    private static final int FIRST_QUESTION_TYPE = 128; // RFC 6895 3.1: 128 to 255 are types of questions
    private static final int LAST_QUESTION_TYPE = 255;
    private static final int LAST_NAMED = 300;

    private Types() {}

    /** Every asked type that cannot stand beside a CNAME. */
    static List<Integer> usualBesidesCname() {
        return ASKED.stream().filter(Types::conflictsWithCname).toList();
    }

    /** Every type with a name that cannot stand beside a CNAME. */
    static List<Integer> allBesidesCname() {
        return IntStream.concat(
                        IntStream.range(1, FIRST_QUESTION_TYPE), IntStream.range(LAST_QUESTION_TYPE + 1, LAST_NAMED))
                .filter(type -> !Type.string(type).startsWith("TYPE"))
                .filter(Types::conflictsWithCname)
                .boxed()
                .toList();
    }

    private static boolean conflictsWithCname(int type) {
        return !BESIDE_ANYTHING.contains(type) && !OF_DNSSEC.contains(type);
    }

    /** True for a record that stands in the zone because somebody wants it there. */
    static boolean counts(Record record) {
        boolean madeUp = record instanceof HINFORecord hinfo && hinfo.getCPU().equals("RFC8482");
        return !madeUp && !OF_DNSSEC.contains(record.getType());
    }
}
