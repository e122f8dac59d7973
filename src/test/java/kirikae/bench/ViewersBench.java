package kirikae.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Do those who look in make decisions late? Hosts fall silent, one shortly after the other, with nobody looking, with pages and scrapers,
 * and with nobody again, in one run of one daemon. A decision's time is what it took after the no-data window was over: the daemon's
 * own silent-ms less the window, and the took-ms of the decision with its question to the own listener.
 *
 * <pre>viewers [ROUNDS] [PAGES] [SCRAPES-A-SECOND]</pre>
 */
public final class ViewersBench {
    private static final int HOSTS = 40;
    private static final int WINDOW_MILLIS = 2_000;
    private static final double MOST_MILLIS = 10;
    private static final Pattern SILENT = Pattern.compile("event=check-down service=(\\S+) .*silent-ms=(\\d+)");
    private static final Pattern STARTED =
            Pattern.compile("event=switch-started service=(\\S+) .*direction=away .*took-ms=(\\d+)");
    private static final List<String> NAMES =
            IntStream.range(0, HOSTS).mapToObj(i -> "h" + i).toList();

    private final DaemonProcess daemon;
    private final int port;
    private int read;

    private ViewersBench(DaemonProcess daemon, int port) {
        this.daemon = daemon;
        this.port = port;
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int pages = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        int scrapes = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
        Machine.describe();
        int port = Homes.freePort();
        Path config = Homes.configuration(Homes.fresh(), configuration(port));
        try (DaemonProcess daemon = new DaemonProcess(config, Map.of())) {
            daemon.await(line -> line.contains("event=started"), 60);
            new ViewersBench(daemon, port).measure(rounds, pages, scrapes);
        }
    }

    private static List<String> configuration(int port) {
        List<String> text = new ArrayList<>(List.of(
                "listen.http = \"127.0.0.1:" + port + "\"",
                "providers.local { type = builtin, listen = \"127.0.0.1:0\" }",
                "default-provider = local",
                "defaults { zone = \"bench.test\", no-data-window = " + WINDOW_MILLIS
                        + "ms, recovery.stable-for = 100ms",
                "  maintenance { A = [\"127.0.0.9\"] }, flap-guard { first-hold = 1ms, max-hold = 1ms, forget-after = 1ms } }",
                "services {"));
        NAMES.forEach(name -> text.add(
                "  " + name + " { names = [\"" + name + ".bench.test\"], primary { A = [\"127.0.0.2\"], checks {"
                        + " agent { type = heartbeat, host = " + name + ", token = \"" + Homes.TOKEN + "\" } } } }"));
        text.add("}");
        return text;
    }

    private void measure(int rounds, int pages, int scrapes) throws Exception {
        phase(1); // the first decisions of a process load classes
        Figures before = phase(rounds);
        Figures during;
        try (Crowd crowd = new Crowd(port)) {
            crowd.pages(pages);
            crowd.scrapers(scrapes);
            TimeUnit.SECONDS.sleep(2);
            long from = crowd.answered();
            long begun = System.nanoTime();
            during = phase(rounds);
            double rate = (crowd.answered() - from) * 1e9 / (System.nanoTime() - begun);
            System.out.printf(Locale.ROOT, "%d pages follow, %.0f scrapes a second; %s%n", pages, rate, crowd.told());
        }
        Figures after = phase(rounds);
        System.out.println(before.row("decision after the window, nobody looks", "ms"));
        System.out.println(during.row("decision after the window, crowd", "ms"));
        System.out.println(after.row("decision after the window, nobody again", "ms"));
        double quiet = Math.max(before.at(0.5), after.at(0.5));
        double more = during.at(0.5) - quiet;
        double tail = during.at(0.95) - Math.max(before.at(0.95), after.at(0.95));
        System.out.printf(
                Locale.ROOT,
                "the crowd costs a decision %.1f ms at the median, %.1f ms at the 95th percentile; target: at most %.0f ms: %s%n",
                more,
                tail,
                MOST_MILLIS,
                more <= MOST_MILLIS && tail <= MOST_MILLIS ? "met" : "missed");
        System.out.printf(Locale.ROOT, "daemon: peak %.1f MB, load after %s%n", daemon.peakMb(), Machine.load());
    }

    /** Every host falls silent so often; gives the decisions' times. */
    private Figures phase(int rounds) throws Exception {
        Figures figures = new Figures();
        for (int round = 0; round < rounds; round++) {
            alive();
            fallSilent();
            until("event=switch-started", " direction=away", HOSTS);
            Map<String, Long> silences = new java.util.HashMap<>();
            for (String line : news()) {
                Matcher silent = SILENT.matcher(line);
                Matcher started = STARTED.matcher(line);
                if (silent.find()) {
                    silences.put(silent.group(1), Long.parseLong(silent.group(2)));
                } else if (started.find() && silences.containsKey(started.group(1))) {
                    figures.add(silences.get(started.group(1)) - WINDOW_MILLIS + Long.parseLong(started.group(2)));
                }
            }
        }
        return figures;
    }

    private List<String> news() {
        List<String> all = daemon.output();
        List<String> news = all.subList(read, all.size());
        read = all.size();
        return news;
    }

    /** Beats for all until every name is on its primary again. */
    private void alive() throws Exception {
        try (Beater beater = new Beater(port, "h0")) {
            long quiet = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
            while (System.nanoTime() < quiet) {
                beater.beatAll(NAMES);
                TimeUnit.MILLISECONDS.sleep(250);
            }
        }
        read = daemon.output().size();
    }

    /** The last beats, a twentieth of a second apart, so that no decision waits for another. */
    private void fallSilent() throws IOException, InterruptedException {
        try (Beater beater = new Beater(port, "h0")) {
            for (String name : NAMES) {
                beater.beat(name);
                TimeUnit.MILLISECONDS.sleep(40);
            }
        }
    }

    private void until(String event, String more, int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            daemon.mustRun();
            List<String> all = daemon.output();
            if (all.subList(read, all.size()).stream()
                            .filter(line -> line.contains(event) && line.contains(more))
                            .count()
                    >= count) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("not everybody was switched; the daemon said:\n" + String.join("\n", news()));
    }
}
