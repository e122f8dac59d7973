package kirikae.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import kirikae.dns.DnsProvider;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import org.junit.jupiter.api.Test;

/**
 * What every provider promises, whatever stands behind it: a change is made whole or not at all, once; what another hand put there
 * survives; no name is ever empty. A subclass gives the world: the zone {@code lab.test} with {@code www}, {@code api} and the
 * zone's own name at A 192.0.2.1 (TTL 60), and {@code mail} with A 192.0.2.1 and MX.
 */
public abstract class ProviderContract {
    protected static final String ZONE = "lab.test";
    private static final DomainName WWW = DomainName.of("www.lab.test");
    private static final DomainName API = DomainName.of("api.lab.test");
    private static final DomainName APEX = DomainName.of("lab.test");
    private static final DomainName MAIL = DomainName.of("mail.lab.test");
    private static final Set<String> OURS = Set.of("A", "AAAA", "CNAME", "TXT");

    /** The provider under test. */
    protected abstract DnsProvider provider();

    /** Another hand: removes one record set and puts another one there, or only one of both. */
    protected abstract void edit(List<RecordSet> removed, List<RecordSet> put);

    /** How many changes were applied so far, by whomever; counted by the other side. */
    protected abstract long applied();

    /** What a witness beside the provider sees at the name: "A 192.0.2.1", sorted. */
    protected abstract List<String> seen(String name);

    /** A record of a type that nobody thinks of. */
    protected RecordSet rare(DomainName name) {
        return RecordSet.of(name, "RP", 60, List.of("admin.lab.test. text.lab.test."));
    }

    private static RecordSet a(DomainName name, String... addresses) {
        return RecordSet.of(name, "A", 60, List.of(addresses));
    }

    private static RecordSet cname(DomainName name) {
        return RecordSet.of(name, "CNAME", 60, List.of("sorry.example.net."));
    }

    private List<RecordSet> ours(DomainName name) throws ProviderException {
        return provider().read(ZONE, Set.of(name)).stream()
                .filter(set -> set.name().equals(name) && OURS.contains(set.type()))
                .toList();
    }

    private void show(DomainName name, RecordSet... wanted) throws ProviderException {
        List<RecordSet> live = ours(name);
        if (!(live.size() == wanted.length
                && live.stream()
                        .allMatch(set -> List.of(wanted).stream()
                                .anyMatch(other -> other.matches(set) && other.ttlSeconds() == set.ttlSeconds())))) {
            apply(new RecordChange(live, List.of(wanted)));
        }
    }

