package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Operators' commands against the packaged jar, with real DNS answers as the witness. */
class OperatorIT {
    private static final String HOME = "127.0.0.2";
    private static final String AWAY = "127.0.0.3";

    @TempDir
    private Path folder;

    private ServerSocket host;
    private int dns;

    @BeforeEach
    void host() throws IOException {
        host = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dns = free.getLocalPort();
        }
        write("");
    }

    @AfterEach
    void closeHost() throws IOException {
        host.close();
    }

    private Path write(String more) throws IOException {
        return Files.writeString(config(), """
                listen.http = "127.0.0.1:0"
                state-dir = "state"
                control-socket = "control.sock"
                providers.local { type = builtin, listen = "127.0.0.1:%d" }
                default-provider = local
                services.web {
                  zone = "demo.test", names = ["www.demo.test"], ttl = 1s, recovery.stable-for = 0s
                  primary {
                    A = ["127.0.0.2"]
                    checks { port { type = tcp, address = "127.0.0.1:%d", interval = 100ms, timeout = 1s, no-data-window = 2s, rise = 1 } }
                  }
                  maintenance { A = ["127.0.0.3"] }
                }
                %s
                """.formatted(dns, host.getLocalPort(), more));
    }

    private Path config() {
        return folder.resolve("kirikae.conf");
    }

    private JarProcess daemon() {
        JarProcess daemon = JarProcess.start("run", "--config", config().toString());
        daemon.line(line -> line.contains("event=started"));
        daemon.line(line -> line.contains("event=check-up service=web target=primary"));
        return daemon;
    }

    /** A command in this process, with its exit code, stdout and stderr. */
    private record Ran(int exit, String out, String err) {
        Ran done() {
            assertThat(exit).as(toString()).isZero();
            return this;
        }
    }

    private Ran kirikae(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = java.util.stream.Stream.concat(
                        List.of(arguments).stream(), List.of("--config", config().toString()).stream())
                .toArray(String[]::new);
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
        return new Ran(exit, out.toString(), err.toString());
    }

    private JsonObject web() {
        return new JsonObject(kirikae("status", "web", "--json").done().out());
    }

    private String answer() {
        try {
            SimpleResolver resolver = new SimpleResolver("127.0.0.1");
            resolver.setPort(dns);
            resolver.setTimeout(Duration.ofSeconds(2));
            Record question = Record.newRecord(Name.fromString("www.demo.test."), Type.A, DClass.IN);
            return resolver.send(Message.newQuery(question)).getSection(Section.ANSWER).stream()
                    .filter(ARecord.class::isInstance)
                    .map(record -> ((ARecord) record).getAddress().getHostAddress())
                    .findFirst()
                    .orElse("none");
        } catch (IOException e) {
            return "no answer";
        }
    }

    private void awaitAnswer(String address) {
        await().atMost(Duration.ofSeconds(20)).until(this::answer, address::equals);
    }

    private static String me() {
        return "operator:" + System.getProperty("user.name");
    }

    @Test
    void aSwitchHoldsOverKillAndRestartUntilReleaseWhichActsAtOnce() throws Exception {
        try (JarProcess first = daemon()) {
            assertThat(answer()).isEqualTo(HOME);
            assertThat(kirikae("switch", "web", "maintenance", "--reason", "disk swap", "--for", "30m")
                            .done()
                            .out())
                    .startsWith("web: switching to maintenance now, and kept there for 30m, until 2");
            awaitAnswer(AWAY);
            assertThat(web().getJsonObject("hold").getString("actor")).isEqualTo(me());
            first.kill();
        }
        assertThat(folder.resolve("control.sock")).as("a stale socket").exists();
        assertThat(kirikae("status").exit()).isEqualTo(3);
        try (JarProcess second = daemon()) {
            assertThat(answer()).isEqualTo(AWAY);
            JsonObject web = web();
            assertThat(web.getString("actual")).isEqualTo("maintenance");
            assertThat(web.getJsonObject("hold").getString("kind")).isEqualTo("switch");
            assertThat(web.getJsonObject("hold").getString("reason")).isEqualTo("disk swap");
            assertThat(Instant.parse(web.getJsonObject("hold").getString("until")))
                    .isBetween(Instant.now().plusSeconds(1_600), Instant.now().plusSeconds(1_800));
            assertThat(web.getJsonObject("last-switch").getString("reason")).isEqualTo("disk swap");
            kirikae("release", "web").done();
            awaitAnswer(HOME);
            assertThat(second.terminate()).isEqualTo(143);
            assertThat(folder.resolve("control.sock")).doesNotExist();
        }
    }

    @Test
    void aSwitchExpires() throws Exception {
        try (JarProcess daemon = daemon()) {
            kirikae("switch", "web", "maintenance", "--reason", "short", "--for", "2s")
                    .done();
            awaitAnswer(AWAY);
            awaitAnswer(HOME);
            daemon.line(line -> line.contains("event=hold-expired service=web"));
        }
    }

    @Test
    void aFollowerSeesASwitchAndEventsAnswerWhy() throws Exception {
        try (JarProcess daemon = daemon();
                JarProcess follower =
                        JarProcess.start("events", "--follow", "--since", "1h", "--config", config().toString())) {
            follower.line(line -> line.contains("event=started"));
            host.close();
            follower.line(line -> line.contains("event=switch-verified service=web from=primary to=maintenance"));
            String events = kirikae("events", "--service", "web", "--since", "1h")
                    .done()
                    .out();
            assertThat(events)
                    .containsPattern("event=check-down service=web target=primary check=port verdict=NO_DATA was=UP"
                            + " reason=\"no success for 2[.0-9]*s, last: connection refused")
                    .containsPattern(
                            "event=alert service=web target=primary verdict=NO_DATA reason=\"port: no success for 2")
                    .containsPattern(
                            "event=switch-started .* actor=auto reason=\"primary is NO_DATA: port: no success for 2"
                                    + ".*\" attempt=1 plan=\"DELETE www.demo.test A 127.0.0.2 \\(ttl 1\\);"
                                    + " CREATE www.demo.test A 127.0.0.3 \\(ttl 1\\)\"")
                    .containsPattern("event=check-down .* silent-ms=\\d+")
                    .containsPattern("event=switch-started .* took-ms=\\d+")
                    .containsPattern("event=switch-accepted .* change-id=\\S+ took-ms=\\d+")
                    .containsPattern("event=switch-in-sync .* change-id=\\S+ took-ms=\\d+")
                    .containsPattern("event=switch-verified .* change-id=\\S+ took-ms=\\d+");
            List<String> json = kirikae("events", "--json").done().out().lines().toList();
            assertThat(new JsonObject(json.get(0)).getString("event")).isEqualTo("started");
            assertThat(daemon.terminate()).isEqualTo(143);
            assertThat(follower.exit()).isEqualTo(3);
            assertThat(follower.err()).contains("the daemon ended the stream");
        }
    }

    @Test
    void anOrderThatCannotBeJournalledChangesNothing() throws Exception {
        assumeTrue(has("prlimit"), "needs prlimit of util-linux");
        try (JarProcess daemon = daemon()) {
            limitFiles(daemon, "0");
            Ran failed = kirikae("switch", "web", "maintenance", "--reason", "disk swap");
            assertThat(failed.exit()).as(failed.toString()).isEqualTo(1);
            assertThat(failed.err())
                    .startsWith(
                            "kirikae: web: nothing was changed, since an order counts only when it is journalled: ");
            assertThat(answer()).isEqualTo(HOME);
            assertThat(web().getValue("hold")).isNull();
            limitFiles(daemon, "unlimited");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> kirikae("switch", "web", "maintenance", "--reason", "disk swap")
                                    .exit()
                            == 0);
            awaitAnswer(AWAY);
            assertThat(daemon.out()).contains("event=journal-error");
        }
    }

    @Test
    void reloadPutsAGoodFileInForceAndABadOneChangesNothing() throws Exception {
        try (JarProcess daemon = daemon()) {
            write("services.shop { zone = \"demo.test\", names = [\"shop.demo.test\"],"
                    + " primary { A = [\"127.0.0.4\"] }, maintenance { A = [\"127.0.0.5\"] } }");
            assertThat(kirikae("reload").done().out())
                    .isEqualTo("the configuration is in force: 2 services\n  added: shop\n");
            write("services.web.tll = 5s");
            Ran bad = kirikae("reload");
            assertThat(bad.exit()).isEqualTo(1);
            assertThat(bad.err()).contains("services.web.tll: unknown key; did you mean 'ttl'?", "nothing was changed");
            daemon.line(line -> line.contains("event=config-rejected") && line.contains("services.web.tll"));
            write("");
            assertThat(kirikae("reload").done().out())
                    .contains("removed: shop (the records of removed services are left as they are)");
        }
    }

    @Test
    void theSocketOfALivingDaemonIsNotTaken() throws Exception {
        try (JarProcess first = daemon()) {
            Path other = folder.resolve("other.conf");
            Files.writeString(
                    other,
                    Files.readString(config())
                            .replace("state-dir = \"state\"", "state-dir = \"other\"")
                            .replace("127.0.0.1:" + dns, "127.0.0.1:0"));
            try (JarProcess second = JarProcess.start("run", "--config", other.toString())) {
                second.line(line -> line.contains("ERROR") && line.contains("is in use: another daemon answers there"));
                second.line(line -> line.contains("event=started") && line.contains("control=\"not open\""));
                kirikae("hold", "web", "--reason", "mine").done();
                first.line(line -> line.contains("event=hold service=web reason=mine actor=" + me()));
            }
        }
    }

    @Test
    void theKernelSaysWhoOrders() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root") && has("setpriv"), "needs root and setpriv");
        try (JarProcess daemon = daemon()) {
            assertThat(as("65534", "status").exitValue()).isEqualTo(3);
            Process held = as("0", "hold", "web", "--reason", "group may");
            assertThat(held.exitValue()).isZero();
            String who = Objects.requireNonNullElse(nameOf("65534"), "uid:65534");
            daemon.line(line -> line.contains("event=hold service=web reason=\"group may\" actor=operator:" + who));
        }
    }

    /** A command as user nobody with this group: 0 is the socket's own. */
    private Process as(String group, String... arguments) throws Exception {
        Path jar = Files.copy(Path.of(System.getProperty("kirikae.jar", "target/kirikae.jar")), jarForAll());
        folder.toFile().setExecutable(true, false);
        List<String> command = new java.util.ArrayList<>(List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=" + group,
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--socket", folder.resolve("control.sock").toString()));
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        if (!group.equals("0")) {
            assertThat(said).contains("no permission for ", "rw-rw----", "group ");
        }
        return process;
    }

    private Path jarForAll() throws IOException {
        Path jar = folder.resolve("kirikae.jar");
        Files.deleteIfExists(jar);
        return jar;
    }

    private static @org.jspecify.annotations.Nullable String nameOf(String uid) throws IOException {
        return Files.readAllLines(Path.of("/etc/passwd"), java.nio.charset.StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.split(":"))
                .filter(parts -> parts.length > 2 && parts[2].equals(uid))
                .map(parts -> parts[0])
                .findFirst()
                .orElse(null);
    }

    private static void limitFiles(JarProcess daemon, String bytes) throws Exception {
        Process process = new ProcessBuilder("prlimit", "--pid", String.valueOf(daemon.pid()), "--fsize=" + bytes + ":")
                .inheritIO()
                .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static boolean has(String program) {
        return List.of("/usr/bin/", "/bin/", "/usr/sbin/").stream()
                .anyMatch(dir -> Files.isExecutable(Path.of(dir + program)));
    }
}
