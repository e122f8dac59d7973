package kirikae.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one HTTP check costs, beside the peers, in one run: each monitor looks once a second at so many addresses of one cheap
 * server; they take turns, so that all of them meet the same neighbours. Arguments: checks; rounds; names of the contenders; "-";
 * where the chart goes.
 */
final class ProbesBench {
    /** Seconds before the measurement, and of it. */
    static final int SETTLE = 10;

    static final int SECONDS = 12;

    private static final Pattern LATE = Pattern.compile("failures=(\\d+) unknown=(\\d+) late50=(\\d+) late99=(\\d+)");

    private final Map<String, List<Row>> rows = new LinkedHashMap<>();

    /** One measurement. */
    private record Row(double cpuPerThousand, double perSecond, double megabytes, String more) {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        List<String> names = words.subList(2, words.size() - 1);
        new ProbesBench()
                .run(
                        Integer.parseInt(words.get(0)),
                        Integer.parseInt(words.get(1)),
                        names,
                        words.get(words.size() - 1));
        System.exit(0);
    }

    private void run(int checks, int rounds, List<String> names, String chart) throws Exception {
        Machine.describe();
        Path home = Homes.fresh();
        try (TargetServer target = TargetServer.start(home, Homes.freePort())) {
            Map<String, Contenders.Start> all = new Contenders(target.port()).all();
            for (int round = 0; round < rounds; round++) {
                for (String name : names) {
                    Contenders.Start start = all.get(name);
                    if (start == null) {
                        throw new IllegalArgumentException(name + " is none of " + all.keySet());
                    }
                    Row row = measure(start, checks, target);
                    rows.computeIfAbsent(name, first -> new ArrayList<>()).add(row);
                    System.out.printf(
                            Locale.ROOT,
                            "round %d  %-16s %.4f s per 1,000 checks  %.0f/s  %.0f MB  %s%n",
                            round + 1,
                            name,
                            row.cpuPerThousand(),
                            row.perSecond(),
                            row.megabytes(),
                            row.more());
                }
            }
        }
        table(checks, names.get(0));
        if (!"-".equals(chart)) {
            List<Chart.Bar> bars = rows.keySet().stream()
                    .map(name -> new Chart.Bar(name, median(name, Row::cpuPerThousand) * 1_000))
                    .toList();
            Chart.bars(
                    Path.of(chart),
                    "Processor time of one http check, in microseconds (" + checks + " a second)",
                    bars);
        }
        System.out.println("load after " + Machine.load());
    }

    private static Row measure(Contenders.Start start, int checks, TargetServer target)
            throws IOException, InterruptedException {
        try (Prober prober = start.start(Homes.fresh(), checks)) {
            TimeUnit.SECONDS.sleep(SETTLE);
            double cpu = prober.cpuSeconds();
            long count = target.count();
            long begun = System.nanoTime();
            TimeUnit.SECONDS.sleep(SECONDS - 1);
            double used = prober.cpuSeconds() - cpu;
            long done = target.count() - count;
            double seconds = (System.nanoTime() - begun) / 1e9;
            double megabytes = prober.residentMb();
            return new Row(used * 1_000 / Math.max(1, done), done / seconds, megabytes, more(prober));
        }
    }

    private static String more(Prober prober) throws IOException, InterruptedException {
        if (prober.said().lines().noneMatch("ready"::equals)) {
            long bad = prober.said()
                    .lines()
                    .filter(line -> line.contains("event=check-down"))
                    .count();
            return prober.said().contains("event=started") ? bad + " false alarms" : "";
        }
        prober.await("done ", SECONDS);
        Matcher found = LATE.matcher(prober.said());
        return found.find()
                ? "late p50 " + found.group(3) + " ms, p99 " + found.group(4) + " ms; " + found.group(1) + " failures, "
                        + found.group(2) + " unknown"
                : "";
    }

    private interface Column {
        double of(Row row);
    }

    private double median(String name, Column column) {
        double[] values = rows.getOrDefault(name, List.of()).stream()
                .mapToDouble(column::of)
                .sorted()
                .toArray();
        return values[values.length / 2];
    }

    private void table(int checks, String first) {
        double base = median(first, Row::cpuPerThousand);
        System.out.printf("%n| %d checks/s | s per 1,000 checks | beside %s | checks/s | MB |%n", checks, first);
        System.out.println("|---|---|---|---|---|");
        for (String name : rows.keySet()) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.4f | %.2f | %.0f | %.0f |%n",
                    name,
                    median(name, Row::cpuPerThousand),
                    median(name, Row::cpuPerThousand) / base,
                    median(name, Row::perSecond),
                    median(name, Row::megabytes));
        }
    }
}
