package kirikae.dns.rfc2136;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kirikae.dns.ProviderException;
import kirikae.dns.WireRecords;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads records by ordinary questions, without recursion and without a zone transfer. The zone's serial is asked before and after:
 * when it moved meanwhile, all is read again, so that what comes out stood in the zone at one moment. After three such tries the
 * last one counts; the prerequisites of a change compare it anyway.
 */
final class Reading {
    private static final int TRIES = 3;

    private final Session session;
    private final DomainName zone;

    Reading(Session session, DomainName zone) {
        this.session = session;
        this.zone = zone;
    }

    /** Everything at the names. */
    List<RecordSet> at(Set<DomainName> names) throws ProviderException {
        long before = serial();
        for (int tries = 1; ; tries++) {
            List<RecordSet> found = once(names);
            long after = serial();
            if (before == after || tries == TRIES) {
                return found;
            }
            before = after;
        }
    }

    private List<RecordSet> once(Set<DomainName> names) throws ProviderException {
        List<DomainName> sorted = List.copyOf(new TreeSet<>(names));
        List<Message> questions = new ArrayList<>();
        for (DomainName name : sorted) {
            Name owner = WireRecords.name(name);
            Types.ASKED.forEach(type -> questions.add(query(owner, type)));
        }
        List<Message> answers = session.askAll(questions);
        List<RecordSet> found = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            int from = i * Types.ASKED.size();
            found.addAll(merged(sorted.get(i), answers.subList(from, from + Types.ASKED.size())));
        }
        return List.copyOf(found);
    }

    /** The same set comes in several answers: that of its own type, that of ANY, and a CNAME in all. */
    private List<RecordSet> merged(DomainName name, List<Message> answers) throws ProviderException {
        Map<String, RecordSet> byType = new LinkedHashMap<>();
        for (Message answer : answers) {
            for (RecordSet set : sets(name, answer)) {
                byType.putIfAbsent(set.type(), set);
            }
        }
        return List.copyOf(byType.values());
    }

    /** The sets of some types that stand at some names now, one question each. */
    List<RecordSet> shown(List<RecordSet> like) throws ProviderException {
        List<Message> questions = new ArrayList<>();
        for (RecordSet set : like) {
            questions.add(query(WireRecords.name(set.name()), Type.value(set.type())));
        }
        List<Message> answers = session.askAll(questions);
        List<RecordSet> found = new ArrayList<>();
        for (int i = 0; i < like.size(); i++) {
            found.addAll(sets(like.get(i).name(), answers.get(i)));
        }
        return found;
    }

    private List<RecordSet> sets(DomainName name, Message answer) throws ProviderException {
        Refusals.checkQuestion(zone.toString(), answer);
        if (!answer.getHeader().getFlag(Flags.AA)) {
            throw Refusals.notAuthoritative(name + " (in zone " + zone + "): is it delegated to other servers?");
        }
        // RFC 6604 2.1: the code of an answer with a CNAME is about what the CNAME leads to; the CNAME itself is there.
        List<Record> records =
                answer.getSection(Section.ANSWER).stream().filter(Types::counts).toList();
        return WireRecords.sets(name, WireRecords.name(name), records);
    }

    /**
     * The zone's serial.
     *
     * @throws ProviderException NO_ZONE when the server has no such zone
     */
    long serial() throws ProviderException {
        Name apex = WireRecords.name(zone);
        Message answer = session.ask(query(apex, Type.SOA));
        Refusals.checkQuestion(zone.toString(), answer);
        if (answer.getRcode() == Rcode.NOERROR && answer.getHeader().getFlag(Flags.AA)) {
            for (Record record : answer.getSection(Section.ANSWER)) {
                if (record instanceof SOARecord soa && soa.getName().equals(apex)) {
                    return soa.getSerial();
                }
            }
        }
        throw Refusals.notAuthoritative("a zone " + zone);
    }

    /** The records of one type at a name. */
    List<Record> records(Name owner, int type) throws ProviderException {
        Message answer = session.ask(query(owner, type));
        Refusals.checkQuestion(zone.toString(), answer);
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type && record.getName().equals(owner))
                .toList();
    }

    private static Message query(Name owner, int type) {
        Message message = Message.newQuery(Record.newRecord(owner, type, DClass.IN));
        message.getHeader().unsetFlag(Flags.RD);
        return message;
    }
}
