package kirikae.dns.route53;

import static kirikae.dns.route53.Bench.a;
import static kirikae.dns.route53.Bench.cname;
import static kirikae.dns.route53.Bench.names;
import static kirikae.dns.route53.Bench.refusal;
import static kirikae.dns.route53.Bench.swap;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import kirikae.dns.DnsProvider.Accepted;
import kirikae.dns.ProviderException;
import kirikae.dns.Timeouts;
import kirikae.faults.FakeRoute53;
import kirikae.faults.RequestKind;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider against Route 53 at the wire: reading, changing, asking, zones. */
class Route53ProviderTest {
    private final FakeRoute53 fake = FakeRoute53.start().zone("example.com", "Z1");
    private final Route53Provider provider = Bench.provider(fake);

    @AfterEach
    void close() {
        provider.close();
        fake.close();
        assertThat(fake.violations()).isEmpty();
    }

    @Test
    void readsEveryTypeAtAName() throws ProviderException {
        fake.record("Z1", "www.example.com A 60 192.0.2.2, 192.0.2.1")
                .record("Z1", "www.example.com MX 300 10 mail.example.com.")
                .record("Z1", "www.example.com TXT 5 \"a, b\", \"C\"")
                .record("Z1", "www2.example.com A 60 192.0.2.9");

        assertThat(provider.read("Z1", names("WWW.example.com.")))
                .containsExactlyInAnyOrder(
                        a("www.example.com", "192.0.2.2", "192.0.2.1"),
                        set("www.example.com", "MX", 300, "10 mail.example.com."),
                        set("www.example.com", "TXT", 5, "\"a, b\"", "\"C\""));
    }

    @Test
    void anAbsentNameIsNotTheNextOne() throws ProviderException {
        fake.record("Z1", "b.example.com A 60 192.0.2.1");

        assertThat(provider.read("Z1", names("a.example.com"))).isEmpty();
        assertThat(provider.read("Z1", names("z.example.com"))).isEmpty();
    }

    @Test
    void wildcardsAndOctalNamesAreOurs() throws ProviderException {
        fake.record("Z1", "*.example.com A 60 192.0.2.1");
        RecordSet live = provider.read("Z1", names("*.example.com")).get(0);

        assertThat(live).isEqualTo(a("\\052.EXAMPLE.com", "192.0.2.1"));
        provider.change("Z1", List.of(swap(live, a("*.example.com", "192.0.2.2"))));
        assertThat(fake.records("Z1")).containsExactly("*.example.com A 60 192.0.2.2");
    }

    @Test
    void internationalNamesAreAsciiOnTheWire() throws ProviderException {
        fake.record("Z1", "xn--bcher-kva.example.com A 60 192.0.2.1");

        assertThat(provider.read("Z1", names("Bücher.example.com"))).hasSize(1);
        assertThat(fake.requests().get(0).query()).containsEntry("name", "xn--bcher-kva.example.com.");
    }

    @Test
    void aNameThatNobodyCanConfigureDoesNotHideTheOthers() throws ProviderException {
        fake.record("Z1", "0/25.example.com A 60 192.0.2.1").record("Z1", "www.example.com A 60 192.0.2.2");

        assertThat(provider.list("Z1", Set.of(), () -> {}).stream().map(RecordSet::type))
                .containsOnly("A", "NS", "SOA");
        assertThat(provider.list("Z1", Set.of(), () -> {})).contains(a("www.example.com", "192.0.2.2"));
    }

    @Test
    void typesThatTheSdkDoesNotKnowAreShown() throws ProviderException {
        fake.record("Z1", "www.example.com NEWTYPE 60 something");

        assertThat(provider.read("Z1", names("www.example.com")))
                .containsExactly(set("www.example.com", "NEWTYPE", 60, "something"));
    }

    @Test
    void aliasesGoBothWays() throws ProviderException {
        fake.record("Z1", "www.example.com A alias Z2FDTNDATAQYW2 D111.cloudfront.net");
        RecordData.Alias cloudfront =
                new RecordData.Alias("Z2FDTNDATAQYW2", DomainName.of("d111.cloudfront.net"), false);
        RecordSet alias = RecordSet.alias(DomainName.of("www.example.com"), "A", cloudfront);

        assertThat(provider.read("Z1", names("www.example.com"))).containsExactly(alias);
        provider.change("Z1", List.of(swap(alias, a("www.example.com", "192.0.2.1"))));
        provider.change("Z1", List.of(swap(a("www.example.com", "192.0.2.1"), alias)));
        assertThat(fake.records("Z1"))
                .containsExactly("www.example.com A alias Z2FDTNDATAQYW2 d111.cloudfront.net. false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SetIdentifier=blue Weight=10|weighted 10, set 'blue'",
                "SetIdentifier=x Region=eu-west-1|latency eu-west-1, set 'x'",
                "SetIdentifier=x Failover=PRIMARY HealthCheckId=abc|failover PRIMARY, set 'x', health check abc",
                "SetIdentifier=x MultiValueAnswer=true|multivalue answer true, set 'x'",
                "SetIdentifier=x GeoLocation/CountryCode=US GeoLocation/SubdivisionCode=CA|geolocation US/CA, set 'x'",
                "SetIdentifier=x GeoProximityLocation/AWSRegion=eu-west-1|geoproximity eu-west-1, set 'x'",
                "SetIdentifier=x CidrRoutingConfig/CollectionId=c CidrRoutingConfig/LocationName=l|network c/l, set 'x'",
                "HealthCheckId=abc|health check abc",
                "TrafficPolicyInstanceId=t1|traffic policy instance t1"
            })
    void routedSetsSayWhatTheyAre(String routing, String words) throws ProviderException {
        fake.record("Z1", "www.example.com A " + routing + " 60 192.0.2.1");
        RecordSet live = provider.read("Z1", names("www.example.com")).get(0);

        assertThat(live.routing()).isEqualTo(words);
        ProviderError refused =
                refusal(() -> provider.change("Z1", List.of(swap(live, a("www.example.com", "192.0.2.2")))));
        assertThat(refused.kind()).isEqualTo(Kind.INVALID);
        assertThat(fake.count(RequestKind.CHANGE)).isZero();
    }

