package kirikae.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import kirikae.dns.builtin.BuiltinProvider;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import kirikae.model.ServerAnswer;
import kirikae.model.Settings.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What name servers answer, and what is made of it; the builtin server plays the name server. */
class NameServersTest {
    private static final DomainName WWW = DomainName.of("www.lab.test");
    private static final DomainName BIG = DomainName.of("big.lab.test");
    private static final RecordSet ADDRESS = RecordSet.of(WWW, "A", 60, List.of("192.0.2.2", "192.0.2.1"));
    private static final RecordSet LARGE = RecordSet.of(BIG, "TXT", 60, texts());

    private final BuiltinProvider server = new BuiltinProvider(new Endpoint("127.0.0.1", 0), warning -> {});
    private int port;

    private static List<String> texts() {
        return java.util.stream.IntStream.range(0, 60)
                .mapToObj(i -> "\"" + i + "x".repeat(60) + "\"")
                .toList();
    }

    @BeforeEach
    void start() throws Exception {
        server.seed("lab.test", List.of(ADDRESS, LARGE));
        port = server.start().port();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ServerAnswer ask(Set<DomainName> names, Set<String> types, RecordSet... wanted) {
        return ask(new NameServer("ns1", "127.0.0.1", port), new Wanted(names, types, List.of(wanted)));
    }

    private static ServerAnswer ask(NameServer server, Wanted wanted) {
        return new NameServers(Duration.ofSeconds(2))
                .ask(List.of(server), wanted)
                .get(0);
    }

    @Test
    void theRecordsAreThereInAnyOrderAndWithAnyTtl() {
        ServerAnswer answer = ask(
                Set.of(WWW),
                Set.of("A", "AAAA", "CNAME"),
                RecordSet.of(WWW, "A", 300, List.of("192.0.2.1", "192.0.2.2")));
        assertThat(answer.missing()).isEmpty();
        assertThat(answer.shows()).isTrue();
        assertThat(answer.took()).isPositive();
    }

    @Test
    void whatIsStillThereIsNamed() {
        assertThat(ask(Set.of(WWW), Set.of("A"), RecordSet.of(WWW, "A", 60, List.of("192.0.2.9")))
                        .missing())
                .isEqualTo("www.lab.test A is still 192.0.2.2, 192.0.2.1");
        assertThat(ask(Set.of(WWW), Set.of("A", "CNAME"), RecordSet.of(WWW, "CNAME", 60, List.of("s.example.net")))
                        .missing())
                .isEqualTo("www.lab.test A is still 192.0.2.2, 192.0.2.1, www.lab.test CNAME is not there yet");
        assertThat(ask(Set.of(WWW), Set.of("A", "AAAA"), ADDRESS, RecordSet.of(WWW, "AAAA", 60, List.of("2001:db8::1")))
                        .missing())
                .isEqualTo("www.lab.test AAAA is not there yet");
    }

    @Test
    void anAnswerThatWasCutIsAskedForOverTcp() {
        assertThat(ask(Set.of(BIG), Set.of("TXT"), LARGE).missing()).isEmpty();
    }

    @Test
    void anAliasIsThereWhenAnythingAnswers() {
        RecordSet alias = RecordSet.alias(
                WWW, "A", new kirikae.model.RecordData.Alias("Z2FDTNDATAQYW2", DomainName.of("d1.example.net"), false));
        assertThat(ask(Set.of(WWW), Set.of("A", "CNAME"), alias).missing()).isEmpty();
    }

    @Test
    void aServerThatIsNotTheZonesIsToldSo() {
        DomainName elsewhere = DomainName.of("www.elsewhere.test");
        assertThat(ask(Set.of(elsewhere), Set.of("A"), RecordSet.of(elsewhere, "A", 60, List.of("192.0.2.1")))
                        .missing())
                .isEqualTo("answers REFUSED for www.elsewhere.test");
    }

    @Test
    void aServerThatIsDeadIsToldSoAndHoldsNobodyUp() {
        Wanted wanted = new Wanted(Set.of(WWW), Set.of("A"), List.of(ADDRESS));
        List<ServerAnswer> answers = new NameServers(Duration.ofSeconds(2))
                .ask(
                        List.of(
                                new NameServer("dead", "127.0.0.1", 1),
                                new NameServer("ns1", "127.0.0.1", port),
                                new NameServer("nowhere", "name.invalid", 53)),
                        wanted);
        assertThat(answers).extracting(ServerAnswer::server).containsExactly("dead", "ns1", "nowhere");
        assertThat(answers.get(0).missing()).isEqualTo("nobody listens there");
        assertThat(answers.get(1).shows()).isTrue();
        assertThat(answers.get(2).missing()).isEqualTo("no address is known for name.invalid");
    }

    @Test
    void aServerThatKeepsSilentHasItsDeadline() throws Exception {
        try (java.net.DatagramSocket silent =
                new java.net.DatagramSocket(0, java.net.InetAddress.getLoopbackAddress())) {
            Wanted wanted = new Wanted(Set.of(WWW), Set.of("A"), List.of(ADDRESS));
            ServerAnswer answer = new NameServers(Duration.ofMillis(600))
                    .ask(List.of(new NameServer("silent", "127.0.0.1", silent.getLocalPort())), wanted)
                    .get(0);
            assertThat(answer.missing()).isEqualTo("no answer");
        }
    }
}
