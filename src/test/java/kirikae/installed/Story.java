package kirikae.installed;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One service of an installed daemon, from end to end inside the sandbox: a Route 53 and an instance's metadata on its loopback, and
 * a host that sends its heartbeats with the shipped units. Owns no test framework.
 */
final class Story implements AutoCloseable {
    private static final String JAVA = "java -cp /src/target/test-classes:/src/target/kirikae.jar kirikae.faults.";
    private static final int ROUTE53 = 8053;
    private static final Pattern EVENT = Pattern.compile("event=(\\S+)|\"event\":\"([^\"]+)\"");

    private final Machine machine;
    private final Sandbox sandbox;

    Story(Machine machine) {
        this.machine = machine;
        this.sandbox = machine.sandbox;
    }

    /** Starts what surrounds the daemon, and the daemon with this one service; its events begin now. */
    void prepare() throws IOException, InterruptedException {
        sandbox.sh("ip addr add 169.254.169.254/32 dev lo");
        start("imds", "FakeMetadata 169.254.169.254 80");
        start(
                "route53",
                "FakeRoute53 --port " + ROUTE53 + " --zone web.test:ZWEB --record 'www.web.test A 60 192.0.2.1'");
        machine.await("Route 53", () -> control("stats").contains("applied=0"));
        sandbox.write("/etc/kirikae/secrets/web01", "0123456789abcdef0123\n");
        machine.configure("""
                listen.http = "127.0.0.1:8787"
                isolation.anchors = ["tcp://127.0.0.1:%1$d"]
                providers.aws { type = route53, endpoint = "http://127.0.0.1:%1$d" }
                services.web {
                  zone = "web.test", names = ["www.web.test"], recovery.stable-for = 1s
                  primary { A = ["192.0.2.1"], checks {
                    agent { type = heartbeat, host = "web01", token { file = ${CREDENTIALS_DIRECTORY}"/secret_web01" }, no-data-window = 4s }
                  } }
                  maintenance { CNAME = "sorry.example.net" }
                }
                """.formatted(ROUTE53));
        sandbox.run("systemctl", "stop", Machine.UNIT).ok();
        sandbox.sh("rm -f /var/lib/kirikae/events*").ok();
        sandbox.run("systemctl", "start", Machine.UNIT).ok();
        host();
    }

    /** The units of a watched host, four times as fast. */
    private void host() throws IOException, InterruptedException {
        sandbox.write("/etc/kirikae-heartbeat.curlrc", """
                url = "http://127.0.0.1:8787/heartbeat/web01"
                header = "Authorization: Bearer 0123456789abcdef0123"
                request = "POST"
                fail
                silent
                show-error
                max-time = 10
                """);
        sandbox.write(
                "/etc/systemd/system/kirikae-heartbeat.timer.d/fast.conf",
                "[Timer]\nOnBootSec=\nOnUnitActiveSec=\nOnActiveSec=0s\nOnUnitActiveSec=1s\nAccuracySec=1ms\n");
        sandbox.write("/etc/systemd/system/kirikae-heartbeat.service.d/fast.conf", "[Unit]\nStartLimitIntervalSec=0\n");
        sandbox.run("systemctl", "daemon-reload").ok();
    }

    private void start(String name, String what) throws IOException, InterruptedException {
        sandbox.sh("systemctl is-active -q " + name + " || systemd-run -q --unit=" + name + " -p WorkingDirectory=/src "
                        + JAVA + what)
                .ok();
    }

    /** The host sends heartbeats from now on. */
    void hostLives() throws IOException, InterruptedException {
        sandbox.run("systemctl", "start", "kirikae-heartbeat.timer").ok();
    }

    /** It sends none any more. */
    void hostDies() throws IOException, InterruptedException {
        sandbox.run("systemctl", "stop", "kirikae-heartbeat.timer", "kirikae-heartbeat.service")
                .ok();
    }

    /** The host sends one heartbeat with a token that is wrong. */
    void refusedBeat() throws IOException, InterruptedException {
        sandbox.run("sed", "-i", "s/Bearer 0123/Bearer 9999/", "/etc/kirikae-heartbeat.curlrc")
                .ok();
        sandbox.run("systemctl", "start", "kirikae-heartbeat.service");
        sandbox.run("sed", "-i", "s/Bearer 9999/Bearer 0123/", "/etc/kirikae-heartbeat.curlrc")
                .ok();
    }

    /** What the host's own journal says of its heartbeats. */
    String hostsLog() throws IOException, InterruptedException {
        return sandbox.run("journalctl", "-u", "kirikae-heartbeat.service", "-o", "cat", "--no-pager", "-q")
                .out();
    }

    /** What the service's name shows. */
    List<String> shown() throws IOException, InterruptedException {
        return control("records").lines().toList();
    }

    /** What nobody may ever do to a Route 53. */
    String violations() throws IOException, InterruptedException {
        return control("violations");
    }

    private String control(String what) throws IOException, InterruptedException {
        return sandbox.run("curl", "-s", "http://127.0.0.1:" + ROUTE53 + "/_fake/" + what)
                .out();
    }

    /** How often each event stands in the files of the journal of events, those moved away included. */
    Map<String, Long> eventsOfTheFile() throws IOException, InterruptedException {
        return count(sandbox.sh("cat /var/lib/kirikae/events* | sort -u").out().lines());
    }

    /** The same in the system's journal, since the daemon was started last. */
    Map<String, Long> eventsOfTheLog() throws IOException, InterruptedException {
        String invocation = sandbox.property(Machine.UNIT, "InvocationID");
        return count(sandbox.run("journalctl", "_SYSTEMD_INVOCATION_ID=" + invocation, "-o", "cat", "--no-pager", "-q")
                .out()
                .lines());
    }

    private static Map<String, Long> count(Stream<String> lines) {
        Map<String, Long> count = new TreeMap<>();
        lines.map(EVENT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .forEach(event -> count.merge(event, 1L, Long::sum));
        return count;
    }

    /** Takes everything away again. */
    @Override
    public void close() throws IOException {
        sandbox.tidy(
                "systemctl stop kirikae-heartbeat.timer kirikae-heartbeat.service imds route53;"
                        + " rm -rf /etc/kirikae-heartbeat.curlrc /etc/systemd/system/kirikae-heartbeat.*; systemctl daemon-reload");
    }
}
