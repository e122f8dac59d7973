package kirikae.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kirikae.dns.Finding;
import kirikae.dns.ProviderException;
import kirikae.faults.FakeRoute53;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.RecordChange;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Settings;
import kirikae.model.Settings.ProviderSettings;
import kirikae.model.Target;
import org.junit.jupiter.api.Test;

/** The policy is enough for everything the provider does, and for nothing else: a fake of IAM stands before the fake of Route 53. */
class IamPolicyTest {
    private static final Service WEB = service("web", "example.com", "A", "www.example.com");
    private static final Service MAIL = service("mail", "example.com", "AAAA", "*.mail.example.com");
    private static final Service OTHER = service("other", "Z2", "A", "www.example.org");

    /** Primary with values of one type, maintenance with a CNAME. */
    private static Service service(String name, String zone, String type, String... names) {
        List<DomainName> all =
                java.util.stream.Stream.of(names).map(DomainName::of).toList();
        String address = type.equals("A") ? "192.0.2.1" : "2001:db8::1";
        return with(name, zone, all, List.of(RecordSet.of(all.get(0), type, 60, List.of(address))));
    }

    private static Service with(String name, String zone, List<DomainName> names, List<RecordSet> primary) {
        List<RecordSet> sorry = List.of(RecordSet.of(names.get(0), "CNAME", 60, List.of("sorry.example.net")));
        List<Check> none = List.of();
        return new Service(
                name,
                "aws",
                zone,
                names,
                List.of(new Target("primary", primary, none), new Target("maintenance", sorry, none)),
                new Service.AlertWhen(1),
                new Service.Recovery(Service.Recovery.Mode.AUTOMATIC, java.time.Duration.ZERO),
                new Service.FlapGuard(java.time.Duration.ZERO, java.time.Duration.ZERO, java.time.Duration.ZERO));
    }

    private static IamPolicy policy(ProviderSettings provider, Service... services) {
        return IamPolicy.of(java.util.Map.of("aws", provider), List.of(services));
    }

    private static JsonObject json(Service... services) {
        return policy(new ProviderSettings.Route53("", "", "", "", new Settings.Verification.ReadBack()), services)
                .json(zone -> zone.equals("example.com") ? "Z1" : zone);
    }

    @Test
    void oneStatementAZoneWithAllNamesAndTypesOfItsServices() {
        JsonArray statements = json(WEB, MAIL, OTHER).getJsonArray("Statement");
        assertThat(statements).hasSize(5);
        JsonObject first = statements.getJsonObject(0);
        assertThat(first.getJsonArray("Resource")).containsExactly("arn:aws:route53:::hostedzone/Z1");
        assertThat(first.getJsonObject("Condition").getJsonObject("ForAllValues:StringEquals"))
                .hasToString(new JsonObject()
                        .put(
                                "route53:ChangeResourceRecordSetsNormalizedRecordNames",
                                new JsonArray().add("\\052.mail.example.com").add("www.example.com"))
                        .put(
                                "route53:ChangeResourceRecordSetsRecordTypes",
                                new JsonArray().add("A").add("AAAA").add("CNAME"))
                        .put(
                                "route53:ChangeResourceRecordSetsActions",
                                new JsonArray().add("CREATE").add("DELETE"))
                        .toString());
        assertThat(first.getJsonObject("Condition")
                        .getJsonObject("Null")
                        .getMap()
                        .values())
                .containsExactly("false", "false", "false");
        assertThat(statements.getJsonObject(1).getJsonArray("Resource"))
                .containsExactly("arn:aws:route53:::hostedzone/Z2");
    }

    @Test
    void zonesBothByNameAndByIdAreOneAndAnIdNeedsNoLookUp() {
        assertThat(json(WEB, service("again", "Z1", "A", "a.example.com")).getJsonArray("Statement"))
                .hasSize(4);
        assertThat(json(OTHER).encode()).doesNotContain("ListHostedZonesByName");
        assertThat(json(WEB).encode()).contains("ListHostedZonesByName").doesNotContain("UPSERT");
    }

    @Test
    void anAliasNeedsItsTypesAndOtherPartitionsTheirNames() {
        DomainName name = DomainName.of("www.example.org");
        RecordData.Alias alias = new RecordData.Alias("Z2FDTNDATAQYW2", DomainName.of("d1.cloudfront.net"), false);
        Service service = with(
                "cdn",
                "Z2",
                List.of(name),
                List.of(RecordSet.alias(name, "A", alias), RecordSet.alias(name, "AAAA", alias)));
        assertThat(json(service).encode())
                .contains("[\"A\",\"AAAA\",\"CNAME\"]")
                .doesNotContain("Z2FDTNDATAQYW2");
        ProviderSettings china =
                new ProviderSettings.Route53("", "cn-northwest-1", "", "", new Settings.Verification.ReadBack());
        assertThat(policy(china, service).json(zone -> zone).encode())
                .contains("arn:aws-cn:route53:::hostedzone/Z2", "arn:aws-cn:route53:::change/*");
    }

    @Test
    void whoNeedsItAndThatNobodyDoes() {
        ProviderSettings role = new ProviderSettings.Route53(
                "", "", "ops", "arn:aws:iam::123456789012:role/k", new Settings.Verification.ReadBack());
        assertThat(policy(role, WEB).identities()).containsExactly("the role arn:aws:iam::123456789012:role/k");
        ProviderSettings inside = new ProviderSettings.Builtin(
                new Settings.Endpoint("127.0.0.1", 53), new Settings.Verification.ReadBack());
        assertThat(policy(inside, WEB).isEmpty()).isTrue();
    }

    @Test
    void itIsEnoughForEverythingAndForNothingElse() throws Exception {
        try (FakeRoute53 fake = FakeRoute53.start().zone("example.com", "Z1").zone("example.org", "Z2")) {
            fake.record("Z1", "www.example.com A 60 192.0.2.1").record("Z1", "*.mail.example.com AAAA 60 2001:db8::1");
            fake.record("Z1", "db.example.com A 60 192.0.2.7");
            fake.policy(json(WEB, MAIL).encode());
            try (Route53Provider provider = Bench.provider(fake)) {
                assertThat(provider.preflight("example.com", Bench.names("www.example.com")))
                        .extracting(Finding::level)
                        .containsOnly(Finding.Level.OK);
                RecordSet sorry = Bench.cname("www.example.com", "sorry.example.net");
                RecordChange away = Bench.swap(Bench.a("www.example.com", "192.0.2.1"), sorry);
                RecordSet wild = RecordSet.of(DomainName.of("*.mail.example.com"), "AAAA", 60, List.of("2001:db8::1"));
                RecordChange both = Bench.swap(wild, Bench.cname("*.mail.example.com", "sorry.example.net"));
                assertThat(provider.inSync(provider.change("example.com", List.of(away, both))
                                .changeId()))
                        .isTrue();
                RecordChange foreign =
                        Bench.swap(Bench.a("db.example.com", "192.0.2.7"), Bench.a("db.example.com", "192.0.2.8"));
                denied(() -> provider.change("example.com", List.of(foreign)));
                RecordSet text = RecordSet.of(DomainName.of("www.example.com"), "TXT", 60, List.of("\"x\""));
                denied(() -> provider.change("example.com", List.of(Bench.swap(sorry, text))));
                denied(() -> provider.read("Z2", Bench.names("www.example.org")));
            }
            assertThat(fake.records("Z1")).contains("db.example.com A 60 192.0.2.7");
        }
    }

    private static void denied(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("is not authorized to perform");
    }
}
