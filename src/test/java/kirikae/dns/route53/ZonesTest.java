package kirikae.dns.route53;

import static kirikae.dns.route53.Bench.names;
import static kirikae.dns.route53.Bench.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import kirikae.dns.ProviderException;
import kirikae.faults.FakeRoute53;
import kirikae.faults.Fault;
import kirikae.faults.RequestKind;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Zones by id, by name, twice, and gone. */
class ZonesTest {
    private final FakeRoute53 fake = FakeRoute53.start()
            .zone("example.com", "Z1")
            .zone("example.net", "Z2")
            .record("Z1", "www.example.com A 60 192.0.2.1");
    private final Route53Provider provider = Bench.provider(fake);

    @AfterEach
    void close() {
        provider.close();
        fake.close();
        assertThat(fake.violations()).isEmpty();
    }

    @Test
    void anIdIsUsedAsItIs() throws ProviderException {
        assertThat(provider.read("/hostedzone/Z1", names("www.example.com"))).hasSize(1);
        assertThat(provider.read("Z1", names("www.example.com"))).hasSize(1);
        assertThat(fake.count(RequestKind.ZONES)).isZero();
    }

    @Test
    void aNameIsLookedUpOnce() throws ProviderException {
        provider.read("Example.COM.", names("www.example.com"));
        assertThat(provider.read("Example.COM.", names("www.example.com"))).hasSize(1);
        assertThat(fake.count(RequestKind.ZONES)).isEqualTo(1);
    }

    @Test
    void theNextZoneIsNotTheAskedOne() {
        ProviderError missing = refusal(() -> provider.read("example.com.invalid", names("www.example.com")));

        assertThat(missing.kind()).isEqualTo(Kind.NO_ZONE);
        assertThat(missing.message()).contains("'example.com.invalid'");
    }

    @Test
    void twinsAreNotGuessedBetween() {
        fake.privateZone("example.com", "Z9");
        ProviderError twins = refusal(() -> provider.read("example.com", names("www.example.com")));

        assertThat(twins.kind()).isEqualTo(Kind.INVALID);
        assertThat(twins.message()).contains("Z1 (public), Z9 (private)", "write the id");
    }

    @Test
    void aZoneThatWasMadeAnewIsFoundAgain() throws ProviderException {
        provider.read("example.com", names("www.example.com"));
        fake.dropZone("Z1");
        fake.zone("example.com", "Z7").record("Z7", "www.example.com A 60 192.0.2.7");

        assertThat(refusal(() -> provider.read("example.com", names("www.example.com")))
                        .kind())
                .isEqualTo(Kind.NO_ZONE);
        assertThat(provider.read("example.com", names("www.example.com"))).hasSize(1);
    }

    @Test
    void aPortalIsNotAnEmptyAccount() {
        fake.fault(Fault.PORTAL_200, RequestKind.ZONES);

        assertThat(refusal(() -> provider.read("example.com", names("www.example.com")))
                        .kind())
                .isEqualTo(Kind.AMBIGUOUS);
    }

    @Test
    void aZoneThatIsNoNameIsInvalid() {
        assertThat(refusal(() -> provider.read("exa mple.com", names("www.example.com")))
                        .kind())
                .isEqualTo(Kind.INVALID);
    }
}
