package kirikae.dns.route53;

import static kirikae.dns.route53.Bench.names;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import kirikae.dns.Finding;
import kirikae.dns.Finding.Level;
import kirikae.dns.Timeouts;
import kirikae.faults.FakeRoute53;
import kirikae.faults.Fault;
import kirikae.faults.RequestKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What {@code check --online} says about Route 53. */
class PreflightTest {
    private final FakeRoute53 fake =
            FakeRoute53.start().zone("example.com", "Z1").record("Z1", "www.example.com A 60 192.0.2.1");
    private final Route53Provider provider = Bench.provider(fake);

    @AfterEach
    void close() {
        provider.close();
        fake.close();
        assertThat(fake.violations()).isEmpty();
    }

    @Test
    void aGoodSetUpIsAllWell() {
        List<Finding> findings = provider.preflight("example.com", names("www.example.com"));

        assertThat(findings).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(findings)
                .extracting(Finding::text)
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("credentials found"),
                        text -> assertThat(text).matches("this clock is \\d s (behind|ahead of) Route 53's"),
                        text -> assertThat(text).isEqualTo("zone Z1 is example.com. with 3 record sets"),
                        text -> assertThat(text)
                                .isEqualTo("ListResourceRecordSets is allowed: 1 record sets at 1 names"),
                        text -> assertThat(text).isEqualTo("GetChange is allowed"),
                        text -> assertThat(text).contains("ChangeResourceRecordSets is not tried"));
        assertThat(fake.count(RequestKind.CHANGE)).isZero();
    }

    @Test
    void aNameWithoutRecordsAndANameOutsideAreSaid() {
        List<Finding> findings = provider.preflight("Z1", names("new.example.com", "www.example.org"));

        assertThat(findings)
                .contains(
                        Finding.warn("new.example.com has no records yet"),
                        Finding.fail("www.example.org does not lie in the zone example.com."));
    }

    @Test
    void refusalsAreFindings() {
        fake.fault(Fault.ACCESS_DENIED, RequestKind.ZONE);
        fake.fault(Fault.ACCESS_DENIED, RequestKind.LIST);
        fake.fault(Fault.ACCESS_DENIED, RequestKind.GETCHANGE);
        List<Finding> findings = provider.preflight("Z1", names("www.example.com"));

        assertThat(findings)
                .extracting(Finding::level)
                .containsExactly(Level.OK, Level.WARN, Level.FAIL, Level.FAIL, Level.OK);
        String policy =
                "; attach the policy that 'kirikae check --iam-policy' prints (AccessDenied: User: arn:aws:iam::";
        String zone = "arn:aws:route53:::hostedzone/Z1 is missing";
        assertThat(findings.get(1).text())
                .startsWith("zone Z1: a switch would work, but the zone's name cannot be compared: the permission"
                        + " route53:GetHostedZone on " + zone + policy);
        assertThat(findings.get(2).text())
                .startsWith("reading the records: the permission route53:ListResourceRecordSets on " + zone + policy);
        assertThat(findings.get(3).text())
                .startsWith(
                        "following a change: the permission route53:GetChange on arn:aws:route53:::change/* is missing"
                                + policy);
    }

    @Test
    void aZoneThatMayNotBeLookedUpIsSaid() {
        fake.fault(Fault.ACCESS_DENIED, RequestKind.ZONES);

        assertThat(provider.preflight("example.com", names("www.example.com")))
                .last()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.FAIL);
                    assertThat(finding.text())
                            .startsWith(
                                    "zone example.com: the permission route53:ListHostedZonesByName on * is missing; attach");
                });
    }

    @Test
    void badKeysAndTokensHaveTheirNextStep() {
        fake.fault(Fault.BAD_SIGNATURE, RequestKind.ZONE);
        fake.fault(Fault.EXPIRED_TOKEN, RequestKind.LIST);
        List<Finding> findings = provider.preflight("Z1", names("www.example.com"));

        assertThat(findings.get(1).text())
                .contains(
                        "the secret key does not belong to the access key id; write both anew (SignatureDoesNotMatch: ")
                .doesNotContain("SESSION-SECRET");
        assertThat(findings.get(2).text())
                .startsWith(
                        "reading the records: the credentials are not good any more; renew them where they come from (ExpiredToken: ");
    }

    @Test
    void anUnknownZoneEndsIt() {
        List<Finding> findings = provider.preflight("example.org", names("www.example.org"));

        assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.FAIL);
    }

    @Test
    void withoutCredentialsNothingElseIsTried() {
        Credentials none = new Credentials(() -> {
            throw SdkClientException.create("nothing configured");
        });
        try (Route53Provider poor = new Route53Provider(Bench.settings(fake), Timeouts.STANDARD, none)) {
            assertThat(poor.preflight("Z1", names("www.example.com")))
                    .extracting(Finding::level)
                    .containsExactly(Level.FAIL);
        }
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void aClockThatDriftsIsSaidBeforeItIsRefused() {
        fake.clockOffset(Duration.ofMinutes(-3));

        assertThat(provider.preflight("Z1", names("www.example.com"))).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARN);
            assertThat(finding.text()).matches("this clock is 1[78]\\d s ahead of Route 53's.*");
        });
    }
}
