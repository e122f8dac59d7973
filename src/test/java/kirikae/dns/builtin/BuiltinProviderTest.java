package kirikae.dns.builtin;

import static kirikae.dns.builtin.Lab.a;
import static kirikae.dns.builtin.Lab.change;
import static kirikae.dns.builtin.Lab.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kirikae.dns.DnsProvider.Accepted;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.model.Settings.Endpoint;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuiltinProviderTest {
    private static final String NAME = "dev.code.popowa.com";
    private static final RecordSet PRIMARY = a(NAME, "203.0.113.10", "203.0.113.11");
    private static final RecordSet MAINTENANCE = set(NAME, "CNAME", "maintenance.example.net");

    private final BuiltinProvider provider = new BuiltinProvider(new Endpoint("127.0.0.1", 0), warning -> {});

    @BeforeEach
    void seed() throws Exception {
        provider.seed("popowa.com", List.of(PRIMARY, a("other.popowa.com", "203.0.113.20")));
    }

    @Test
    void typesChangeInOneStepAndBack() throws Exception {
        Accepted accepted = provider.change("popowa.com", List.of(change(PRIMARY, MAINTENANCE)));
        assertThat(accepted.inSync()).isTrue();
        assertThat(provider.inSync(accepted.changeId())).isTrue();
        assertThat(read()).containsExactly(MAINTENANCE);
        provider.change("Popowa.com.", List.of(change(MAINTENANCE, PRIMARY)));
        assertThat(read()).containsExactly(PRIMARY);
        assertThat(provider.isLocal()).isTrue();
    }

    @Test
    void aDeleteMustBeExactlyWhatIsThere() {
        String there = NAME + " A 203.0.113.10, 203.0.113.11 (ttl 60)";
        RecordSet otherTtl = RecordSet.of(DomainName.of(NAME), "A", 61, List.of("203.0.113.10", "203.0.113.11"));
        RecordSet fewer = a(NAME, "203.0.113.10");
        RecordSet absent = set(NAME, "AAAA", "2001:db8::1");
        refused(change(otherTtl, MAINTENANCE), Kind.CONFLICT, "cannot delete " + otherTtl + ": there is " + there);
        refused(change(fewer, MAINTENANCE), Kind.CONFLICT, "cannot delete " + fewer + ": there is " + there);
        refused(change(absent, PRIMARY), Kind.CONFLICT, "cannot delete " + absent + ": it is not there");
    }

    @Test
    void orderAndSpellingOfTheValuesDoNotCount() throws Exception {
        provider.change("popowa.com", List.of(change(a(NAME, "203.0.113.11", "203.0.113.10"), MAINTENANCE)));
        provider.change("popowa.com", List.of(change(set(NAME, "CNAME", "Maintenance.Example.NET."), PRIMARY)));
        assertThat(read()).containsExactly(PRIMARY);
    }

    @Test
    void aCreateMustFindNothingOfItsTypeAndACnameNothingAtAll() {
        RecordSet more = a(NAME, "203.0.113.12");
        refused(
                new RecordChange(List.of(), List.of(more)),
                Kind.CONFLICT,
                "cannot create " + more + ": it already exists as " + PRIMARY);
        refused(
                new RecordChange(List.of(), List.of(MAINTENANCE)),
                Kind.CONFLICT,
                "cannot create " + MAINTENANCE + " beside " + PRIMARY + ": a CNAME stands alone");
        refused(
                new RecordChange(List.of(PRIMARY), List.of(MAINTENANCE, set(NAME, "TXT", "\"x\""))),
                Kind.CONFLICT,
                "cannot create " + NAME + " TXT \"x\" (ttl 60) beside " + MAINTENANCE + ": a CNAME stands alone");
    }

    @Test
    void aBatchIsAllOrNothing() throws Exception {
        RecordSet other = a("other.popowa.com", "203.0.113.20");
        List<RecordChange> batch = List.of(
                change(other, a("other.popowa.com", "203.0.113.21")), change(a(NAME, "203.0.113.99"), MAINTENANCE));
        assertThat(error(() -> provider.change("popowa.com", batch)).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(read()).containsExactly(PRIMARY);
        assertThat(provider.read("popowa.com", Set.of(DomainName.of("other.popowa.com"))))
                .containsExactly(other);
    }

    @Test
    void whatCannotBeServedIsInvalid() {
        DomainName name = DomainName.of(NAME);
        RecordSet alias = RecordSet.alias(name, "A", new RecordData.Alias("Z1", DomainName.of("x.example.net"), false));
        RecordSet weighted =
                new RecordSet(name, "A", new RecordData.Values(60, List.of("203.0.113.1")), "weighted set 'blue'");
        invalid(alias, "aliases exist in Route 53 only; give A, AAAA or CNAME values");
        invalid(weighted, "routing policies (weighted set 'blue') exist in Route 53 only");
        invalid(a(NAME, "300.1.1.1"), "'300.1.1.1' is no value of this type");
        invalid(a(NAME, "203.0.113.1 203.0.113.2"), "'203.0.113.1 203.0.113.2' is no value of this type");
        invalid(a(NAME, "203.0.113.1", "203.0.113.1"), "a value is given twice");
        invalid(set(NAME, "CNAME", "a.example.net", "b.example.net"), "a CNAME has one value");
        invalid(set(NAME, "NS", "ns.example.net"), "the builtin server does not delegate");
        invalid(set(NAME, "ANY", "x"), "records of this type cannot be stored");
        invalid(set(NAME, "NONSENSE", "x"), "records of this type cannot be stored");
        invalid(RecordSet.of(name, "A", -1, List.of("203.0.113.1")), "the TTL must be 0 to 2147483647 seconds");
        refused(
                new RecordChange(List.of(), List.of(a("www.example.com", "203.0.113.1"))),
                Kind.INVALID,
                "www.example.com A: the name is not in the zone popowa.com");
        refused(
                new RecordChange(List.of(), List.of(set("popowa.com", "CNAME", "x.example.net"))),
                Kind.INVALID,
                "popowa.com CNAME: a CNAME cannot stand at the zone's own name");
        RecordSet nameServer = set("popowa.com", "NS", "ns.example.net");
        refused(
                change(nameServer, nameServer),
                Kind.INVALID,
                "popowa.com NS: the zone's own SOA and NS cannot be changed");
    }

    @Test
    void anUnknownZoneIsNoZone() {
        for (String zone : List.of("example.com", "Z0123456789", "dev.code.popowa.com", "no zone")) {
            assertThat(error(() -> provider.read(zone, Set.of())))
                    .isEqualTo(new ProviderError(
                            Kind.NO_ZONE, "no zone", "the builtin DNS server has no zone '" + zone + "'"));
            assertThat(error(() -> provider.change(zone, List.of())).kind()).isEqualTo(Kind.NO_ZONE);
            assertThat(error(() -> provider.list(zone, Set.of(), () -> {})).kind())
                    .isEqualTo(Kind.NO_ZONE);
        }
    }

    @Test
    void aListHasEverythingAndAsksThePacer() throws Exception {
        List<String> asked = new ArrayList<>();
        assertThat(provider.list("popowa.com", Set.of(), () -> asked.add("once")))
                .extracting(set -> set.name() + " " + set.type())
                .containsExactlyInAnyOrder(NAME + " A", "other.popowa.com A", "popowa.com NS", "popowa.com SOA");
        assertThat(asked).hasSize(1);
    }

    @Test
    void tooLargeABatchIsInvalid() {
        String[] many = new String[1001];
        for (int i = 0; i < many.length; i++) {
            many[i] = "10.0." + i / 256 + "." + i % 256;
        }
        refused(
                new RecordChange(List.of(), List.of(a("many.popowa.com", many))),
                Kind.INVALID,
                "1001 elements and 9570 characters in one change; at most 1000 and 32000");
    }

    @Test
    void aSecondSeedReplacesTheZoneAndNeverLowersTheSerial() throws Exception {
        long before = serial();
        provider.seed("popowa.com", List.of(MAINTENANCE));
        assertThat(read()).containsExactly(MAINTENANCE);
        assertThat(serial()).isGreaterThan(before);
        assertThat(error(() -> provider.seed("popowa.com", List.of(PRIMARY, MAINTENANCE)))
                        .kind())
                .isEqualTo(Kind.CONFLICT);
        assertThat(read()).containsExactly(MAINTENANCE);
    }

    private long serial() throws ProviderException {
        RecordSet soa = provider.read("popowa.com", Set.of(DomainName.of("popowa.com"))).stream()
                .filter(set -> set.type().equals("SOA"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(((RecordData.Values) soa.data()).texts().get(0).split(" ")[2]);
    }

    private List<RecordSet> read() throws ProviderException {
        return provider.read("popowa.com", Set.of(DomainName.of(NAME)));
    }

    private void invalid(RecordSet wanted, String why) {
        refused(change(PRIMARY, wanted), Kind.INVALID, NAME + " " + wanted.type() + ": " + why);
    }

    private void refused(RecordChange change, Kind kind, String message) {
        ProviderError error = error(() -> provider.change("popowa.com", List.of(change)));
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.kind()).isEqualTo(kind);
    }

    private static ProviderError error(ThrowingCallable call) {
        return catchThrowableOfType(ProviderException.class, call).error();
    }
}
