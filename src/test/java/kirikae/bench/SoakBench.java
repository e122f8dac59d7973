package kirikae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kirikae.faults.FakeRoute53;
import kirikae.faults.ServiceManager;

/**
 * Does the daemon grow? Ten services with a heartbeat and an http check each, everything once a second (ten to fifteen times the
 * ordinary pace), one of them silent for a while every two minutes, so that names move and come back; a service manager that is
 * told, and a watchdog. A row of figures every ten seconds. Arguments: minutes; path of the AppCDS archive or "none"; the file for
 * the rows.
 */
final class SoakBench {
    private static final int SERVICES = 10;
    private static final long ROW_SECONDS = 10;
    private static final long DEATH_EVERY = 120;
    private static final long DEATH_LASTS = 20;

    private final FakeRoute53 fake = FakeRoute53.start().zone("example.com", "Z1");
    private final Path home = Homes.fresh();
    private volatile boolean dead;
    private volatile long beats;

    private SoakBench() throws IOException {}

    public static void main(String[] arguments) throws Exception {
        new SoakBench().run(Long.parseLong(arguments[0]), arguments[1], Path.of(arguments[2]));
        System.exit(0);
    }

    private void run(long minutes, String archive, Path rows) throws Exception {
        Machine.describe();
        Map<String, String> environment = new TreeMap<>(Homes.credentials());
        environment.put("KIRIKAE_ARCHIVE", archive);
        environment.put("NOTIFY_SOCKET", home.resolve("notify").toString());
        environment.put("WATCHDOG_USEC", "4000000");
        int port = Homes.freePort();
        try (ServiceManager manager = new ServiceManager(environment.get("NOTIFY_SOCKET"));
                SmallHost host = new SmallHost();
                DaemonProcess daemon =
                        new DaemonProcess(Homes.configuration(home, text(port, host.port())), environment)) {
            daemon.await(line -> line.contains("event=started"), 60);
            ScheduledExecutorService hosts = Executors.newSingleThreadScheduledExecutor();
            var unused = hosts.scheduleAtFixedRate(() -> beatAll(port), 0, 1, TimeUnit.SECONDS);
            watch(daemon, minutes, rows, manager);
            hosts.shutdownNow();
        }
        System.out.println("load after " + Machine.load());
    }

    private List<String> text(int port, int hostPort) {
        List<String> text = new ArrayList<>();
        text.add("listen.http = \"127.0.0.1:" + port + "\"");
        text.add("providers.aws { type = route53, endpoint = \"" + fake.endpoint() + "\" }");
        text.add("defaults { zone = \"example.com\", no-data-window = 5s, interval = 1s, timeout = 1s");
        text.add("  recovery.stable-for = 1s, flap-guard { first-hold = 1s, max-hold = 2s, forget-after = 2s }");
        text.add("  maintenance { A = [\"192.0.2.2\"] } }");
        for (int i = 0; i < SERVICES; i++) {
            fake.record("Z1", "w" + i + ".example.com A 60 127.0.0.1");
            text.add("services.w" + i + " { names = [\"w" + i
                    + ".example.com\"], primary { A = [\"127.0.0.1\"], checks {"
                    + " agent { type = heartbeat, host = \"w" + i + "\", token = \"" + Homes.TOKEN + "\" },"
                    + " site { type = http, url = \"http://w" + i + ".example.com:" + hostPort + "/\" } } } }");
        }
        return text;
    }

    private void beatAll(int port) {
        for (int i = dead ? 1 : 0; i < SERVICES; i++) {
            try (Beater beater = new Beater(port, "w" + i)) {
                beater.beat();
                beats++;
            } catch (IOException e) {
                System.err.println("heartbeat of w" + i + ": " + e);
            }
        }
    }

    private void watch(DaemonProcess daemon, long minutes, Path rows, ServiceManager manager) throws Exception {
        Growth resident = new Growth();
        Growth live = new Growth();
        List<String> table =
                new ArrayList<>(List.of("seconds,resident-mb,heap-live-mb,threads,handles,journal-kb,beats,changes"));
        for (long second = ROW_SECONDS; second <= minutes * 60; second += ROW_SECONDS) {
            TimeUnit.SECONDS.sleep(ROW_SECONDS);
            daemon.mustRun();
            dead = second % DEATH_EVERY < DEATH_LASTS && second > DEATH_EVERY;
            double heap = second % 60 == 0 ? liveHeapMb(daemon.pid()) : Double.NaN;
            resident.add(second, daemon.residentMb());
            if (!Double.isNaN(heap)) {
                live.add(second, heap);
            }
            table.add(row(second, daemon, heap));
            Files.write(rows, table);
        }
        System.out.println(resident.line("resident memory", "MB"));
        System.out.println(live.line("heap after a collection", "MB"));
        System.out.printf(
                Locale.ROOT,
                "%d heartbeats, %d changes applied, %d verified, %d unexpected errors, %d watchdog messages, violations %s%n",
                beats,
                fake.applied().size(),
                daemon.count("event=switch-verified"),
                daemon.count(" ERROR ") - daemon.count("event=alert "),
                manager.messages().stream().filter("WATCHDOG=1"::equals).count(),
                fake.violations());
    }

    private String row(long second, DaemonProcess daemon, double heap) throws IOException {
        return String.format(
                Locale.ROOT,
                "%d,%.1f,%s,%d,%d,%d,%d,%d",
                second,
                daemon.residentMb(),
                Double.isNaN(heap) ? "" : String.format(Locale.ROOT, "%.2f", heap),
                entries(daemon, "task"),
                entries(daemon, "fd"),
                journalKb(),
                beats,
                fake.applied().size());
    }

    private static long entries(DaemonProcess daemon, String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + daemon.pid() + "/" + folder))) {
            return files.count();
        }
    }

    private long journalKb() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("state"))) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1024;
        }
    }

    /** What lives on the heap after a full collection, by jcmd; NaN where there is none. */
    private static double liveHeapMb(long pid) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (Files.notExists(jcmd)) {
            return Double.NaN;
        }
        run(jcmd.toString(), String.valueOf(pid), "GC.run");
        String info = run(jcmd.toString(), String.valueOf(pid), "GC.heap_info");
        return info.lines()
                        .filter(line -> line.contains(" used "))
                        .filter(line -> line.contains("generation"))
                        .mapToLong(line -> Long.parseLong(line.replaceFirst(".* used (\\d+)K.*", "$1")))
                        .sum()
                / 1024.0;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
