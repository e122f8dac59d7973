package kirikae.dns.builtin;

import static kirikae.dns.builtin.Lab.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class AnswersTest {
    private Lab lab;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
        assertThat(lab.warnings).isEmpty();
    }

    @Test
    void anAnswerIsAuthoritativeAndPromisesNoRecursion() throws Exception {
        Message reply = lab.ask("dev.code.popowa.com", Type.A);
        assertThat(lines(reply)).containsExactly("dev.code.popowa.com A 203.0.113.10");
        assertThat(reply.getSection(Section.ANSWER).get(0).getTTL()).isEqualTo(60);
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(reply.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(reply.getHeader().getFlag(Flags.RA)).isFalse();
        assertThat(lines(lab.ask("text.popowa.com", Type.TXT)))
                .containsExactly("text.popowa.com TXT \"one two\" three");
    }

    @Test
    void everyZoneHasASoaAndANameServer() throws Exception {
        assertThat(lines(lab.ask("popowa.com", Type.NS))).containsExactly("popowa.com NS ns.popowa.com.");
        assertThat(lines(lab.ask("lab.test", Type.NS))).containsExactly("lab.test NS dns.example.net.");
        SOARecord soa = (SOARecord)
                lab.ask("popowa.com", Type.SOA).getSection(Section.ANSWER).get(0);
        lab.apply(Lab.a("dev.code.popowa.com", "203.0.113.10"), Lab.a("dev.code.popowa.com", "203.0.113.11"));
        SOARecord later = (SOARecord)
                lab.ask("popowa.com", Type.SOA).getSection(Section.ANSWER).get(0);
        assertThat(later.getSerial()).isEqualTo(soa.getSerial() + 1);
    }

    @Test
    void whatIsNotThereIsDeniedWithTheSoa() throws Exception {
        assertNegative("nothing.popowa.com", Type.A, Rcode.NXDOMAIN);
        assertNegative("dev.code.popowa.com", Type.MX, Rcode.NOERROR);
        assertNegative("code.popowa.com", Type.A, Rcode.NOERROR); // only a name between
        assertNegative("popowa.com", Type.A, Rcode.NOERROR);
    }

    @Test
    void wildcardsFollowRfc4592() throws Exception {
        assertThat(lines(lab.ask("x.wild.popowa.com", Type.A))).containsExactly("x.wild.popowa.com A 203.0.113.77");
        assertThat(lines(lab.ask("y.x.wild.popowa.com", Type.A))).containsExactly("y.x.wild.popowa.com A 203.0.113.77");
        assertThat(lines(lab.ask("*.wild.popowa.com", Type.A))).containsExactly("*.wild.popowa.com A 203.0.113.77");
        assertNegative("x.wild.popowa.com", Type.AAAA, Rcode.NOERROR);
        assertNegative("b.wild.popowa.com", Type.A, Rcode.NOERROR); // it exists, by what is below it
        assertNegative("c.b.wild.popowa.com", Type.A, Rcode.NXDOMAIN); // its closest encloser has no wildcard
        assertNegative("wild.popowa.com", Type.A, Rcode.NOERROR);
        assertThat(lines(lab.ask("q.alias.popowa.com", Type.A)))
                .containsExactly("q.alias.popowa.com CNAME dev.code.popowa.com.", "dev.code.popowa.com A 203.0.113.10");
    }

    @Test
    void aliasesAreFollowedAsFarAsTheyAreOurs() throws Exception {
        assertThat(lines(lab.ask("www.popowa.com", Type.AAAA)))
                .containsExactly(
                        "www.popowa.com CNAME dev.code.popowa.com.", "dev.code.popowa.com AAAA 2001:db8:0:0:0:0:0:10");
        assertThat(lines(lab.ask("www.popowa.com", Type.CNAME)))
                .containsExactly("www.popowa.com CNAME dev.code.popowa.com.");
        assertThat(lines(lab.ask("out.popowa.com", Type.A)))
                .containsExactly("out.popowa.com CNAME maintenance.example.net.");
        assertThat(lines(lab.ask("across.popowa.com", Type.A)))
                .containsExactly("across.popowa.com CNAME host.lab.test.", "host.lab.test A 203.0.113.99");
        Message lost = lab.ask("lost.popowa.com", Type.A);
        assertThat(lost.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(lines(lost)).containsExactly("lost.popowa.com CNAME nothing.popowa.com.");
        assertThat(lines(lab.ask("loop1.popowa.com", Type.A))).hasSize(2);
    }

    @Test
    void whatIsNotOursIsRefused() throws Exception {
        for (Message query : List.of(
                Lab.query("example.com", Type.A),
                Lab.query("notpopowa.com", Type.A),
                Lab.query("com", Type.NS),
                Message.newQuery(Record.newRecord(Name.root, Type.NS, DClass.IN)),
                Message.newQuery(Record.newRecord(Name.fromString("dev.code.popowa.com."), Type.A, DClass.CHAOS)),
                Lab.query("popowa.com", Type.IXFR))) {
            Message reply = lab.client().send(query);
            assertThat(reply.getRcode()).as("%s", query).isEqualTo(Rcode.REFUSED);
            assertThat(reply.getHeader().getFlag(Flags.AA)).isFalse();
            assertThat(reply.getSection(Section.ANSWER)).isEmpty();
        }
        byte[] transfer = Lab.query("popowa.com", Type.AXFR).toWire();
        assertThat(new Message(Wire.overTcp(lab.address(), transfer)).getRcode())
                .isEqualTo(Rcode.REFUSED);
    }

    @Test
    void anyGetsOneRecordSet() throws Exception {
        assertThat(lines(lab.ask("dev.code.popowa.com", Type.ANY)))
                .containsExactly("dev.code.popowa.com A 203.0.113.10");
        assertNegative("code.popowa.com", Type.ANY, Rcode.NOERROR);
    }

    @Test
    void theSpellingOfTheQuestionIsKept() throws Exception {
        Message reply = lab.ask("dEv.CoDe.POPOWA.com", Type.A);
        assertThat(reply.getQuestion().getName()).hasToString("dEv.CoDe.POPOWA.com.");
        assertThat(lines(reply)).containsExactly("dEv.CoDe.POPOWA.com A 203.0.113.10");
    }

    @Test
    void largeAnswersComeWholeOverTcpAndCutOverUdp() throws Exception {
        for (int payload : new int[] {0, 512, 1232, 4096}) {
            SimpleResolver client = lab.client();
            client.setIgnoreTruncation(true);
            client.setEDNS(payload == 0 ? -1 : 0, payload, 0);
            Message query = Lab.query("big.popowa.com", Type.TXT);
            if (payload > 0) {
                query.addRecord(new OPTRecord(payload, 0, 0), Section.ADDITIONAL);
            }
            byte[] reply = Wire.overUdp(lab.address(), query.toWire());
            assertThat(reply.length).isLessThanOrEqualTo(payload == 0 ? 512 : Math.min(1232, payload));
            Message message = new Message(reply);
            assertThat(message.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(message.getOPT() == null).isEqualTo(payload == 0);
        }
        assertThat(lines(lab.ask("big.popowa.com", Type.TXT))).hasSize(30); // the client comes back over TCP by itself
    }

    @Test
    void ednsOfTheFutureIsBadVersion() throws Exception {
        Message query = Lab.query("dev.code.popowa.com", Type.A);
        query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        Message reply = new Message(Wire.overUdp(lab.address(), query.toWire()));
        assertThat(reply.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(reply.getOPT().getVersion()).isZero();
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();

        Message twice = Lab.query("dev.code.popowa.com", Type.A);
        twice.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        twice.addRecord(new OPTRecord(1231, 0, 0), Section.ADDITIONAL);
        assertThat(new Message(Wire.overUdp(lab.address(), twice.toWire())).getRcode())
                .isEqualTo(Rcode.FORMERR);
    }

    @Test
    void otherOperationsAreNotImplemented() throws Exception {
        for (int opcode : new int[] {Opcode.IQUERY, Opcode.STATUS, Opcode.NOTIFY, Opcode.UPDATE, 15}) {
            Message query = Lab.query("popowa.com", Type.SOA);
            query.getHeader().setOpcode(opcode);
            Message reply = new Message(Wire.overUdp(lab.address(), query.toWire()));
            assertThat(reply.getRcode()).isEqualTo(Rcode.NOTIMP);
            assertThat(reply.getHeader().getOpcode()).isEqualTo(opcode);
            assertThat(reply.getHeader().getID()).isEqualTo(query.getHeader().getID());
        }
    }

    @Test
    void malformedQuestionsGetFormerrAndRepliesGetNothing() throws Exception {
        byte[] good = Lab.query("dev.code.popowa.com", Type.A).toWire();
        byte[] cut = java.util.Arrays.copyOf(good, 20);
        assertThat(new Message(Wire.overUdp(lab.address(), cut)).getRcode()).isEqualTo(Rcode.FORMERR);
        byte[] none = java.util.Arrays.copyOf(good, 12);
        none[5] = 0;
        assertThat(new Message(Wire.overUdp(lab.address(), none)).getRcode()).isEqualTo(Rcode.FORMERR);
        byte[] cutAndMarked = cut.clone();
        cutAndMarked[2] |= 2; // TC
        assertThat(new Message(Wire.overUdp(lab.address(), cutAndMarked)).getRcode())
                .isEqualTo(Rcode.FORMERR);

        byte[] reply = good.clone();
        reply[2] |= (byte) 0x80;
        Responder responder = new Responder(() -> new Zones(java.util.Map.of()), lab.warnings::add);
        assertThat(responder.respond(reply, Responder.Way.UDP)).isEmpty();
        assertThat(responder.respond(new byte[11], Responder.Way.UDP)).isEmpty();
    }

    @Test
    void aSlippedReplyIsTheQuestionWithTc() throws Exception {
        Responder responder = new Responder(() -> new Zones(java.util.Map.of()), lab.warnings::add);
        byte[] query = Lab.query("big.popowa.com", Type.TXT).toWire();
        byte[] reply = responder.respond(query, Responder.Way.SLIP).orElseThrow();
        assertThat(reply).hasSameSizeAs(query);
        assertThat(new Message(reply).getHeader().getFlag(Flags.TC)).isTrue();
    }

    private void assertNegative(String name, int type, int rcode) throws IOException {
        Message reply = lab.ask(name, type);
        assertThat(reply.getRcode()).as(name).isEqualTo(rcode);
        assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();
        SOARecord soa = (SOARecord) reply.getSection(Section.AUTHORITY).get(0);
        assertThat(soa.getName()).hasToString("popowa.com.");
        assertThat(soa.getTTL()).isEqualTo(soa.getMinimum()).isEqualTo(60);
    }
}
