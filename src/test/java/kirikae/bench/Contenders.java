package kirikae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Monitors that look at the same addresses (127.1.x.y) of one target server once a second: Kirikae in several ways, and those of
 * Debian. Owns their configurations.
 */
final class Contenders {
    private final int port;

    /** Starts one monitor in a folder of its own; it is given time to settle by the caller. */
    interface Start {
        Prober start(Path home, int checks) throws IOException, InterruptedException;
    }

    Contenders(int port) {
        this.port = port;
    }

    /** All of them, by name. */
    Map<String, Start> all() {
        Map<String, Start> all = new LinkedHashMap<>();
        all.put("haproxy", this::haproxy);
        all.put("gdnsd", this::gdnsd);
        all.put("kirikae", (home, checks) -> daemon(home, checks, "io_uring", ""));
        all.put("kirikae-epoll", (home, checks) -> daemon(home, checks, "epoll", ""));
        all.put("kirikae-nio", (home, checks) -> daemon(home, checks, "nio", ""));
        all.put("kirikae-reuse", (home, checks) -> daemon(home, checks, "io_uring", ", connection = reuse"));
        all.put("engine", (home, checks) -> engine(home, checks, "io_uring", 1));
        all.put("engine-epoll", (home, checks) -> engine(home, checks, "epoll", 1));
        all.put("engine-reuse", (home, checks) -> engine(home, checks, "io_uring", 6));
        all.put("prometheus", this::prometheus);
        return all;
    }

    /** The address of a check. */
    static String address(int index) {
        return "127.1." + index / 250 + "." + (index % 250 + 1);
    }

    private Prober daemon(Path home, int checks, String transport, String more)
            throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("conf.d"));
        Path config = Homes.configuration(
                home,
                List.of(
                        "listen.http = \"127.0.0.1:" + Homes.freePort() + "\"",
                        "providers.local { type = builtin, listen = \"127.0.0.1:" + Homes.freePort() + "\" }",
                        "default-provider = local",
                        "defaults { interval = 1s, timeout = 5s }"));
        for (int from = 0; from < checks; from += 250) {
            List<String> part = new ArrayList<>(List.of("services {"));
            for (int i = from; i < Math.min(checks, from + 250); i++) {
                part.add("w" + i + " { zone = \"example.com\", names = [\"w" + i + ".example.com\"], primary { A = [\""
                        + address(i) + "\"], checks.site { type = http, url = \"http://w" + i + ".example.com:" + port
                        + "/health\"" + more + " } }, maintenance { A = [\"127.0.0.2\"] } }");
            }
            part.add("}");
            Files.write(home.resolve("conf.d/" + (1_000 + from / 250) + ".conf"), part);
        }
        Prober daemon = new Prober(home.resolve("output"))
                .with(
                        Map.of("KIRIKAE_JAVA_OPTS", "-Dkirikae.transport=" + transport),
                        List.of("packaging/kirikae", "run", "--config", config.toString()));
        daemon.await("event=started", 60);
        return daemon;
    }

    private Prober engine(Path home, int checks, String transport, int freshEvery) throws IOException {
        return new Prober(home.resolve("output"))
                .with(
                        Map.of("MALLOC_ARENA_MAX", "2"),
                        List.of(
                                "java",
                                "@packaging/jvm.options",
                                "-Dkirikae.transport=" + transport,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "kirikae.probe.ProbeBench",
                                String.valueOf(port),
                                String.valueOf(checks),
                                "1000",
                                String.valueOf(freshEvery),
                                String.valueOf(ProbesBench.SETTLE),
                                String.valueOf(ProbesBench.SECONDS)));
    }

    private Prober haproxy(Path home, int checks) throws IOException {
        List<String> text = new ArrayList<>(List.of(
                "global",
                "  spread-checks 0",
                "  maxconn 1000",
                "defaults",
                "  mode http",
                "  timeout connect 5s",
                "  timeout client 5s",
                "  timeout server 5s",
                "  timeout check 5s",
                "frontend f",
                "  bind 127.0.0.1:" + Homes.freePort(),
                "  default_backend b",
                "backend b",
                "  option httpchk",
                "  http-check send meth GET uri /health ver HTTP/1.1 hdr Host w.example.com hdr User-Agent haproxy"
                        + " hdr Accept */* hdr Connection close",
                "  http-check expect status 200-399",
                "  default-server check inter 1s rise 2 fall 3"));
        for (int i = 0; i < checks; i++) {
            text.add("  server w" + i + " " + address(i) + ":" + port);
        }
        Path config = Files.write(home.resolve("haproxy.cfg"), text);
        return new Prober(home.resolve("output")).with(Map.of(), List.of("haproxy", "-db", "-f", config.toString()));
    }

    private Prober gdnsd(Path home, int checks) throws IOException {
        Path folder = Files.createDirectories(home.resolve("gdnsd"));
        Files.createDirectories(folder.resolve("zones"));
        Files.createDirectories(folder.resolve("run"));
        Files.createDirectories(folder.resolve("state"));
        List<String> text = new ArrayList<>(List.of(
                "options => {",
                "  listen => 127.0.0.1:" + Homes.freePort(),
                "  run_dir => " + folder.resolve("run"),
                "  state_dir => " + folder.resolve("state"),
                "}",
                "service_types => { web => { plugin => http_status, port => " + port
                        + ", url_path => /health, vhost => w.example.com, interval => 2, timeout => 1,"
                        + " up_thresh => 2, ok_thresh => 2, down_thresh => 3, ok_codes => [200] } }",
                "plugins => { multifo => {"));
        int addresses = 2 * checks; // its shortest interval is 2 s
        for (int from = 0; from < addresses; from += 50) { // a resource holds at most 64
            StringBuilder line = new StringBuilder("  r" + from / 50 + " => { service_types => web");
            for (int i = from; i < Math.min(addresses, from + 50); i++) {
                line.append(", a").append(i).append(" => ").append(address(i));
            }
            text.add(line.append(" }").toString());
        }
        text.add("} }");
        Files.write(folder.resolve("config"), text);
        return new Prober(home.resolve("output")).with(Map.of(), List.of("gdnsd", "-c", folder.toString(), "start"));
    }

    private Prober prometheus(Path home, int checks) throws IOException {
        int blackbox = Homes.freePort();
        Path modules =
                Files.write(home.resolve("blackbox.yml"), List.of("modules: { web: { prober: http, timeout: 5s } }"));
        List<String> text = new ArrayList<>(List.of(
                "global: { scrape_interval: 1s, scrape_timeout: 1s }",
                "scrape_configs:",
                "- job_name: web",
                "  metrics_path: /probe",
                "  params: { module: [web] }",
                "  relabel_configs:",
                "  - { source_labels: [__address__], target_label: __param_target }",
                "  - { source_labels: [__param_target], target_label: instance }",
                "  - { target_label: __address__, replacement: '127.0.0.1:" + blackbox + "' }",
                "  static_configs:",
                "  - targets:"));
        for (int i = 0; i < checks; i++) {
            text.add("    - http://" + address(i) + ":" + port + "/health");
        }
        Path config = Files.write(home.resolve("prometheus.yml"), text);
        return new Prober(home.resolve("output"))
                .with(
                        Map.of(),
                        List.of(
                                "prometheus-blackbox-exporter",
                                "--config.file=" + modules,
                                "--web.listen-address=127.0.0.1:" + blackbox))
                .with(
                        Map.of(),
                        List.of(
                                "prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + home.resolve("tsdb"),
                                "--web.listen-address=127.0.0.1:" + Homes.freePort()));
    }
}
