package kirikae.dns.route53;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kirikae.dns.ProviderException;
import kirikae.dns.Timeouts;
import kirikae.faults.FakeRoute53;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Settings.ProviderSettings.Route53;
import kirikae.model.Settings.Verification.ReadBack;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What the tests of this package share. */
final class Bench {
    /** Short, so that silence does not make the tests long. */
    static final Timeouts HASTY = new Timeouts(Duration.ofMillis(500), Duration.ofMillis(600), Duration.ofMillis(900));

    private Bench() {}

    static Route53 settings(FakeRoute53 fake) {
        return settings(fake.endpoint());
    }

    static Route53 settings(String endpoint) {
        return new Route53(endpoint, "", "", "", new ReadBack());
    }

    static Credentials credentials() {
        return new Credentials(
                () -> StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "wJalrXUtnFEMI")));
    }

    static Route53Provider provider(FakeRoute53 fake) {
        return new Route53Provider(settings(fake), Timeouts.STANDARD, credentials());
    }

    static Route53Provider hasty(FakeRoute53 fake) {
        return new Route53Provider(settings(fake), HASTY, credentials());
    }

    static Set<DomainName> names(String... names) {
        return Stream.of(names).map(DomainName::of).collect(Collectors.toSet());
    }

    static RecordSet a(String name, String... values) {
        return RecordSet.of(DomainName.of(name), "A", 60, List.of(values));
    }

    static RecordSet cname(String name, String value) {
        return RecordSet.of(DomainName.of(name), "CNAME", 60, List.of(value));
    }

    static RecordChange swap(RecordSet from, RecordSet to) {
        return new RecordChange(List.of(from), List.of(to));
    }

    static ProviderError refusal(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(ProviderException.class, call).error();
    }
}
