package kirikae.dns.route53;

import static kirikae.dns.route53.Bench.names;
import static kirikae.dns.route53.Bench.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kirikae.dns.ProviderException;
import kirikae.faults.FakeRoute53;
import kirikae.faults.Fault;
import kirikae.faults.RequestKind;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages, sweeps, and how many requests they take. */
class ListingTest {
    private final FakeRoute53 fake = FakeRoute53.start().zone("example.com", "Z1");
    private final Route53Provider provider = Bench.provider(fake);

    @AfterEach
    void close() {
        provider.close();
        fake.close();
        assertThat(fake.violations()).isEmpty();
    }

    @Test
    void aZoneIsListedPageByPageAndPaced() throws ProviderException {
        hosts(700);
        AtomicInteger paced = new AtomicInteger();
        List<RecordSet> all = provider.list("example.com", Set.of(), paced::incrementAndGet);

        assertThat(all).hasSize(702).doesNotHaveDuplicates();
        assertThat(fake.count(RequestKind.LIST)).isEqualTo(3);
        assertThat(paced).hasValue(4); // the look-up of the zone too
    }

    @Test
    void manyNamesCostPagesNotNames() throws ProviderException {
        hosts(700);
        Set<DomainName> all = IntStream.range(0, 700)
                .mapToObj(ListingTest::host)
                .map(DomainName::of)
                .collect(Collectors.toSet());

        assertThat(provider.read("Z1", all)).hasSize(700);
        assertThat(fake.count(RequestKind.LIST)).isBetween(3L, 4L);
    }

    @Test
    void farNamesCostARequestEach() throws ProviderException {
        hosts(700);

        assertThat(provider.read("Z1", names(host(0), host(350), host(699)))).hasSize(3);
        assertThat(fake.count(RequestKind.LIST)).isEqualTo(3);
    }

    @Test
    void absenceIsToldOnlyByAPageThatStartsThere() throws ProviderException {
        hosts(10);
        Set<DomainName> asked = names(host(1), "h00001a.example.com", host(5), "zzz.example.com", "*.example.com");

        assertThat(provider.read("Z1", asked).stream().map(set -> set.name().toString()))
                .containsExactlyInAnyOrder(host(1), host(5));
        assertThat(fake.requests().stream().map(entry -> entry.query().get("name")))
                .contains("h00001a.example.com.", "zzz.example.com.", "*.example.com.");
    }

    @Test
    void aNameOverSeveralPagesIsReadWhole() throws ProviderException {
        for (int i = 0; i < 650; i++) {
            fake.record("Z1", "www.example.com A SetIdentifier=s%04d Weight=1 60 192.0.2.1".formatted(i));
        }
        fake.record("Z1", "www.example.com AAAA 60 2001:db8::1");

        assertThat(provider.read("Z1", names("www.example.com", "a.example.com")))
                .hasSize(651);
    }

    @Test
    void aNameCutByAPageIsNotTakenForWhole() throws ProviderException {
        for (int i = 0; i < 30; i++) {
            fake.record("Z1", "a.example.com A SetIdentifier=s%04d Weight=1 60 192.0.2.1".formatted(i));
            fake.record("Z1", "b.example.com A SetIdentifier=s%04d Weight=1 60 192.0.2.1".formatted(i));
        }

        assertThat(provider.read("Z1", names("a.example.com", "b.example.com"))).hasSize(60);
    }

    @Test
    void aPortalIsNotAnEmptyZone() {
        fake.fault(Fault.PORTAL_200, RequestKind.LIST);
        ProviderError strange = refusal(() -> provider.read("Z1", names("www.example.com")));

        assertThat(strange.kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(strange.toString()).contains("not Route 53's");
    }

    private void hosts(int count) {
        IntStream.range(0, count).forEach(i -> fake.record("Z1", host(i) + " A 60 192.0.2.1"));
    }

    private static String host(int i) {
        return "h%05d.example.com".formatted(i);
    }
}
