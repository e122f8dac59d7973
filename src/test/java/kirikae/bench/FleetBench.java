package kirikae.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The whole daemon, with the options that are shipped (128 MB heap), watching many web hosts: as many services, each with one http
 * check at a 10 s interval, in ten zones. Hosts and Route 53 are in processes of their own. Arguments: services; seconds measured.
 */
final class FleetBench {
    private static final int ZONES = 10;
    private static final int INTERVAL = 10_000;
    private static final int SETTLE_SECONDS = 15;

    private final int services;
    private final int seconds;
    private final HttpClient client = HttpClient.newHttpClient();

    private FleetBench(int services, int seconds) {
        this.services = services;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        new FleetBench(Integer.parseInt(arguments[0]), seconds).run();
        System.exit(0);
    }

    private void run() throws Exception {
        Machine.describe();
        Process hosts = hosts();
        Fleet fleet = new Fleet(services, ZONES, "10s");
        int port = Homes.freePort();
        try (FakeProcess fake = new FakeProcess(fleet.zoneOptions().toArray(String[]::new))) {
            fleet.fill(fake);
            int hostsPort = Integer.parseInt(line(hosts));
            Path config = Homes.configuration(Homes.fresh(), text(fleet, port, hostsPort, fake));
            try (DaemonProcess daemon = new DaemonProcess(config, Homes.credentials());
                    Witness witness = new Witness(port)) {
                daemon.await(line -> line.contains("event=started"), 60);
                System.out.printf("started after %d ms%n", (System.nanoTime() - daemon.begun()) / 1_000_000);
                witness.start();
                measure(daemon, witness, port, hostsPort);
                System.out.println("violations at Route 53: " + fake.get("violations") + "; changes: "
                        + fake.get("applied").size());
            }
        } finally {
            hosts.destroyForcibly();
        }
        System.out.println("load after " + Machine.load());
    }

    private Process hosts() throws IOException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FleetServer.class.getName(),
                        String.valueOf(services),
                        String.valueOf(INTERVAL))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private static String line(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        return String.valueOf(out.readLine());
    }

    private List<String> text(Fleet fleet, int port, int hosts, FakeProcess fake) {
        List<String> text = new ArrayList<>();
        text.add("listen.http = \"127.0.0.1:" + port + "\"");
        text.add("providers.aws { type = route53, endpoint = \"" + fake.endpoint() + "\" }");
        text.addAll(Witness.text());
        List<String> all = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            String zone = fleet.domain(i).substring(fleet.domain(i).indexOf('.') + 1);
            all.add(Fleet.name(i) + " { zone = \"" + zone + "\", names = [\"" + fleet.domain(i)
                    + "\"], maintenance { CNAME = \"sorry.example.net\" }, primary { A = [\"192.0.2.1\"], checks.site "
                    + "{ type = http, url = \"http://127.0.0.1:" + hosts + "/c" + i
                    + "\", interval = 10s, timeout = 5s } } }");
        }
        text.addAll(Fleet.block(all));
        return text;
    }

    private void measure(DaemonProcess daemon, Witness witness, int port, int hosts) throws Exception {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        get(hosts, "/_begin");
        var unused = witness.taken();
        long cpu = daemon.cpuMillis();
        long begun = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        double used = (daemon.cpuMillis() - cpu) / 1e3;
        double took = (System.nanoTime() - begun) / 1e9;
        String figures = get(hosts, "/_figures").strip();
        daemon.mustRun();
        int checks = Integer.parseInt(figures.split(" ")[1]);
        System.out.printf(
                Locale.ROOT,
                "%d services, %.0f s: %.0f checks/s; lateness at the hosts in ms: %s%n",
                services,
                took,
                checks / took,
                figures);
        System.out.printf(
                Locale.ROOT,
                "processor %.1f %% of a core, %.3f s per 1,000 checks; resident %.0f MB, at the most %.0f MB%n",
                used / took * 100,
                used / checks * 1_000,
                daemon.residentMb(),
                daemon.peakMb());
        System.out.println(witness.taken().row("heartbeat meanwhile (decision lag)", "ms"));
        System.out.println("false results since the start: " + falseResults(port) + "; check-down events: "
                + daemon.count("event=check-down") + "; pauses: " + daemon.count("event=stood-still"));
        if (Boolean.getBoolean("lines")) {
            daemon.output().stream()
                    .filter(line -> !line.contains("event=check-up"))
                    .forEach(System.out::println);
        }
    }

    private String falseResults(int port) throws IOException, InterruptedException {
        List<String> others = get(port, "/metrics")
                .lines()
                .filter(line -> line.startsWith("kirikae_probe_duration_seconds_count"))
                .filter(line -> !line.contains("success"))
                .toList();
        return others.isEmpty() ? "none" : others.toString();
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
