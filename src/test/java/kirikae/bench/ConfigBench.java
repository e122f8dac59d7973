package kirikae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A configuration of many services: the time of {@code kirikae check} as a process of its own, from the start of the daemon to
 * "started", and from SIGHUP to "config-reloaded" with nothing, one and all of the services changed. Argument: services.
 */
final class ConfigBench {
    private static final int ROUNDS = 5;
    private static final String LOCAL =
            "providers.local { type = builtin, listen = \"127.0.0.1:0\" }\ndefault-provider = local";

    private final int services;
    private final Path home = Homes.fresh();

    private ConfigBench(int services) throws IOException {
        this.services = services;
    }

    public static void main(String[] arguments) throws Exception {
        new ConfigBench(Integer.parseInt(arguments[0])).run();
        System.exit(0);
    }

    private Path write(int changed, String ttl) throws IOException {
        List<String> text = new ArrayList<>(List.of("listen.http = \"127.0.0.1:0\"", LOCAL));
        Fleet fleet = new Fleet(services, 10, "2m");
        text.addAll(fleet.text());
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < changed; i++) {
            changes.add(Fleet.name(i) + ".recovery.stable-for = " + ttl);
        }
        text.addAll(Fleet.block(changes));
        return Homes.configuration(home, text);
    }

    private void run() throws Exception {
        Machine.describe();
        Path config = write(0, "");
        System.out.printf(
                Locale.ROOT, "%d services, %.1f MB of text%n", services, Files.size(config) / 1024.0 / 1024.0);
        Figures checks = new Figures();
        for (int i = 0; i < ROUNDS; i++) {
            checks.add(check(config));
        }
        System.out.println(checks.row("kirikae check, the whole process", "ms"));
        try (DaemonProcess daemon = new DaemonProcess(config, Homes.credentials())) {
            daemon.await(line -> line.contains("event=started"), 60);
            System.out.printf("run: started after %d ms%n", (System.nanoTime() - daemon.begun()) / 1_000_000);
            TimeUnit.SECONDS.sleep(5);
            reloads(daemon, "nothing changed", 0);
            reloads(daemon, "one service changed", 1);
            reloads(daemon, "all services changed", services);
            System.out.printf(
                    Locale.ROOT,
                    "resident %.0f MB, at the most %.0f MB; pauses: %d%n",
                    daemon.residentMb(),
                    daemon.peakMb(),
                    daemon.count("event=stood-still"));
        }
        System.out.println("load after " + Machine.load());
    }

    private static double check(Path config) throws Exception {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder("packaging/kirikae", "check", "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("check ended with " + process.exitValue());
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private void reloads(DaemonProcess daemon, String what, int changed) throws Exception {
        Figures took = new Figures();
        for (int i = 0; i < ROUNDS; i++) {
            write(changed, 10 + i + "s");
            long begun = System.nanoTime();
            new ProcessBuilder("/bin/kill", "-HUP", String.valueOf(daemon.pid()))
                    .start()
                    .waitFor();
            daemon.await(line -> line.contains("event=config-reloaded"), 60);
            took.add((System.nanoTime() - begun) / 1e6);
            TimeUnit.SECONDS.sleep(1);
        }
        System.out.println(took.row("reload, " + what, "ms"));
    }
}