    private void apply(RecordChange... changes) throws ProviderException {
        DnsProvider.Accepted accepted = provider().change(ZONE, List.of(changes));
        assertThat(accepted.changeId()).isNotEmpty();
        if (!accepted.inSync()) {
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(20))
                    .until(() -> provider().inSync(accepted.changeId()));
        }
    }

    private ProviderError refused(RecordChange... changes) {
        return catchThrowableOfType(ProviderException.class, () -> provider().change(ZONE, List.of(changes)))
                .error();
    }

    @Test
    void oneDecisionIsOneAppliedChange() throws Exception {
        show(WWW, a(WWW, "192.0.2.1"));
        long before = applied();
        RecordChange away = new RecordChange(ours(WWW), List.of(cname(WWW)));
        apply(away);
        assertThat(seen("www.lab.test")).containsExactly("CNAME sorry.example.net.");
        assertThat(applied()).isEqualTo(before + 1);
        assertThat(refused(away).kind()).as("sent twice").isEqualTo(Kind.CONFLICT);
        assertThat(applied()).as("applied once").isEqualTo(before + 1);
        apply(new RecordChange(ours(WWW), List.of(a(WWW, "192.0.2.1"))));
        assertThat(seen("www.lab.test")).containsExactly("A 192.0.2.1");
        assertThat(applied()).isEqualTo(before + 2);
    }

    @Test
    void severalNamesAndTypesGoTogether() throws Exception {
        show(WWW, a(WWW, "192.0.2.1"));
        show(API, a(API, "192.0.2.1"));
        long before = applied();
        RecordSet ipv6 = RecordSet.of(API, "AAAA", 60, List.of("2001:db8::1"));
        apply(
                new RecordChange(ours(WWW), List.of(cname(WWW))),
                new RecordChange(ours(API), List.of(a(API, "192.0.2.7", "192.0.2.8"), ipv6)));
        assertThat(seen("www.lab.test")).containsExactly("CNAME sorry.example.net.");
        assertThat(seen("api.lab.test")).containsExactly("A 192.0.2.7", "A 192.0.2.8", "AAAA 2001:db8::1");
        assertThat(applied()).isEqualTo(before + 1);
        apply(new RecordChange(ours(API), List.of(cname(API))));
        assertThat(seen("api.lab.test")).containsExactly("CNAME sorry.example.net.");
        apply(new RecordChange(ours(API), List.of(a(API, "192.0.2.1"), ipv6)));
        assertThat(seen("api.lab.test")).containsExactly("A 192.0.2.1", "AAAA 2001:db8::1");
        show(API, a(API, "192.0.2.1"));
        assertThat(seen("api.lab.test")).containsExactly("A 192.0.2.1");
    }

    @Test
    void allOrNothing() throws Exception {
        show(WWW, a(WWW, "192.0.2.1"));
        show(API, a(API, "192.0.2.1"));
        long before = applied();
        ProviderError error = refused(
                new RecordChange(ours(WWW), List.of(cname(WWW))),
                new RecordChange(List.of(a(API, "198.51.100.99")), List.of(cname(API))));
        assertThat(error.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(seen("www.lab.test")).containsExactly("A 192.0.2.1");
        assertThat(seen("api.lab.test")).containsExactly("A 192.0.2.1");
        assertThat(applied()).isEqualTo(before);
    }

    @Test
    void foreignValuesSurvive() throws Exception {
        show(WWW, a(WWW, "192.0.2.1"));
        List<RecordSet> read = ours(WWW);
        edit(read, List.of(a(WWW, "198.51.100.7")));
        assertThat(refused(new RecordChange(read, List.of(cname(WWW)))).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(seen("www.lab.test")).containsExactly("A 198.51.100.7");
        show(WWW, a(WWW, "192.0.2.1"));
    }

    @Test
    void aForeignValueBesideOursSurvives() throws Exception {
        show(WWW, a(WWW, "192.0.2.1"));
        List<RecordSet> read = ours(WWW);
        edit(read, List.of(a(WWW, "192.0.2.1", "198.51.100.7")));
        assertThat(refused(new RecordChange(read, List.of(a(WWW, "192.0.2.80"))))
                        .kind())
                .isEqualTo(Kind.CONFLICT);
        assertThat(seen("www.lab.test")).containsExactly("A 192.0.2.1", "A 198.51.100.7");
        show(WWW, a(WWW, "192.0.2.1"));
    }

    @Test
    void whatAppearedMeanwhileIsNotOverwritten() throws Exception {
        show(API, cname(API));
        List<RecordSet> read = ours(API);
        edit(read, List.of(a(API, "198.51.100.7")));
        assertThat(refused(new RecordChange(read, List.of(a(API, "192.0.2.1")))).kind())
                .isEqualTo(Kind.CONFLICT);
        assertThat(seen("api.lab.test")).containsExactly("A 198.51.100.7");
        show(API, a(API, "192.0.2.1"));
    }

    /** The trap of RFC 2136 3.4.2.2: a CNAME that may not stand there is passed over, and the deletes are carried out. */
    @Test
    void aNameIsNotEmptiedByACnameThatCannotStandThere() throws Exception {
        List<RecordSet> read = ours(MAIL);
        assertThat(read).hasSize(1);
        assertThat(refused(new RecordChange(read, List.of(cname(MAIL)))).kind()).isIn(Kind.CONFLICT, Kind.INVALID);
        assertThat(seen("mail.lab.test")).contains("A 192.0.2.1").anyMatch(line -> line.startsWith("MX "));
    }

    /** The same with a record of a rare type that came after the records were read. */
    @Test
    void norByOneThatCameMeanwhile() throws Exception {
        DomainName name = DomainName.of("rare.lab.test");
        show(name, a(name, "192.0.2.1"));
        List<RecordSet> read = ours(name);
        edit(List.of(), List.of(rare(name)));
        assertThat(refused(new RecordChange(read, List.of(cname(name)))).kind()).isIn(Kind.CONFLICT, Kind.INVALID);
        assertThat(seen("rare.lab.test")).contains("A 192.0.2.1");
    }

    @Test
    void theZonesOwnNameMovesAndItsFrameStays() throws Exception {
        List<RecordSet> frame = frame();
        show(APEX, a(APEX, "192.0.2.80"));
        assertThat(ours(APEX)).singleElement().matches(a(APEX, "192.0.2.80")::matches);
        assertThat(frame()).isEqualTo(frame);
        assertThat(refused(new RecordChange(ours(APEX), List.of(cname(APEX)))).kind())
                .isIn(Kind.CONFLICT, Kind.INVALID);
        assertThat(seen("lab.test")).contains("A 192.0.2.80");
        show(APEX, a(APEX, "192.0.2.1"));
    }

    private List<RecordSet> frame() throws ProviderException {
        return provider().read(ZONE, Set.of(APEX)).stream()
                .filter(set -> set.type().equals("NS"))
                .toList();
    }

    @Test
    void aTtlIsPutRight() throws Exception {
        show(WWW, a(WWW, "192.0.2.1"));
        apply(new RecordChange(ours(WWW), List.of(RecordSet.of(WWW, "A", 300, List.of("192.0.2.1")))));
        assertThat(ours(WWW)).singleElement().matches(set -> set.ttlSeconds() == 300);
        show(WWW, a(WWW, "192.0.2.1"));
        assertThat(ours(WWW)).singleElement().matches(set -> set.ttlSeconds() == 60);
    }

    @Test
    void everyTypeAtANameIsRead() throws Exception {
        assertThat(provider().read(ZONE, Set.of(MAIL, DomainName.of("nobody.lab.test"))))
                .extracting(set -> set.name() + " " + set.type())
                .containsExactlyInAnyOrder("mail.lab.test A", "mail.lab.test MX");
        assertThat(provider().list(ZONE, Set.of(WWW, MAIL), () -> {}))
                .extracting(set -> set.name() + " " + set.type())
                .contains("mail.lab.test A", "mail.lab.test MX");
    }

    @Test
    void noQuestionEverFindsTheNameEmpty() throws Exception {
        show(WWW, a(WWW, "192.0.2.1"));
        AtomicBoolean stop = new AtomicBoolean();
        List<String> empty = new ArrayList<>();
        Thread witness = new Thread(() -> {
            while (!stop.get()) {
                if (seen("www.lab.test").isEmpty()) {
                    empty.add("empty");
                }
            }
        });
        witness.start();
        for (int i = 0; i < 10; i++) {
            apply(new RecordChange(ours(WWW), List.of(cname(WWW))));
            apply(new RecordChange(ours(WWW), List.of(a(WWW, "192.0.2.1"))));
        }
        stop.set(true);
        witness.join();
        assertThat(empty).isEmpty();
    }

    @Test
    void anUnknownZoneIsRefused() {
        ProviderError error = catchThrowableOfType(
                        ProviderException.class, () -> provider().read("elsewhere.test", Set.of()))
                .error();
        assertThat(error.kind()).isIn(Kind.NO_ZONE, Kind.DENIED);
    }
}
