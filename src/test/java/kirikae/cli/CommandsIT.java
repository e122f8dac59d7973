package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kirikae.faults.FakeRoute53;
import kirikae.faults.RequestKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the packaged jar, against Route 53 at the wire and against a running daemon. */
class CommandsIT {
    private static final Map<String, String> CREDENTIALS = Map.of(
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_EC2_METADATA_DISABLED", "true");
    private static final String TOKEN = "0123456789abcdef0123";

    @TempDir
    private Path folder;

    private String write(String text) throws IOException {
        Path file = folder.resolve("kirikae.conf");
        Files.writeString(file, text);
        return file.toString();
    }

    private String route53(FakeRoute53 fake) throws IOException {
        return write("""
                providers.aws { type = route53, endpoint = "%s" }
                services.web {
                  zone = "example.com", names = ["www.example.com"]
                  primary { A = ["192.0.2.1"], checks { site { type = tcp, address = "192.0.2.1:443" } } }
                  maintenance { CNAME = "sorry.example.net" }
                }
                """.formatted(fake.endpoint()));
    }

    private static FakeRoute53 zone() {
        return FakeRoute53.start().zone("example.com", "Z1").record("Z1", "www.example.com A 60 192.0.2.1");
    }

    @Test
    void planShowsBothDirectionsAndWritesNothing() throws Exception {
        try (FakeRoute53 fake = zone();
                JarProcess plan = JarProcess.start(CREDENTIALS, "plan", "web", "--config", route53(fake))) {
            assertThat(plan.exit()).as(plan.toString()).isZero();
            assertThat(plan.out()).isEqualTo("""
                            web (zone example.com, provider aws) shows primary
                              primary -> maintenance
                                DELETE www.example.com A 192.0.2.1 (ttl 60)
                                CREATE www.example.com CNAME sorry.example.net. (ttl 60)
                              maintenance -> primary
                                DELETE www.example.com CNAME sorry.example.net. (ttl 60)
                                CREATE www.example.com A 192.0.2.1 (ttl 60)

                            Nothing was written.
                            """);
            assertThat(fake.count(RequestKind.CHANGE)).isZero();
            assertThat(fake.violations()).isEmpty();
        }
    }

    @Test
    void planTellsDriftAndRefusals() throws Exception {
        try (FakeRoute53 fake = zone().record("Z1", "www.example.com MX 60 10 mail.example.com.")) {
            String config = route53(fake);
            try (JarProcess refused = JarProcess.start(CREDENTIALS, "plan", "--json", "--config", config)) {
                assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
                JsonObject web =
                        new JsonObject(refused.out()).getJsonArray("services").getJsonObject(0);
                assertThat(web.getString("actual")).isEqualTo("primary");
                JsonObject away = web.getJsonArray("plans").getJsonObject(0);
                assertThat(away.getString("plan")).isEqualTo("refused");
                assertThat(away.getString("reason")).contains("foreign MX");
            }
            fake.edit("Z1", "put www.example.com A 60 198.51.100.7");
            try (JarProcess drift = JarProcess.start(CREDENTIALS, "plan", "--to", "primary", "--config", config)) {
                assertThat(drift.exit()).as(drift.toString()).isEqualTo(1);
                assertThat(drift.out())
                        .contains("shows no target (drift): www.example.com has A 198.51.100.7 (ttl 60)")
                        .contains("live records -> primary", "DELETE www.example.com A 198.51.100.7 (ttl 60)")
                        .doesNotContain("-> maintenance");
            }
            assertThat(fake.count(RequestKind.CHANGE)).isZero();
        }
    }

    @Test
    void checkOnlineTriesEverythingShortOfAChange() throws Exception {
        try (FakeRoute53 fake = zone()) {
            String config = route53(fake);
            try (JarProcess check = JarProcess.start(CREDENTIALS, "check", "--online", "--config", config)) {
                assertThat(check.exit()).as(check.toString()).isZero();
                assertThat(check.out())
                        .contains("= at most 4m", "ok   credentials found", "ok   GetChange is allowed")
                        .contains("ok   the live records show primary")
                        .contains("ok   primary -> maintenance is possible: 1 DELETE, 1 CREATE")
                        .contains("Nothing failed");
            }
            fake.edit("Z1", "delete www.example.com A");
            try (JarProcess check = JarProcess.start(CREDENTIALS, "check", "--online", "--json", "--config", config)) {
                assertThat(check.exit()).as(check.toString()).isEqualTo(1);
                JsonObject json = new JsonObject(check.out());
                assertThat(json.getLong("failed")).isEqualTo(1);
                assertThat(json.getJsonArray("services").getJsonObject(0).getJsonArray("findings"))
                        .anySatisfy(finding -> assertThat(finding)
                                .hasToString(new JsonObject()
                                        .put("level", "fail")
                                        .put(
                                                "text",
                                                "there are no live records at the service's names; nothing is switched"
                                                        + " until they show a target again")
                                        .toString()));
            }
            assertThat(fake.count(RequestKind.CHANGE)).isZero();
        }
    }

    @Test
    void thePolicyThatCheckPrintsIsEnoughForCheck() throws Exception {
        try (FakeRoute53 fake = zone()) {
            String config = route53(fake);
            String policy;
            try (JarProcess check =
                    JarProcess.start(CREDENTIALS, "check", "--iam-policy", "--online", "--config", config)) {
                assertThat(check.exit()).as(check.toString()).isZero();
                assertThat(check.err()).doesNotContain("note:");
                policy = check.out();
                assertThat(new JsonObject(policy).getJsonArray("Statement")).hasSize(4);
                assertThat(policy).contains("arn:aws:route53:::hostedzone/Z1");
            }
            fake.policy(policy);
            try (JarProcess check = JarProcess.start(CREDENTIALS, "check", "--online", "--config", config)) {
                assertThat(check.exit()).as(check.toString()).isZero();
            }
            fake.policy(policy.replace("route53:ListResourceRecordSets", "route53:ListTagsForResource"));
            try (JarProcess check = JarProcess.start(CREDENTIALS, "check", "--online", "--config", config)) {
                assertThat(check.exit()).as(check.toString()).isEqualTo(1);
                assertThat(check.out())
                        .contains("FAIL reading the records: the permission route53:ListResourceRecordSets on"
                                + " arn:aws:route53:::hostedzone/Z1 is missing; attach the policy that"
                                + " 'kirikae check --iam-policy' prints");
            }
        }
    }

    @Test
    void aSwitchCanBeMadeByHandWhenTheDaemonIsDead() throws Exception {
        try (FakeRoute53 fake = zone()) {
            String config = route53(fake);
            String[] plan = {"plan", "web", "--to", "maintenance", "--change-batch", "--config", config};
            try (JarProcess batch = JarProcess.start(CREDENTIALS, plan)) {
                assertThat(batch.exit()).as(batch.toString()).isZero();
                assertThat(new JsonObject(batch.out()).getJsonArray("Changes").encode())
                        .isEqualTo(
                                "[{\"Action\":\"DELETE\",\"ResourceRecordSet\":{\"Name\":\"www.example.com.\",\"Type\":\"A\","
                                        + "\"TTL\":60,\"ResourceRecords\":[{\"Value\":\"192.0.2.1\"}]}},"
                                        + "{\"Action\":\"CREATE\",\"ResourceRecordSet\":{\"Name\":\"www.example.com.\",\"Type\":\"CNAME\","
                                        + "\"TTL\":60,\"ResourceRecords\":[{\"Value\":\"sorry.example.net.\"}]}}]");
            }
            plan[3] = "primary";
            try (JarProcess none = JarProcess.start(CREDENTIALS, plan)) {
                assertThat(none.exit()).isEqualTo(1);
                assertThat(none.out()).isEmpty();
                assertThat(none.err())
                        .endsWith(
                                "kirikae: web: there is nothing to change: the live records show this target already\n");
            }
            try (JarProcess usage = JarProcess.start(CREDENTIALS, "plan", "--change-batch", "--config", config)) {
                assertThat(usage.exit()).isEqualTo(2);
                assertThat(usage.err()).contains("name the SERVICE and the target with --to");
            }
        }
    }

    @Test
    void commandsBesideARunningDaemon() throws Exception {
        String config = builtin(freePort());
        try (JarProcess before = JarProcess.start("plan", "--config", config)) {
            assertThat(before.exit()).as(before.toString()).isEqualTo(1);
            assertThat(before.out()).contains("cannot be read: no daemon answers at 127.0.0.1:");
        }
        try (JarProcess daemon = JarProcess.start("run", "--config", config)) {
            String started = daemon.line(line -> line.contains("event=started"));
            String http = started.replaceAll(".* http=(\\S+) .*", "$1");
            try (JarProcess plan = JarProcess.start("plan", "--config", config);
                    JarProcess second = JarProcess.start("run", "--config", config);
                    JarProcess wrong = JarProcess.start(
                            Map.of("KIRIKAE_TOKEN", "not-the-token"),
                            "heartbeat",
                            "--url=http://" + http,
                            "--host=web-1",
                            "--every=200ms")) {
                assertThat(plan.exit()).as(plan.toString()).isZero();
                assertThat(plan.out()).contains("shows primary", "DELETE www.demo.test A 127.0.0.2 (ttl 60)");
                assertThat(second.exit()).as(second.toString()).isEqualTo(1);
                assertThat(second.err()).contains("another kirikae (process ", "its own state-dir");
                wrong.line(line -> line.contains("refused with 401: the token is not that of the host 'web-1'"));
                assertThat(wrong.terminate()).isEqualTo(143);
                assertThat(wrong.out().lines()).hasSize(1);
            }
            heartbeats(http, daemon);
        }
    }

    private void heartbeats(String http, JarProcess daemon) throws IOException {
        Path token = folder.resolve("token");
        Files.writeString(token, TOKEN + "\n");
        try (JarProcess host = JarProcess.start(
                "heartbeat",
                "--url",
                "http://" + http,
                "--host",
                "web-1",
                "--token-file",
                token.toString(),
                "--every",
                "200ms")) {
            host.line(line -> line.contains("heartbeats of 'web-1' are accepted by http://" + http));
            daemon.line(line -> line.contains("event=check-up service=web target=primary check=agent"));
            assertThat(daemon.terminate()).as(daemon.toString()).isEqualTo(143);
            assertThat(daemon.out()).contains("event=stopping");
            host.line(line -> line.contains("does not answer: connection refused"));
            assertThat(host.terminate()).isEqualTo(143);
            assertThat(host.out().lines()).hasSize(2);
            assertThat(host + "").doesNotContain(TOKEN);
        }
    }

    @Test
    void aPortInUseIsOneLineAndOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                JarProcess run = JarProcess.start("run", "--dry-run", "--config", builtin(taken.getLocalPort()))) {
            assertThat(run.exit()).as(run.toString()).isEqualTo(1);
            assertThat(run.err())
                    .contains(
                            "kirikae: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": address already in use");
        }
    }

    @Test
    void aBadConfigurationMustNotBeStartedAgain() throws Exception {
        try (JarProcess run = JarProcess.start("run", "--config", write("services.web { zon = \"example.com\" }\n"))) {
            assertThat(run.exit()).as(run.toString()).isEqualTo(78);
            assertThat(run.err()).contains("kirikae.conf:1: services.web.zon: ", "did you mean 'zone'?");
            assertThat(run.out()).isEmpty();
        }
    }

    private String builtin(int port) throws IOException {
        return write("""
                listen.http = "127.0.0.1:0"
                state-dir = "%s"
                control-socket = "control.sock"
                providers.local { type = builtin, listen = "127.0.0.1:%d" }
                services.web {
                  provider = local, zone = "demo.test", names = ["www.demo.test"]
                  primary { A = ["127.0.0.2"], checks { agent { type = heartbeat, host = "web-1", token = "%s" } } }
                  maintenance { A = ["127.0.0.3"] }
                }
                """.formatted(folder.resolve("state"), port, TOKEN));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
