package kirikae.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import kirikae.faults.FakeRoute53;

/**
 * A daemon with ten services that are all well: memory and processor time, and how fast it listens. Route 53, web hosts and the
 * senders of heartbeats are in this process. Arguments: seconds to watch; path of the AppCDS archive or "none".
 */
final class IdleBench {
    private static final int SERVICES = 10;
    private static final int STARTS = 5;

    private final FakeRoute53 fake = FakeRoute53.start().zone("example.com", "Z1");

    public static void main(String[] arguments) throws Exception {
        new IdleBench().run(Integer.parseInt(arguments[0]), arguments[1]);
        System.exit(0);
    }

    private void run(int seconds, String archive) throws Exception {
        Machine.describe();
        Map<String, String> environment = new TreeMap<>(Homes.credentials());
        environment.put("KIRIKAE_ARCHIVE", archive);
        for (int i = 0; i < SERVICES; i++) {
            fake.record("Z1", "w" + i + ".example.com A 60 127.0.0.1");
        }
        int port = Homes.freePort();
        try (SmallHost host = new SmallHost()) {
            List<String> text = text(port, host.port());
            starts(text, port, environment);
            Path config = Homes.configuration(Homes.fresh(), text);
            try (DaemonProcess daemon = new DaemonProcess(config, environment)) {
                daemon.await(line -> line.contains("event=started"), 30);
                watch(daemon, port, seconds);
            }
        }
        System.out.println("load after " + Machine.load());
    }

    private List<String> text(int port, int hostPort) {
        List<String> text = new ArrayList<>();
        text.add("listen.http = \"127.0.0.1:" + port + "\"");
        text.add("providers.aws { type = route53, endpoint = \"" + fake.endpoint() + "\" }");
        text.add("defaults { zone = \"example.com\", maintenance { A = [\"192.0.2.2\"] } }");
        for (int i = 0; i < SERVICES; i++) {
            text.add("services.w" + i + " { names = [\"w" + i
                    + ".example.com\"], primary { A = [\"127.0.0.1\"], checks {"
                    + " agent { type = heartbeat, host = \"w" + i + "\", token = \"" + Homes.TOKEN + "\" },"
                    + " site { type = http, url = \"http://w" + i + ".example.com:" + hostPort + "/\" } } } }");
        }
        return text;
    }

    /** From the start of the process until a connection to its port is taken. */
    private void starts(List<String> text, int port, Map<String, String> environment) throws Exception {
        Figures figures = new Figures();
        for (int i = 0; i < STARTS; i++) {
            Path config = Homes.configuration(Homes.fresh(), text);
            try (DaemonProcess daemon = new DaemonProcess(config, environment)) {
                while (!isOpen(port)) {
                    daemon.mustRun();
                    TimeUnit.MILLISECONDS.sleep(2);
                }
                figures.add((System.nanoTime() - daemon.begun()) / 1e6);
                daemon.await(line -> line.contains("event=started"), 30);
                TimeUnit.SECONDS.sleep(2);
            }
        }
        System.out.println(figures.row("start to listening", "ms"));
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void watch(DaemonProcess daemon, int port, int seconds) throws Exception {
        ScheduledExecutorService hosts = Executors.newSingleThreadScheduledExecutor();
        for (int i = 0; i < SERVICES; i++) {
            String name = "w" + i;
            var unused = hosts.scheduleAtFixedRate(() -> beat(port, name), i * 1_500, 15_000, TimeUnit.MILLISECONDS);
        }
        TimeUnit.SECONDS.sleep(30);
        long cpu = daemon.cpuMillis();
        long begun = System.nanoTime();
        Figures memory = new Figures();
        for (int i = 0; i < seconds; i++) {
            TimeUnit.SECONDS.sleep(1);
            memory.add(daemon.residentMb());
        }
        double share = (daemon.cpuMillis() - cpu) / ((System.nanoTime() - begun) / 1e6) * 100;
        System.out.println(memory.row("resident memory", "MB"));
        System.out.printf(
                "peak %.1f MB; processor %.2f %% of a core over %d s; %d of %d checks up, %d events of trouble%n",
                daemon.peakMb(),
                share,
                seconds,
                daemon.count("event=check-up"),
                2 * SERVICES,
                daemon.count(" WARN ") + daemon.count(" ERROR "));
        hosts.shutdownNow();
    }

    /** As a cron job does it: a connection of its own for every heartbeat. */
    private static void beat(int port, String name) {
        try (Beater beater = new Beater(port, name)) {
            beater.beat();
        } catch (IOException e) {
            System.err.println("heartbeat of " + name + ": " + e);
        }
    }
}