    @Test
    void aTypeMayChangeAndChangeBack() throws ProviderException {
        fake.record("Z1", "www.example.com A 60 192.0.2.1").record("Z1", "www.example.com AAAA 60 2001:db8::1");
        RecordSet v4 = a("www.example.com", "192.0.2.1");
        RecordSet v6 = set("www.example.com", "AAAA", 60, "2001:db8::1");
        RecordSet away = cname("www.example.com", "maintenance.example.net");

        provider.change("Z1", List.of(new RecordChange(List.of(v4, v6), List.of(away))));
        assertThat(fake.records("Z1")).containsExactly("www.example.com CNAME 60 maintenance.example.net");
        provider.change("Z1", List.of(new RecordChange(List.of(away), List.of(v4, v6))));
        assertThat(fake.records("Z1"))
                .containsExactly("www.example.com A 60 192.0.2.1", "www.example.com AAAA 60 2001:db8::1");
    }

    @Test
    void allChangesGoInOneBatchDeletesFirst() throws ProviderException {
        fake.record("Z1", "a.example.com A 60 192.0.2.1").record("Z1", "b.example.com A 60 192.0.2.2");
        provider.change(
                "Z1",
                List.of(
                        swap(a("a.example.com", "192.0.2.1"), cname("a.example.com", "m.example.net")),
                        swap(a("b.example.com", "192.0.2.2"), cname("b.example.com", "m.example.net"))));

        assertThat(fake.applied()).singleElement().satisfies(change -> {
            assertThat(change.comment()).isEqualTo("kirikae");
            assertThat(change.lines())
                    .containsExactly(
                            "DELETE a.example.com A 60 192.0.2.1",
                            "DELETE b.example.com A 60 192.0.2.2",
                            "CREATE a.example.com CNAME 60 m.example.net",
                            "CREATE b.example.com CNAME 60 m.example.net");
        });
    }

    @Test
    void aForeignEditIsNeverOverwritten() throws ProviderException {
        fake.record("Z1", "www.example.com A 60 192.0.2.1");
        RecordSet read = provider.read("Z1", names("www.example.com")).get(0);
        fake.edit("Z1", "put www.example.com A 60 198.51.100.7");

        ProviderError lost =
                refusal(() -> provider.change("Z1", List.of(swap(read, cname("www.example.com", "m.example.net")))));
        assertThat(lost.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(fake.records("Z1")).containsExactly("www.example.com A 60 198.51.100.7");
    }

    @Test
    void aChangeIsPendingThenInSync() throws ProviderException {
        fake.inSyncAfter(Duration.ofMillis(-1));
        Accepted accepted =
                provider.change("Z1", List.of(new RecordChange(List.of(), List.of(a("n.example.com", "192.0.2.1")))));

        assertThat(accepted.inSync()).isFalse();
        assertThat(accepted.changeId()).startsWith("C").doesNotContain("/");
        assertThat(provider.inSync(accepted.changeId())).isFalse();
        fake.inSyncAfter(Duration.ZERO);
        assertThat(provider.inSync(accepted.changeId())).isTrue();
    }

    @Test
    void aBatchBeyondTheLimitsIsRefusedBeforeItIsSent() {
        String[] values = IntStream.range(0, 1_001)
                .mapToObj(i -> "192.0." + i / 256 + "." + i % 256)
                .toArray(String[]::new);
        RecordChange large = new RecordChange(List.of(), List.of(a("big.example.com", values)));

        assertThat(refusal(() -> provider.change("Z1", List.of(large))).kind()).isEqualTo(Kind.INVALID);
        assertThat(refusal(() -> provider.change("Z1", List.of())).kind()).isEqualTo(Kind.INVALID);
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void theZonesNameServersAreThoseOfItsNsRecords() throws ProviderException {
        fake.record("Z1", "sub.example.com NS 60 ns.elsewhere.test.");
        assertThat(provider.nameServers("example.com"))
                .extracting(kirikae.dns.NameServer::name, kirikae.dns.NameServer::port)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("ns-1.awsdns-01.com", 53),
                        org.assertj.core.api.Assertions.tuple("ns-2.awsdns-02.net", 53));
    }

    @Test
    void aWarmUpSendsNothing() throws ProviderException {
        provider.warmUp();
        provider.warmUp();

        assertThat(fake.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080,true",
        "http://[::1]:8080,true",
        "http://localhost,true",
        "https://route53.amazonaws.com,false",
        "http://192.0.2.1,false",
        "'',false"
    })
    void loopbackProvesNothingAboutTheNetwork(String endpoint, boolean local) {
        try (Route53Provider other =
                new Route53Provider(Bench.settings(endpoint), Timeouts.STANDARD, Bench.credentials())) {
            assertThat(other.isLocal()).isEqualTo(local);
        }
    }

    @Test
    void closingTwiceIsHarmless() throws ProviderException {
        provider.read("Z1", Set.of(DomainName.of("www.example.com")));
        provider.close();
    }

    private static RecordSet set(String name, String type, long ttl, String... values) {
        return RecordSet.of(DomainName.of(name), type, ttl, List.of(values));
    }
}
