package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.ProviderSettings;
import kirikae.model.Settings.Verification.ReadBack;
import kirikae.model.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of the worst case, by a table. */
class ForecastTest {
    private static final DomainName WEB = DomainName.of("www.example.com");
    private static final ProviderSettings ROUTE53 = new ProviderSettings.Route53("", "", "", "", new ReadBack());
    private static final ProviderSettings BUILTIN =
            new ProviderSettings.Builtin(new Endpoint("127.0.0.1", 5353), new ReadBack());

    private static Check heartbeat(int window) {
        Check.Rule rule = new Check.Rule(Duration.ofSeconds(window), 2, 0);
        return new Check.Heartbeat("agent" + window, rule, "web-1", new Secret("0123456789abcdef"), Check.Auth.BEARER);
    }

    /** window/fall/interval/timeout/confirm, in seconds. */
    private static Check probe(String numbers) {
        String[] parts = numbers.split("/");
        List<Duration> all = new ArrayList<>();
        for (String part : parts) {
            all.add(Duration.ofMillis(Math.round(Double.parseDouble(part) * 1000)));
        }
        return new Check.Http(
                "site",
                new Check.Rule(all.get(0), 2, (int) all.get(1).toSeconds()),
                new Check.Pace(all.get(2), all.get(3), all.get(4)),
                URI.create("http://www.example.com/"),
                List.of(),
                "",
                Map.of(),
                "",
                List.of(),
                Check.Addresses.ANY,
                true,
                1);
    }

    private static Service service(int alertWhen, List<Check> checks, RecordSet... records) {
        RecordSet sorry = RecordSet.of(WEB, "A", 30, List.of("203.0.113.80"));
        return new Service(
                "web",
                "aws",
                "example.com",
                List.of(WEB),
                List.of(
                        new Target("primary", List.of(records), checks),
                        new Target("maintenance", List.of(sorry), List.of())),
                new Service.AlertWhen(alertWhen),
                new Service.Recovery(Service.Recovery.Mode.AUTOMATIC, Duration.ofSeconds(60)),
                new Service.FlapGuard(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1)));
    }

    private static RecordSet a(long ttl) {
        return RecordSet.of(WEB, "A", ttl, List.of("203.0.113.10"));
    }

    private static Forecast one(Service service, ProviderSettings provider) {
        List<Forecast> all = Forecast.of(service, provider);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void theArticlesCaseReadsAsASum() {
        Forecast forecast = one(service(1, List.of(heartbeat(120)), a(60)), ROUTE53);
        assertThat(forecast.from()).isEqualTo("primary");
        assertThat(forecast.to()).isEqualTo("maintenance");
        assertThat(forecast.formula()).isEqualTo("2m window + up to 1m Route 53 + 1m TTL = at most 4m");
        assertThat(forecast.atMost()).isEqualTo(Duration.ofMinutes(4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120/0/10/5/1   | 2m window + 1m TTL = at most 3m",
                "120/1/10/5/1   | 10s interval + 5s timeout + 1m TTL = at most 1m 15s",
                "120/3/10/5/1   | 10s interval + 2 x 5s to confirm + 5s timeout + 1m TTL = at most 1m 25s",
                "120/3/10/0.5/1 | 10s interval + 2 x 1s to confirm + 0.5s timeout + 1m TTL = at most 1m 13s",
                "120/3/10/20/10 | 10s interval + 2 x 20s to confirm + 20s timeout + 1m TTL = at most 2m 10s",
                "120/9/30/5/30  | 2m window + 1m TTL = at most 3m",
            })
    void fallCountsWhereItIsFasterThanTheWindow(String check, String formula) {
        assertThat(one(service(1, List.of(probe(check)), a(60)), BUILTIN).formula())
                .isEqualTo(formula);
    }

    @ParameterizedTest
    @CsvSource({"1, 30", "2, 120", "3, 300", "2147483647, 300"})
    void alertWhenTakesTheNthFastestCheck(int alertWhen, int seconds) {
        List<Check> checks = List.of(heartbeat(300), heartbeat(30), heartbeat(120));
        Forecast forecast = one(service(alertWhen, checks, a(0)), BUILTIN);
        assertThat(forecast.atMost()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theLongestTtlOfTheTargetThatDiesCounts() {
        RecordSet six = RecordSet.of(WEB, "AAAA", 300, List.of("2001:db8::10"));
        assertThat(one(service(1, List.of(heartbeat(120)), a(60), six), BUILTIN).atMost())
                .isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void anAliasHasATtlThatOnlyItsTargetKnows() {
        RecordSet alias =
                RecordSet.alias(WEB, "A", new RecordData.Alias("Z2", DomainName.of("d111.cloudfront.net"), false));
        Forecast forecast = one(service(1, List.of(heartbeat(120)), alias), ROUTE53);
        assertThat(forecast.formula())
                .isEqualTo("2m window + up to 1m Route 53 + the TTL of the alias's target = at most 3m + that TTL");
    }

    @Test
    void withoutChecksNothingLeavesByItself() {
        Forecast forecast = one(service(1, List.of(), a(60)), ROUTE53);
        assertThat(forecast.isAutomatic()).isFalse();
        assertThat(forecast.formula()).isEqualTo("never by itself: primary has no checks");
    }
}
