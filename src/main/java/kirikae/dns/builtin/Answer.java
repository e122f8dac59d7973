package kirikae.dns.builtin;

import java.util.List;
import java.util.Optional;
import kirikae.dns.builtin.Zone.Node;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Fills a reply from the zones (RFC 1034 4.3.2 without recursion and delegation). Owns: what the answer to a well-formed question
 * is. One snapshot of the zones serves the whole answer, so that no reply mixes before and after of a change.
 */
final class Answer {
    private static final int MOST_LINKS = 8;

    private final Zones zones;
    private final int type;
    private final Message reply;

    private Answer(Zones zones, int type, Message reply) {
        this.zones = zones;
        this.type = type;
        this.reply = reply;
    }

    /** Adds rcode, flags and records to a reply that already holds the question. */
    static void fill(Zones zones, Record question, Message reply) {
        Optional<Zone> zone = zones.holding(question.getName());
        int type = question.getType();
        boolean transfer = type == Type.AXFR || type == Type.IXFR || type == Type.MAILA || type == Type.MAILB;
        if (zone.isEmpty() || question.getDClass() != DClass.IN || transfer) {
            reply.getHeader().setRcode(Rcode.REFUSED);
            return;
        }
        reply.getHeader().setFlag(Flags.AA);
        new Answer(zones, type, reply).follow(zone.get(), question.getName(), 0);
    }

    /** Answers for one name, and for where its CNAME points as long as that is ours. */
    private void follow(Zone zone, Name name, int links) {
        Optional<Node> node = zone.find(name);
        if (node.isEmpty()) {
            reply.getHeader().setRcode(Rcode.NXDOMAIN); // of the last name of a chain: RFC 6604
            reply.addRecord(zone.soa(), Section.AUTHORITY);
            return;
        }
        List<Record> found = wanted(node.get());
        if (!found.isEmpty()) {
            add(name, found);
            return;
        }
        List<Record> alias = node.get().of(Type.CNAME);
        if (alias.isEmpty()) {
            reply.addRecord(zone.soa(), Section.AUTHORITY);
            return;
        }
        add(name, alias);
        Name target = ((CNAMERecord) alias.get(0)).getTarget();
        Optional<Zone> next = zones.holding(target);
        if (next.isPresent() && links < MOST_LINKS) {
            follow(next.get(), target, links + 1);
        }
    }

    /** The records of the type asked for; of ANY just one record set (RFC 8482), so that it amplifies nothing. */
    private List<Record> wanted(Node node) {
        if (type != Type.ANY) {
            return node.of(type);
        }
        return node.byType().values().stream().findFirst().orElse(List.of());
    }

    private void add(Name name, List<Record> records) {
        for (Record each : records) {
            Record named = each.withName(name); // a wildcard's records, and the asker's spelling
            if (!reply.findRecord(named, Section.ANSWER)) {
                reply.addRecord(named, Section.ANSWER);
            }
        }
    }
}
