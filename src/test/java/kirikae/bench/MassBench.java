package kirikae.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole zone at once: all hosts of many services give their last heartbeat together. The real daemon and Route 53 at the wire
 * in processes of their own; every request takes 100 ms, and a zone answers PriorRequestNotComplete for 300 ms after each change.
 * Arguments: services; zones; "anchor" to ask a TCP anchor instead of the provider.
 */
final class MassBench {
    private static final long WINDOW = 15_000;
    private static final Pattern CREATED = Pattern.compile("CREATE (\\S+) ");
    private static final Pattern KIND = Pattern.compile("\"kind\":\"(\\w+)\"");
    private static final Pattern OUTCOME = Pattern.compile("\"outcome\":\"([^\"]*)\"");

    private final Fleet fleet;
    private final String anchor;

    private MassBench(Fleet fleet, String anchor) {
        this.fleet = fleet;
        this.anchor = anchor;
    }

    public static void main(String[] arguments) throws Exception {
        Fleet fleet = new Fleet(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), WINDOW + "ms");
        new MassBench(fleet, arguments.length > 2 ? arguments[2] : "").run();
        System.exit(0);
    }

    private void run() throws Exception {
        Machine.describe();
        List<String> options = fleet.zoneOptions();
        options.addAll(List.of("--latency-ms", "100", "--prior-ms", "300", "--in-sync-ms", "3000"));
        int port = Homes.freePort();
        try (FakeProcess fake = new FakeProcess(options.toArray(String[]::new))) {
            fleet.fill(fake);
            Path config = Homes.configuration(Homes.fresh(), text(port, fake));
            try (DaemonProcess daemon = new DaemonProcess(config, Homes.credentials());
                    Witness witness = new Witness(port)) {
                daemon.await(line -> line.contains("event=started"), 30);
                witness.start();
                story(daemon, fake, witness, port);
            }
        }
        System.out.println("load after " + Machine.load());
    }

    private List<String> text(int port, FakeProcess fake) {
        List<String> text = new ArrayList<>();
        text.add("listen.http = \"127.0.0.1:" + port + "\"");
        text.add("providers.aws { type = route53, endpoint = \"" + fake.endpoint() + "\" }");
        if (anchor.equals("anchor")) {
            text.add("isolation.anchors = [\"tcp://127.0.0.1:" + fake.port() + "\"]");
        }
        text.addAll(Witness.text());
        text.addAll(fleet.text());
        return text;
    }

    private void story(DaemonProcess daemon, FakeProcess fake, Witness witness, int port) throws Exception {
        for (int rounds = 0; rounds < 4; rounds++) {
            fleet.round(port);
            TimeUnit.SECONDS.sleep(1);
        }
        fake.post("forget", "");
        long[] last = fleet.round(port);
        long spread = span(last);
        TimeUnit.MILLISECONDS.sleep(WINDOW / 4);
        Figures quiet = witness.taken();
        Map<String, Long> applied = awaitApplied(daemon, fake);
        awaitVerified(daemon);
        Figures late = new Figures();
        for (int i = 0; i < fleet.size(); i++) {
            late.add(applied.get(fleet.domain(i)) - last[i] - WINDOW);
        }
        System.out.printf(Locale.ROOT, "%d services; last heartbeats within %d ms%n", fleet.size(), spread);
        System.out.println(late.row("change applied", "ms after the window"));
        report(fake);
        System.out.println(quiet.row("heartbeat of another host, before", "ms"));
        System.out.println(witness.taken().row("heartbeat of another host, meanwhile", "ms"));
        System.out.printf(
                Locale.ROOT,
                "processor so far %.1f s, resident %.0f MB, at the most %.0f MB%n",
                daemon.cpuMillis() / 1e3,
                daemon.residentMb(),
                daemon.peakMb());
        System.out.println("violations at Route 53: " + fake.get("violations") + "; log lines lost: "
                + daemon.count("log lines were lost") + "; trouble: " + daemon.count("event=stood-still") + " pauses, "
                + daemon.count("event=journal-error") + " journal errors, " + daemon.count("event=isolated")
                + " isolations");
        if (Boolean.getBoolean("lines")) {
            daemon.output().forEach(System.out::println);
        }
    }

    private static long span(long[] times) {
        return java.util.Arrays.stream(times).max().orElseThrow()
                - java.util.Arrays.stream(times).min().orElseThrow();
    }

    private Map<String, Long> awaitApplied(DaemonProcess daemon, FakeProcess fake) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (true) {
            Map<String, Long> applied = applied(fake);
            if (applied.size() == fleet.size()) {
                return applied;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(applied.size() + " services were switched; the daemon said:\n"
                        + String.join("\n", daemon.output()));
            }
            daemon.mustRun();
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static Map<String, Long> applied(FakeProcess fake) throws Exception {
        Map<String, Long> applied = new HashMap<>();
        for (String line : fake.get("applied")) {
            Matcher created = CREATED.matcher(line);
            while (created.find()) {
                applied.put(created.group(1), Long.parseLong(line.substring(0, line.indexOf(' '))));
            }
        }
        return applied;
    }

    private void awaitVerified(DaemonProcess daemon) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (daemon.count("event=switch-verified") < fleet.size() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        System.out.println(daemon.count("event=switch-verified") + " switches verified");
    }

    private static void report(FakeProcess fake) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        for (String line : fake.get("log")) {
            Matcher kind = KIND.matcher(line);
            Matcher outcome = OUTCOME.matcher(line);
            if (kind.find() && outcome.find()) {
                counts.merge(kind.group(1) + " " + outcome.group(1), 1, Integer::sum);
            }
        }
        System.out.println("requests since the last heartbeats: " + counts);
    }
}
