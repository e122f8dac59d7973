package kirikae.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.Network;
import kirikae.model.Notices;
import kirikae.model.Operator.Keep;
import kirikae.model.Operator.Length;
import kirikae.model.Operator.SwitchOrder;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Settings;
import kirikae.model.Target;
import kirikae.model.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What good configurations become, value by value. */
final class ExamplesTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final Check.Rule RULE = new Check.Rule(ofMinutes(2), 2, 0);
    private static final Check.Pace PACE = new Check.Pace(ofSeconds(10), ofSeconds(5), ofSeconds(1));

    @TempDir
    Path folder;

    private Conf conf(String text) {
        return new Conf(folder).text(text);
    }

    private Service only(String text) {
        return conf(text).settings().services().get(0);
    }

    @Test
    void theContractsExample() {
        Settings settings = conf(CONTRACT)
                .env("HEARTBEAT_TOKEN", TOKEN)
                .env("T", "fedcba9876543210fedcba9876543210")
                .settings();
        assertThat(settings)
                .isEqualTo(new Settings(
                        List.of(folder.resolve("kirikae.conf")),
                        new Settings.Listen(
                                new Settings.Listener.At(new Settings.Endpoint("127.0.0.1", 8787)),
                                new Settings.Tls.Plain(),
                                new Settings.Listener.Off(),
                                List.of()),
                        Path.of("/run/kirikae/control.sock"),
                        Path.of("/var/lib/kirikae"),
                        new Settings.IsolationRule(List.of(), 0, 1.0),
                        new Settings.DeadMan.Off(),
                        Map.of(
                                "lab",
                                        new Settings.ProviderSettings.Rfc2136(
                                                new Settings.Endpoint("127.0.0.1", 53),
                                                new Settings.Tsig.None(),
                                                new Settings.Verification.ZoneServers()),
                                "aws",
                                        new Settings.ProviderSettings.Route53(
                                                "", "", "", "", new Settings.Verification.ReadBack()),
                                "local",
                                        new Settings.ProviderSettings.Builtin(
                                                new Settings.Endpoint("127.0.0.1", 5353),
                                                new Settings.Verification.ReadBack())),
                        List.of(new Trigger(
                                "to-maintenance",
                                new Secret("0123456789abcdef0123456789abcdef"),
                                new Secret("fedcba9876543210fedcba9876543210"),
                                new SwitchOrder(
                                        "code",
                                        "maintenance",
                                        "trigger to-maintenance",
                                        "trigger:to-maintenance",
                                        new Length.Unlimited(),
                                        Keep.AS_NEEDED))),
                        List.of(contractService()),
                        new Notices(
                                Map.of(),
                                List.of(),
                                Map.of(
                                        "code",
                                        new Notices.OfService(
                                                "code.popowa.com",
                                                "203.0.113.10",
                                                "",
                                                List.of(),
                                                java.time.Duration.ZERO,
                                                Map.of()))),
                        List.of()));
    }

    private static Service contractService() {
        DomainName name = DomainName.of("dev.code.popowa.com");
        List<Check> checks = List.of(
                new Check.Heartbeat("agent", RULE, "code.popowa.com", new Secret(TOKEN), Check.Auth.BEARER),
                new Check.Exec("disk", RULE, PACE, List.of("/usr/lib/nagios/plugins/check_disk", "-w", "10%")),
                new Check.Tcp("port", RULE, PACE, "203.0.113.10", 443, List.of(), Check.Addresses.ANY),
                new Check.Http(
                        "site",
                        RULE,
                        PACE,
                        URI.create("http://dev.code.popowa.com/health"),
                        List.of(new Check.StatusRange(200, 399)),
                        "",
                        Map.of(),
                        "",
                        List.of("203.0.113.10"),
                        Check.Addresses.ANY,
                        true,
                        1));
        return new Service(
                "code",
                "aws",
                "popowa.com",
                List.of(name),
                List.of(
                        new Target("primary", List.of(RecordSet.of(name, "A", 60, List.of("203.0.113.10"))), checks),
                        new Target(
                                "maintenance",
                                List.of(RecordSet.of(name, "CNAME", 60, List.of("maintenance.example.net."))),
                                List.of())),
                new Service.AlertWhen(1),
                new Service.Recovery(Service.Recovery.Mode.AUTOMATIC, ofMinutes(1)),
                new Service.FlapGuard(ofMinutes(5), ofHours(1), ofHours(1)));
    }

    @Test
    void theShippedExampleIsAcceptedWithoutAWord() {
        Loaded loaded = ConfigLoader.load(Path.of("conf/kirikae.conf"), Map.of());
        assertThat(loaded).as(loaded.toString()).isInstanceOf(Loaded.Valid.class);
        Settings settings = ((Loaded.Valid) loaded).settings();
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.services()).extracting(Service::name).containsExactly("web");
        assertThat(settings.providers()).containsOnlyKeys("aws");
    }

    @Test
    void theShippedExampleIsAcceptedWithEverythingUncommented() throws Exception {
        String example = java.nio.file.Files.readString(Path.of("conf/kirikae.conf"));
        String uncommented = example.lines()
                .map(line -> line.replaceFirst(
                        "^(\\s*)# (?=(tls|isolation|dead-man|providers|aws|local|agent|port|disk|standbys|anchors|required) |  |[\\]}]$)",
                        "$1"))
                .reduce("", (a, b) -> a + b + "\n");
        Conf conf = conf(uncommented)
                .file("tls/fullchain.pem", "-----BEGIN CERTIFICATE-----")
                .file("tls/privkey.pem", "-----BEGIN PRIVATE KEY-----")
                .file("www.token", TOKEN + "\n");
        Service web = conf.settings().services().get(0);
        assertThat(web.targets()).extracting(Target::name).containsExactly("primary", "dr", "maintenance");
        assertThat(web.targets().get(0).checks())
                .extracting(Check::name)
                .containsExactly("agent", "disk", "port", "site");
        assertThat(conf.settings().isolation().anchors()).hasSize(2);
        assertThat(conf.settings().providers()).containsOnlyKeys("aws", "local");
        assertThat(conf.settings().warnings()).isEmpty();
    }

    @Test
    void everyTypeForManyNames() {
        Service service = only("""
                services { web {
                  zone = "/hostedzone/Z123", ttl = 5m, names = ["A.example.com.", "*.b.example.com"]
                  primary { A = [192.0.2.1, "192.0.2.2"], AAAA = "2001:db8::1", TXT = ["say \\"hi\\" \\\\", "x"], checks {} }
                  standbys = [{ name = edge, alias { zone = Z9, name = "d.example.net" } }]
                  maintenance { alias { zone = Z9, name = "m.example.net", types = [A], evaluate-target-health = true }, AAAA = ["::1"] }
                } }
                """);
        assertThat(service.zone()).isEqualTo("Z123");
        DomainName a = DomainName.of("a.example.com");
        assertThat(service.names()).containsExactly(a, DomainName.of("*.b.example.com"));
        List<RecordSet> primary = service.targets().get(0).records();
        assertThat(primary)
                .hasSize(6)
                .contains(
                        RecordSet.of(a, "A", 300, List.of("192.0.2.1", "192.0.2.2")),
                        RecordSet.of(a, "AAAA", 300, List.of("2001:db8::1")),
                        RecordSet.of(a, "TXT", 300, List.of("\"say \\\"hi\\\" \\\\\"", "\"x\"")));
        RecordData.Alias edge = new RecordData.Alias("Z9", DomainName.of("d.example.net"), false);
        assertThat(service.targets().get(1).records())
                .contains(RecordSet.alias(a, "A", edge), RecordSet.alias(a, "AAAA", edge))
                .hasSize(4);
        RecordData.Alias last = new RecordData.Alias("Z9", DomainName.of("m.example.net"), true);
        assertThat(service.targets().get(2).records())
                .contains(RecordSet.alias(a, "A", last), RecordSet.of(a, "AAAA", 300, List.of("::1")))
                .hasSize(4);
    }

    @Test
    void longTxtIsCutIntoStringsOf255() {
        Service service = only(Conf.WEB.replace("A = [\"203.0.113.80\"]", "TXT = \"" + "x".repeat(300) + "\""));
        assertThat(service.targets().get(1).records())
                .containsExactly(RecordSet.of(
                        DomainName.of("www.example.com"),
                        "TXT",
                        60,
                        List.of("\"" + "x".repeat(255) + "\" \"" + "x".repeat(45) + "\"")));
    }

    @Test
    void defaultsHoldForEveryServiceAndCheckThatSaysNothingElse() {
        Service service = only(
                """
                defaults {
                  zone = "example.com", ttl = 5s, alert-when = 3, interval = 500ms, confirm-interval = 2s, timeout = 1s
                  rise = 3, recovery { mode = manual }, headers { X-A = 1, X-B = "b" }, expect { body-contains = "ok" }
                  maintenance { A = "203.0.113.80" }
                }
                """
                        + Conf.WEB
                                .replace("zone = \"example.com\",", "")
                                .replace("maintenance { A = [\"203.0.113.80\"] }", "recovery { stable-for = 5s }")
                                .replace(
                                        "port {",
                                        "site { type = http, url = \"https://www.example.com:8443/\", rise = 4, headers { X-B = 2 } }, port {"));
        Check.Http site = (Check.Http) service.targets().get(0).checks().get(1);
        assertThat(site.headers()).isEqualTo(Map.of("X-A", "1", "X-B", "2"));
        assertThat(site.rule()).isEqualTo(new Check.Rule(ofMinutes(2), 4, 0));
        assertThat(site.pace()).isEqualTo(new Check.Pace(ofMillis(500), ofSeconds(1), ofMillis(500)));
        assertThat(site.statuses()).containsExactly(new Check.StatusRange(200, 399));
        assertThat(site.bodyContains()).isEqualTo("ok");
        assertThat(service.recovery()).isEqualTo(new Service.Recovery(Service.Recovery.Mode.MANUAL, ofSeconds(5)));
        assertThat(service.alertWhen()).isEqualTo(new Service.AlertWhen(3));
        assertThat(service.targets().get(1).records().get(0).ttlSeconds()).isEqualTo(5);
    }

    @Test
    void whatIsPushedAndWhoMayPush() {
        String checks = """
                a { type = heartbeat, host = web01, token = 0123456789abcdef, auth = hmac },
                b { type = heartbeat, host = web01, token = 0123456789abcdef, dogstatsd = yes },
                c { type = datadog-check, host = web01, token = 0123456789abcdef, check = "http.can_connect", tags = ["a:b"] },
                """;
        Settings settings =
                conf("""
                        listen { dogstatsd = "0.0.0.0:8125", allow-from = [192.0.2.7, "198.51.100.0/24", "2001:db8::/32"] }
                        triggers { back { service = web, to = auto, id = 0123456789abcdef_-, token = 0123456789abcdef } }
                        triggers.away { service = web, to = primary, hold = yes, for = 2h, reason = "the red button"
                                        id = 0123456789abcdef_0, token = 0123456789abcdef }
                        """ + Conf.WEB.replace("checks {", "checks { " + checks)).settings();
        Secret token = new Secret("0123456789abcdef");
        assertThat(settings.services().get(0).targets().get(0).checks().subList(0, 3))
                .containsExactly(
                        new Check.Heartbeat("a", RULE, "web01", token, Check.Auth.HMAC),
                        new Check.Heartbeat("b", RULE, "web01", token, Check.Auth.BEARER, Check.Datagrams.TAKEN),
                        new Check.DatadogCheck(
                                "c",
                                RULE,
                                "web01",
                                token,
                                Check.Datagrams.IGNORED,
                                "http.can_connect",
                                List.of("a:b")));
        assertThat(settings.listen().dogstatsd())
                .isEqualTo(new Settings.Listener.At(new Settings.Endpoint("0.0.0.0", 8125)));
        assertThat(settings.listen().allowFrom())
                .containsExactly(
                        new Network("c0000207", 32),
                        new Network("c6336400", 24),
                        new Network("20010db8000000000000000000000000", 32));
        assertThat(settings.triggers())
                .extracting(Trigger::order)
                .containsExactly(
                        new SwitchOrder(
                                "web",
                                "primary",
                                "the red button",
                                "trigger:away",
                                new Length.For(ofHours(2)),
                                Keep.HOLD),
                        new SwitchOrder(
                                "web", "auto", "trigger back", "trigger:back", new Length.Unlimited(), Keep.AS_NEEDED));
    }

    @Test
    void listenIsolationAndPaths() {
        Conf conf = conf("""
                        listen {
                          http = "0.0.0.0:0", tls { certificate = "c.pem", key = "k.pem" }, status = "[::1]:8788", hosts = ["Status.Example.com"]
                        }
                        control-socket = "run/c.sock", state-dir = "../state"
                        isolation { anchors = ["tcp://192.0.2.53:53", "https://s.example.com/x"], required = 2, max-fraction = 0.25 }
                        dead-man { url = "https://w.example.com/ping", every = 30s }
                        providers { aws { endpoint = "http://127.0.0.1:4566", region = eu-west-1, assume-role = "arn:aws:iam::1:role/x" } }
                        """ + Conf.WEB)
                .file("c.pem", "-----BEGIN CERTIFICATE-----")
                .file("k.pem", "-----BEGIN PRIVATE KEY-----");
        Settings settings = conf.settings();
        assertThat(settings.listen())
                .isEqualTo(new Settings.Listen(
                        new Settings.Listener.At(new Settings.Endpoint("0.0.0.0", 0)),
                        new Settings.Tls.Pem(folder.resolve("c.pem"), folder.resolve("k.pem")),
                        new Settings.Listener.At(new Settings.Endpoint("::1", 8788)),
                        List.of("status.example.com")));
        assertThat(settings.controlSocket()).isEqualTo(folder.resolve("run/c.sock"));
        assertThat(settings.stateDir()).isEqualTo(folder.resolveSibling("state"));
        assertThat(settings.isolation())
                .isEqualTo(new Settings.IsolationRule(
                        List.of(URI.create("tcp://192.0.2.53:53"), URI.create("https://s.example.com/x")), 2, 0.25));
        assertThat(settings.deadMan())
                .isEqualTo(new Settings.DeadMan.To(URI.create("https://w.example.com/ping"), ofSeconds(30)));
        assertThat(settings.providers())
                .isEqualTo(Map.of(
                        "aws",
                        new Settings.ProviderSettings.Route53(
                                "http://127.0.0.1:4566",
                                "eu-west-1",
                                "",
                                "arn:aws:iam::1:role/x",
                                new Settings.Verification.ReadBack())));
    }

    @Test
    void filesThatAreNoPemAreTold() {
        Conf conf = conf("listen.tls { certificate = c.pem, key = k.pem }\n" + Conf.WEB)
                .file("c.pem", "-----BEGIN PRIVATE KEY-----")
                .file("k.pem", "garbage");
        assertThat(Loaded.Invalid.class.cast(conf.load()).problems())
                .extracting(Object::toString)
                .anyMatch(line -> line.contains("listen.tls.certificate: this file is not PEM"))
                .anyMatch(line -> line.contains("listen.tls.key: this file is not PEM"))
                .noneMatch(line -> line.contains("garbage"));
    }

    @Test
    void httpKeys() {
        Check.Http check =
                (Check.Http) only(Conf.WEB.replace("port { type = tcp, address = \"203.0.113.10:443\" }", """
                        site { type = http, url = "https://www.example.com", expect { status = "200,204, 301-302", body-contains = "fine" }
                          connect-to = "[2001:db8::1]:8443", addresses = all, tls-verify = false, connection = reuse, fall = 3, confirm-interval = 100ms }
                        """))
                        .targets()
                        .get(0)
                        .checks()
                        .get(0);
        assertThat(check.statuses())
                .containsExactly(
                        new Check.StatusRange(200, 200),
                        new Check.StatusRange(204, 204),
                        new Check.StatusRange(301, 302));
        assertThat(check.bodyContains()).isEqualTo("fine");
        assertThat(check.connectTo()).isEqualTo("[2001:db8::1]:8443");
        assertThat(check.pinned()).isEmpty();
        assertThat(check.addresses()).isEqualTo(Check.Addresses.ALL);
        assertThat(check.freshEvery()).isEqualTo(6);
        assertThat(check.verifyTls()).isFalse();
        assertThat(check.rule().fall()).isEqualTo(3);
        assertThat(check.pace().confirmInterval()).isEqualTo(ofMillis(100));
    }

    @Test
    void probesOfAWildcardsHostArePinnedToo() {
        Service service = only(Conf.WEB
                .replace("names = [\"www.example.com\"]", "names = [\"*.example.com\"]")
                .replace("203.0.113.10:443", "a.b.example.com:443"));
        Check.Tcp port = (Check.Tcp) service.targets().get(0).checks().get(0);
        assertThat(port.host()).isEqualTo("a.b.example.com");
        assertThat(port.pinned()).containsExactly("203.0.113.10");
    }

    @Test
    void confDIsReadAfterTheFileInNameOrder() {
        Conf conf = conf(Conf.WEB + "state-dir = \"/a\"\n")
                .file("conf.d/20-b.conf", "state-dir = \"/c\"\nservices.web.ttl = ${TTL}\n")
                .file("conf.d/10-a.conf", "state-dir = \"/b\"\n")
                .file("conf.d/.hidden.conf", "nonsense {")
                .file("conf.d/readme.txt", "nonsense {")
                .env("TTL", "7s");
        Settings settings = conf.settings();
        assertThat(settings.stateDir()).isEqualTo(Path.of("/c"));
        assertThat(settings.services().get(0).targets().get(0).records().get(0).ttlSeconds())
                .isEqualTo(7);
        assertThat(settings.files())
                .containsExactly(
                        folder.resolve("kirikae.conf"),
                        folder.resolve("conf.d/10-a.conf"),
                        folder.resolve("conf.d/20-b.conf"));
    }

    @Test
    void includesBelowTheFolder() {
        Conf conf = conf("include \"parts/web\"\n")
                .file("parts/web.conf", "include \"more.conf\"\n")
                .file("parts/more.conf", Conf.WEB);
        assertThat(conf.settings().files())
                .containsExactly(
                        folder.resolve("kirikae.conf"),
                        folder.resolve("parts/web.conf"),
                        folder.resolve("parts/more.conf"));
    }

    @Test
    void secretsFromFilesAndTheEnvironment() {
        String heartbeats = "a { type = heartbeat, host = h, token { file = ${CREDENTIALS_DIRECTORY}\"/token\" } }\n"
                + "b { type = heartbeat, host = h, token = { file = \"t2\" } }\nc { type = heartbeat, host = h, token = ${T} }\n";
        Conf conf = conf(Conf.WEB.replace("checks {", "checks { " + heartbeats))
                .file("cred/token", TOKEN + "\r\n")
                .file("t2", TOKEN + "2")
                .env("T", TOKEN + "3")
                .env("CREDENTIALS_DIRECTORY", folder.resolve("cred").toString());
        assertThat(conf.settings().services().get(0).targets().get(0).checks().stream()
                        .filter(Check.Heartbeat.class::isInstance)
                        .map(check -> ((Check.Heartbeat) check).token().reveal()))
                .containsExactly(TOKEN, TOKEN + "2", TOKEN + "3");
        assertThat(conf.warnings()).isEmpty();
    }

    private static final String CONTRACT = """
            listen {
              http = "127.0.0.1:8787"            # heartbeats
              tls  { certificate = "", key = "" }
              allow-plain = false
              status = ""
              hosts  = []
              dogstatsd = "off"
            }
            control-socket = "/run/kirikae/control.sock"
            state-dir      = "/var/lib/kirikae"
            isolation { anchors  = [], required = 1, max-fraction = 1.0 }
            dead-man { url = "", every = 1m }
            providers {
              aws   { type = route53, endpoint = "", region = "", profile = "", assume-role = "", verify-name-servers = [] }
              lab   { type = rfc2136, server = "127.0.0.1:53", tsig { name = "", algorithm = "hmac-sha256", secret = "" } }
              local { type = builtin, listen = "127.0.0.1:5353" }
            }
            default-provider = aws
            triggers {
              to-maintenance { service = code, to = maintenance, id = "0123456789abcdef0123456789abcdef", token = ${T} }
            }
            defaults { interval = 10s, timeout = 5s, no-data-window = 2m, rise = 2, ttl = 60s, alert-when = any }
            services {
              code {
                provider = aws
                zone  = "popowa.com"
                names = ["dev.code.popowa.com"]
                ttl   = 60s
                primary {
                  A = ["203.0.113.10"]
                  checks {
                    agent { type = heartbeat, host = "code.popowa.com", token = ${HEARTBEAT_TOKEN}, no-data-window = 2m }
                    site  { type = http, url = "http://dev.code.popowa.com/health", interval = 10s, timeout = 5s, rise = 2, fall = 0,
                            expect { status = "200-399", body-contains = "" }, headers {}, connect-to = "",
                            confirm-interval = 1s }
                    port  { type = tcp, address = "203.0.113.10:443" }
                    disk  { type = exec, command = ["/usr/lib/nagios/plugins/check_disk", "-w", "10%"] }
                  }
                }
                standbys = []
                maintenance { CNAME = "maintenance.example.net", checks {} }
                alert-when = any
                recovery { mode = automatic, stable-for = 1m }
                flap-guard { first-hold = 5m, max-hold = 1h, forget-after = 1h }
              }
            }
            """;
}
