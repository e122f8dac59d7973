package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments, exit codes and texts, without a process. */
class MainTest {
    @TempDir
    private Path folder;

    private Path good;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        good = folder.resolve("kirikae.conf");
        Files.writeString(good, """
                services.web {
                  zone = "example.com", names = ["www.example.com"]
                  primary { A = ["203.0.113.10"]
                    checks { site { type = http, url = "http://www.example.com/", fall = 3 } } }
                  maintenance { A = ["203.0.113.80"] }
                }
                """);
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        assertThat(run("--config", good.toString(), "check")).isZero();
        assertThat(run("check", "--config", good.toString())).isZero();
        assertThat(run("--socket", "/x", "check", "--config=" + good)).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void checkSaysHowLongTheWorldMaySeeADeadHost() {
        run("check", "--config", good.toString());
        assertThat(out.toString())
                .contains("well, 1 service, 1 check")
                .contains("web      primary -> maintenance: 10s interval + 2 x 5s to confirm + 5s timeout"
                        + " + up to 1m Route 53 + 1m TTL = at most 2m 25s\n")
                .doesNotContain("\u001b");
    }

    @Test
    void checkJsonHasTheSameNumbers() {
        assertThat(run("check", "--json", "--config", good.toString())).isZero();
        JsonObject json = new JsonObject(out.toString());
        JsonObject web = json.getJsonArray("services").getJsonObject(0);
        JsonObject away = web.getJsonArray("switches").getJsonObject(0);
        assertThat(json.getBoolean("valid")).isTrue();
        assertThat(web.getString("service")).isEqualTo("web");
        assertThat(away.getLong("detection-ms")).isEqualTo(25_000);
        assertThat(away.getLong("provider-ms")).isEqualTo(60_000);
        assertThat(away.getLong("ttl-ms")).isEqualTo(60_000);
        assertThat(away.getLong("at-most-ms")).isEqualTo(145_000);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aBadConfigurationIsToldWhole() throws IOException {
        Files.writeString(good, "lisen {}\nservices.web { zone = \"example.com\" }\n");
        assertThat(run("check", "--config", good.toString())).isEqualTo(78);
        assertThat(err.toString())
                .contains(good + ":1: lisen: ", "did you mean 'listen'?", good + ":2: ")
                .contains("problems in the configuration; nothing was started");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aBadConfigurationIsJsonToo() throws IOException {
        Files.writeString(good, "lisen {}\n");
        assertThat(run("check", "--json", "--config", good.toString())).isEqualTo(78);
        JsonObject json = new JsonObject(out.toString());
        assertThat(json.getBoolean("valid")).isFalse();
        assertThat(json.getJsonArray("problems")).anySatisfy(problem -> {
            assertThat(((JsonObject) problem).getString("key")).isEqualTo("lisen");
            assertThat(((JsonObject) problem).getInteger("line")).isEqualTo(1);
        });
    }

    @Test
    void aMissingFileIsAConfigurationError() {
        assertThat(run("plan", "--config", folder.resolve("none.conf").toString()))
                .isEqualTo(78);
        assertThat(err.toString()).contains("none.conf: no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "chek              | there is no command 'chek'; did you mean 'check'?",
                "check --onlin     | there is no option '--onlin' here; did you mean '--online'?",
                "check --confg x   | there is no option '--confg' here; did you mean '--config'?",
                "check more        | 'more' is one argument too many",
                "plan a b          | 'b' is one argument too many",
                "heartbeat         | missing required options: '--url=URL', '--host=NAME'",
                "heartbeat --url example.com --host a | it must be an address such as https://watch.example.com:8787",
                "heartbeat --url ftp://example.com --host a | it must be an address such as https",
                "heartbeat --url http://a:b@example.com --host a | it must not hold a user or a password",
                "heartbeat --url http://127.0.0.1/?x --host a | it must end before any ? or #",
                "heartbeat --url http://127.0.0.1 --host a --every 15 | '15' is no duration such as 15s",
                "heartbeat --url http://127.0.0.1 --host a --every 1ms | --every must be between 100ms and 1h",
            })
    void usageErrorsSayWhatWasMeant(String line, String words) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("kirikae: ").contains(words, "Usage: kirikae", "--help' for more");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("kirikae: a command is missing", "Usage: kirikae");
    }

    @Test
    void unknownServicesAndTargetsNameTheKnownOnes() {
        assertThat(run("plan", "wbe", "--config", good.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no service 'wbe'; did you mean 'web'? known: web");
        assertThat(run("plan", "web", "--to", "dr", "--config", good.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no target 'dr'; known: maintenance, primary");
    }

    @Test
    void aTokenThatCannotBeSentEndsAtOnce() throws IOException {
        Path token = folder.resolve("token");
        Files.writeString(token, "\n");
        String[] command = {"heartbeat", "--url", "http://127.0.0.1:1", "--host", "a", "--token-file", token.toString()
        };
        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains("no token: " + token + " is empty");
        Files.writeString(token, "two words");
        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains("one line of ASCII without spaces").doesNotContain("two words");
        Files.delete(token);
        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains("cannot read the token from " + token);
    }

    @ParameterizedTest
    @CsvSource({"--help", "check --help", "plan -h", "run --help", "heartbeat --help", "demo --help"})
    void helpIsPlainAndEndsWell(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString())
                .startsWith("Usage: kirikae")
                .contains("--config=FILE", "Exit codes:", "78   configuration")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource({"--version", "check --version", "-V"})
    void theVersionIsOneLine(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString()).matches("kirikae \\S+\\R");
    }

    @Test
    void thePolicyIsAloneOnStandardOutputAndWhatToKnowIsBeside() throws IOException {
        assertThat(run("check", "--iam-policy", "--config", good.toString())).isZero();
        JsonObject policy = new JsonObject(out.toString());
        assertThat(policy.getString("Version")).isEqualTo("2012-10-17");
        assertThat(out.toString())
                .contains(
                        "arn:aws:route53:::hostedzone/ID-OF-example.com", "\"www.example.com\"", "\"A\"", "\"DELETE\"")
                .doesNotContain("UPSERT", "CNAME");
        assertThat(err.toString())
                .isEqualTo(
                        "note: put the hosted zone id of example.com in place of ID-OF-example.com, or let it be looked up:"
                                + " kirikae check --iam-policy --online. With the id as 'zone' in the configuration"
                                + " ListHostedZonesByName is not needed at all\n");
    }

    @Test
    void aPolicyForARoleSaysWhoNeedsWhat() throws IOException {
        String role = "arn:aws:iam::123456789012:role/kirikae";
        Files.writeString(
                good,
                "providers.aws { type = route53, assume-role = \"" + role + "\" }\n"
                        + Files.readString(good).replace("\"example.com\"", "Z1D633PJN98FT9"));
        assertThat(run("check", "--iam-policy", "--config", good.toString())).isZero();
        assertThat(out.toString()).contains("hostedzone/Z1D633PJN98FT9").doesNotContain("ListHostedZonesByName");
        assertThat(err.toString())
                .isEqualTo("note: it is for the role " + role
                        + "; whoever takes a role needs sts:AssumeRole on it, and the role must trust him\n");
    }

    @Test
    void withoutRoute53ThereIsNoPolicy() throws IOException {
        Files.writeString(
                good, "providers.local { type = builtin }\ndefault-provider = local\n" + Files.readString(good));
        assertThat(run("check", "--iam-policy", "--config", good.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("no service of this configuration lives in Route 53: there is nothing to allow");
    }

    @Test
    void theExampleOfAPolicyIsThatOfTheExampleConfiguration() throws IOException {
        assertThat(run("check", "--iam-policy", "--config", "conf/kirikae.conf"))
                .isZero();
        assertThat(new JsonObject(Files.readString(Path.of("conf/iam-policy.json"))))
                .as("kirikae check --iam-policy --config conf/kirikae.conf > conf/iam-policy.json")
                .isEqualTo(new JsonObject(out.toString()));
    }
}
