package kirikae.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kirikae.faults.FakeRoute53;
import kirikae.faults.RequestKind;

/**
 * From a port that closes, and from a target that hangs (takes connections, answers none), to the change request at Route 53;
 * HAProxy looks at the same targets in the same moment, and its time is that of its verdict. Interval 1 s, 3 failures, 200 ms
 * while undecided (HAProxy's fastinter), timeout 500 ms. Every service has its own zone and its own place within the interval.
 * Arguments: services; rounds.
 */
final class DetectionBench {
    private static final Pattern DOWN = Pattern.compile("Server b/(w\\d+) is DOWN");
    private static final Pattern ZONE = Pattern.compile("Z(\\d+)");

    private final FakeRoute53 fake = FakeRoute53.start();
    private final Map<String, Long> verdicts = new ConcurrentHashMap<>();
    private final int services;
    private final int port;

    private DetectionBench(int services) throws IOException {
        this.services = services;
        this.port = Homes.freePort();
    }

    public static void main(String[] arguments) throws Exception {
        new DetectionBench(Integer.parseInt(arguments[0])).run(Integer.parseInt(arguments[1]));
        System.exit(0);
    }

    private void run(int rounds) throws Exception {
        Machine.describe();
        Path home = Homes.fresh();
        TargetServer target = TargetServer.start(home, port);
        for (int i = 0; i < services; i++) {
            fake.zone("z" + i + ".test", "Z" + i);
            fake.record("Z" + i, "www.z" + i + ".test A 60 " + Contenders.address(i));
        }
        Process haproxy = haproxy(home);
        Figures[] closed = {new Figures(), new Figures()};
        Figures[] hung = {new Figures(), new Figures()};
        try (DaemonProcess daemon = new DaemonProcess(Homes.configuration(home, text()), Homes.credentials())) {
            daemon.await(line -> line.contains("event=started"), 20);
            until(() -> daemon.count("event=check-up") >= services, "all checks are up");
            for (int round = 0; round < rounds; round++) {
                // Not in step with anybody's interval.
                TimeUnit.MILLISECONDS.sleep(2_000 + round * 137 % 1_000);
                begin();
                long moment = System.nanoTime();
                target.close();
                take(moment, closed);
                TargetServer again = TargetServer.start(home, port);
                target = again;
                recovered(daemon);
                TimeUnit.MILLISECONDS.sleep(2_000 + round * 173 % 1_000);
                begin();
                moment = System.nanoTime();
                target.signal("STOP");
                take(moment, hung);
                target.signal("CONT");
                recovered(daemon);
            }
        } finally {
            haproxy.destroy();
        }
        System.out.println(closed[0].row("closed port: HAProxy's verdict", "ms"));
        System.out.println(closed[1].row("closed port: change at Route 53", "ms"));
        System.out.println(hung[0].row("hung target: HAProxy's verdict", "ms"));
        System.out.println(hung[1].row("hung target: change at Route 53", "ms"));
        System.out.println("violations at Route 53: " + fake.violations() + "; load after " + Machine.load());
    }

    private List<String> text() {
        List<String> text = new ArrayList<>(List.of(
                "listen.http = \"off\"",
                "providers.aws { type = route53, endpoint = \"" + fake.endpoint() + "\" }",
                "isolation.anchors = [\"tcp://127.0.0.1:" + fake.port() + "\"]",
                "defaults { interval = 1s, confirm-interval = 200ms, timeout = 500ms, fall = 3, rise = 2",
                "  recovery.stable-for = 100ms, flap-guard { first-hold = 0s, max-hold = 0s } }"));
        for (int i = 0; i < services; i++) {
            text.add("services.w" + i + " { zone = \"z" + i + ".test\", names = [\"www.z" + i
                    + ".test\"], primary { A = [\""
                    + Contenders.address(i) + "\"], checks.site { type = http, url = \"http://www.z" + i + ".test:"
                    + port + "/health\" } }, maintenance { A = [\"192.0.2.2\"] } }");
        }
        return text;
    }

    private Process haproxy(Path home) throws IOException {
        List<String> text = new ArrayList<>(List.of(
                "defaults",
                "  mode http",
                "  timeout connect 500ms",
                "  timeout client 5s",
                "  timeout server 5s",
                "  timeout check 500ms",
                "frontend f",
                "  bind 127.0.0.1:" + Homes.freePort(),
                "  default_backend b",
                "backend b",
                "  option httpchk",
                "  http-check send meth GET uri /health ver HTTP/1.1 hdr Host w.example.com hdr Connection close",
                "  http-check expect status 200-399",
                "  default-server check inter 1s fastinter 200ms rise 2 fall 3"));
        for (int i = 0; i < services; i++) {
            text.add("  server w" + i + " " + Contenders.address(i) + ":" + port);
        }
        Path config = Files.write(home.resolve("haproxy.cfg"), text);
        Process process = new ProcessBuilder("haproxy", "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Thread reader = new Thread(() -> read(process), "haproxy-output");
        reader.setDaemon(true);
        reader.start();
        return process;
    }

    private void read(Process process) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher down = DOWN.matcher(line);
                if (down.find()) {
                    verdicts.putIfAbsent(down.group(1), System.nanoTime());
                }
            }
        } catch (IOException e) {
            System.err.println("HAProxy's output ended: " + e);
        }
    }

    private void begin() {
        verdicts.clear();
        fake.forgetRequests();
    }

    /** Waits for all verdicts and all changes, and notes them. */
    private void take(long moment, Figures[] figures) throws IOException, InterruptedException {
        until(() -> verdicts.size() == services && changes().size() == services, "all are switched");
        verdicts.values().forEach(at -> figures[0].add((at - moment) / 1e6));
        changes().values().forEach(at -> figures[1].add((at - moment) / 1e6));
    }

    /** When the first change of each zone came. */
    private Map<String, Long> changes() {
        Map<String, Long> changes = new ConcurrentHashMap<>();
        fake.requests().stream()
                .filter(entry -> entry.kind() == RequestKind.CHANGE)
                .forEach(entry -> {
                    Matcher zone = ZONE.matcher(entry.path());
                    changes.putIfAbsent(zone.find() ? zone.group() : entry.path(), entry.nanos());
                });
        return changes;
    }

    private void recovered(DaemonProcess daemon) throws IOException, InterruptedException {
        begin();
        until(() -> changes().size() == services, "all are switched back");
        daemon.mustRun();
    }

    private static void until(BooleanSupplier condition, String what) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("waited in vain until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
