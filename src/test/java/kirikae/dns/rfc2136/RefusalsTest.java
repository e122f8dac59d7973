package kirikae.dns.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import kirikae.dns.DnsProvider;
import kirikae.dns.ProviderException;
import kirikae.dns.Timeouts;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Settings.Tsig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** What every wrong answer, and no answer, is called: the table of {@link Refusals}. */
class RefusalsTest {
    private static final Timeouts HASTY =
            new Timeouts(Duration.ofMillis(500), Duration.ofMillis(700), Duration.ofMillis(900));
    private static final String SECRET = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final Tsig KEY = new Tsig.Key("k1", Tsig.Algorithm.HMAC_SHA256, new Secret(SECRET));
    private static final DomainName WWW = DomainName.of("www.lab.test");
    private static final RecordSet OLD = RecordSet.of(WWW, "A", 60, List.of("192.0.2.1"));
    private static final RecordSet NEW = RecordSet.of(WWW, "CNAME", 60, List.of("sorry.example.net."));
    private static final RecordChange CHANGE = new RecordChange(List.of(OLD), List.of(NEW));

    private static ProviderError update(Tsig key, ScriptedServer.Script script) {
        try (ScriptedServer server = new ScriptedServer(script)) {
            return catchThrowableOfType(
                            ProviderException.class,
                            () -> provider(server.port(), key).change("lab.test", List.of(CHANGE)))
                    .error();
        }
    }

    private static ProviderError read(Tsig key, ScriptedServer.Script script) {
        try (ScriptedServer server = new ScriptedServer(script)) {
            return catchThrowableOfType(
                            ProviderException.class,
                            () -> provider(server.port(), key).read("lab.test", Set.of(WWW)))
                    .error();
        }
    }

    private static Rfc2136Provider provider(int port, Tsig key) {
        return new Rfc2136Provider(Lab.settings(port, key), HASTY, Clock.systemUTC());
    }

    private static TSIG tsig() throws IOException {
        return new TSIG(
                TSIG.HMAC_SHA256, Name.fromString("k1."), Base64.getDecoder().decode(SECRET));
    }

    private static byte[] signed(Message question, Message reply) throws IOException {
        tsig().apply(reply, question.getTSIG());
        return reply.toWire();
    }

    @ParameterizedTest
    @CsvSource({
        "SERVFAIL, TRANSIENT",
        "NXRRSET, CONFLICT",
        "YXRRSET, CONFLICT",
        "YXDOMAIN, CONFLICT",
        "NXDOMAIN, CONFLICT",
        "NOTAUTH, NO_ZONE",
        "REFUSED, DENIED",
        "NOTZONE, INVALID",
        "FORMERR, INVALID",
        "NOTIMP, INVALID"
    })
    void anUpdatesCode(String code, Kind kind) {
        ProviderError signed =
                update(KEY, question -> signed(question, ScriptedServer.reply(question, Rcode.value(code))));
        assertThat(signed.kind()).isEqualTo(kind);
        assertThat(signed.code()).isEqualTo(code);
        assertThat(update(
                                new Tsig.None(),
                                question -> ScriptedServer.reply(question, Rcode.value(code))
                                        .toWire())
                        .kind())
                .as("unsigned")
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"SERVFAIL, TRANSIENT", "REFUSED, DENIED", "NOTAUTH, NO_ZONE", "FORMERR, INVALID"})
    void aQuestionsCode(String code, Kind kind) {
        assertThat(read(KEY, question -> signed(question, ScriptedServer.reply(question, Rcode.value(code))))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void whatIsNotAuthoritativeIsNoZone() {
        assertThat(read(KEY, question -> {
                            Message reply = ScriptedServer.reply(question, Rcode.NOERROR);
                            reply.getHeader().unsetFlag(Flags.AA);
                            return signed(question, reply);
                        })
                        .kind())
                .isEqualTo(Kind.NO_ZONE);
    }

    @Test
    void silenceIsAmbiguous() {
        assertThat(update(KEY, question -> ScriptedServer.SILENCE))
                .extracting(ProviderError::kind, ProviderError::code)
                .containsExactly(Kind.AMBIGUOUS, "time-out");
        assertThat(update(KEY, question -> ScriptedServer.RESET).kind()).isEqualTo(Kind.AMBIGUOUS);
        ProviderError nobody = catchThrowableOfType(ProviderException.class, () -> {
                    int free;
                    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
                        free = socket.getLocalPort();
                    }
                    provider(free, KEY).change("lab.test", List.of(CHANGE));
                })
                .error();
        assertThat(nobody)
                .extracting(ProviderError::kind, ProviderError::code)
                .containsExactly(Kind.AMBIGUOUS, "connection-refused");
    }

    @Test
    void anAnswerThatDripsHasItsDeadline() {
        long begun = System.nanoTime();
        try (ScriptedServer server = new ScriptedServer(question -> new byte[] {0, 0, 0})) {
            assertThat(catchThrowableOfType(
                                    ProviderException.class,
                                    () -> provider(server.port(), KEY).change("lab.test", List.of(CHANGE)))
                            .error()
                            .kind())
                    .isEqualTo(Kind.AMBIGUOUS);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void whatIsNoAnswerToTheQuestionIsAmbiguous() {
        List<ScriptedServer.Script> wrong = List.of(
                question -> {
                    Message reply = ScriptedServer.reply(question, Rcode.NOERROR);
                    reply.getHeader().setID((question.getHeader().getID() + 1) & 0xffff);
                    return signed(question, reply);
                },
                question -> "no DNS at all, but HTTP".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                question -> Arrays.copyOf(signed(question, ScriptedServer.reply(question, Rcode.NOERROR)), 20),
                question -> {
                    Message reply = ScriptedServer.reply(question, Rcode.NOERROR);
                    reply.getHeader().unsetFlag(Flags.QR);
                    return signed(question, reply);
                },
                question -> {
                    Message reply = ScriptedServer.reply(question, Rcode.NOERROR);
                    reply.getHeader().setOpcode(Opcode.QUERY);
                    return signed(question, reply);
                },
                question -> {
                    Message reply = ScriptedServer.reply(question, Rcode.NOERROR);
                    reply.getHeader().setFlag(Flags.TC);
                    return signed(question, reply);
                });
        for (int i = 0; i < wrong.size(); i++) {
            assertThat(update(KEY, wrong.get(i)).kind()).as("script " + i).isEqualTo(Kind.AMBIGUOUS);
        }
    }

    @Test
    void aGoodWordWithoutAGoodSignatureIsNotBelieved() {
        assertThat(update(
                        KEY,
                        question ->
                                ScriptedServer.reply(question, Rcode.NOERROR).toWire()))
                .extracting(ProviderError::kind, ProviderError::code)
                .containsExactly(Kind.AMBIGUOUS, "unsigned");
        assertThat(update(KEY, question -> {
                    byte[] wire = signed(question, ScriptedServer.reply(question, Rcode.REFUSED));
                    wire[3] &= (byte) 0xf0; // NOERROR instead, after signing
                    return wire;
                }))
                .extracting(ProviderError::kind, ProviderError::code)
                .containsExactly(Kind.AMBIGUOUS, "bad signature");
        assertThat(read(
                                KEY,
                                question -> ScriptedServer.reply(question, Rcode.NOERROR)
                                        .toWire())
                        .kind())
                .isEqualTo(Kind.AMBIGUOUS);
    }

    @Test
    void anUpdateThatWasTakenIsAcceptedEvenWhenItCannotBeReadBackYet() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(question -> question.getHeader().getOpcode() == Opcode.UPDATE
                        ? signed(question, ScriptedServer.reply(question, Rcode.NOERROR))
                        : ScriptedServer.RESET)) {
            DnsProvider.Accepted accepted = provider(server.port(), KEY).change("lab.test", List.of(CHANGE));
            assertThat(accepted.inSync()).isFalse();
            assertThat(server.updates).hasSize(1);
        }
    }

    @Test
    void whatMustNotBeSentIsNotSent() {
        DomainName apex = DomainName.of("lab.test");
        List<RecordSet> bad = List.of(
                RecordSet.of(apex, "NS", 60, List.of("ns9.lab.test.")),
                RecordSet.of(apex, "SOA", 60, List.of("ns1.lab.test. host.lab.test. 9 1 1 1 1")),
                RecordSet.of(apex, "CNAME", 60, List.of("sorry.example.net.")),
                RecordSet.of(DomainName.of("www.elsewhere.test"), "A", 60, List.of("192.0.2.1")),
                RecordSet.of(WWW, "A", 60, List.of("no address")),
                RecordSet.of(WWW, "A", -1, List.of("192.0.2.1")),
                RecordSet.alias(WWW, "A", new kirikae.model.RecordData.Alias("Z1", apex, false)));
        try (ScriptedServer server = new ScriptedServer(question -> ScriptedServer.RESET)) {
            for (RecordSet set : bad) {
                RecordChange change = new RecordChange(List.of(), List.of(set));
                assertThat(catchThrowableOfType(
                                        ProviderException.class,
                                        () -> provider(server.port(), KEY).change("lab.test", List.of(change)))
                                .error()
                                .kind())
                        .as(set.toString())
                        .isEqualTo(Kind.INVALID);
            }
            assertThat(server.updates).isEmpty();
        }
    }

    @Test
    void aChangeTooLargeForAMessageIsInvalid() {
        String[] texts = new String[300];
        Arrays.setAll(texts, i -> "\"" + i + "x".repeat(240) + "\"");
        RecordChange large = new RecordChange(List.of(), List.of(RecordSet.of(WWW, "TXT", 60, List.of(texts))));
        try (ScriptedServer server = new ScriptedServer(question -> ScriptedServer.RESET)) {
            assertThat(catchThrowableOfType(
                                    ProviderException.class,
                                    () -> provider(server.port(), KEY).change("lab.test", List.of(large)))
                            .error())
                    .extracting(ProviderError::kind, ProviderError::code)
                    .containsExactly(Kind.INVALID, "too large");
        }
    }

    /** Names below a delegation, records that DNSSEC makes, and the HINFO of RFC 8482. */
    @Test
    void whatTheServerItselfMakesIsNoForeignRecord() throws Exception {
        Record soa = Record.fromString(
                Name.fromString("lab.test."),
                Type.SOA,
                DClass.IN,
                60,
                "ns1 host 7 1 1 1 1",
                Name.fromString("lab.test."));
        Name www = Name.fromString("www.lab.test.");
        Record hinfo = Record.fromString(www, Type.HINFO, DClass.IN, 60, "\"RFC8482\" \"\"", Name.root);
        Record nsec = Record.fromString(www, Type.NSEC, DClass.IN, 60, "lab.test. A NSEC", Name.root);
        Record address = Record.fromString(www, Type.A, DClass.IN, 60, "192.0.2.1", Name.root);
        try (ScriptedServer server =
                new ScriptedServer(question -> switch (question.getQuestion().getType()) {
                    case Type.SOA ->
                        signed(
                                question,
                                question.getQuestion().getName().equals(soa.getName())
                                        ? ScriptedServer.reply(question, Rcode.NOERROR, soa)
                                        : ScriptedServer.reply(question, Rcode.NOERROR));
                    case Type.ANY -> signed(question, ScriptedServer.reply(question, Rcode.NOERROR, hinfo, nsec));
                    case Type.A -> signed(question, ScriptedServer.reply(question, Rcode.NOERROR, address));
                    default -> signed(question, ScriptedServer.reply(question, Rcode.NOERROR));
                })) {
            assertThat(provider(server.port(), KEY).read("lab.test", Set.of(WWW)))
                    .containsExactly(OLD);
        }
    }
}
