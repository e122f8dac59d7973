package kirikae.probe;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Observation;
import kirikae.model.Observation.Outcome;

/**
 * The probe engine alone, many HTTP checks against the target server of the benchmarks. Arguments: port, checks, interval in
 * ms, probes on one connection (1: fresh ones), seconds before and seconds of the measurement. Prints one line of figures.
 */
final class ProbeBench {
    private static final int WORST_MS = 20_000;

    private final AtomicIntegerArray latenessMs = new AtomicIntegerArray(WORST_MS + 1);
    private final LongAdder done = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unknowns = new LongAdder();
    private final long interval;
    private volatile String complaint = "";
    private volatile long epoch;
    private volatile boolean measuring;

    private ProbeBench(Duration interval) {
        this.interval = interval.toNanos();
    }

    public static void main(String[] arguments) throws Exception {
        int[] n = List.of(arguments).stream().mapToInt(Integer::parseInt).toArray();
        new ProbeBench(Duration.ofMillis(n[2])).run(n[0], n[1], n[3], n[4], n[5]);
        System.exit(0);
    }

    private void run(int port, int checks, int freshEvery, int before, int seconds) throws Exception {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        ProbeEngine engine = new ProbeEngine(vertx, ProbeEngine.Sizing.standard(), this::observed);
        engine.start().toCompletionStage().toCompletableFuture().get();
        epoch = engine.epoch();
        engine.replace(checks(port, checks, freshEvery))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        Thread.sleep(before * 1_000L);
        System.out.println("ready");
        measuring = true;
        Thread.sleep(seconds * 1_000L);
        measuring = false;
        System.out.printf(
                "done transport=%s checks=%d failures=%d unknown=%d late50=%d late99=%d late999=%d worst=%d rss=%d %s%n",
                engine.transport(),
                done.sum(),
                failures.sum(),
                unknowns.sum(),
                lateness(0.5),
                lateness(0.99),
                lateness(0.999),
                lateness(1),
                resident(),
                complaint);
    }

    private void observed(CheckId id, Observation seen, long started) {
        // Failures count from the first probe of a cold JVM on; the rest is measured once it is warm.
        if (seen.outcome() != Outcome.SUCCESS) {
            (seen.outcome() == Outcome.FAILURE ? failures : unknowns).increment();
            complaint = seen.reason();
        }
        if (measuring) {
            done.increment();
            long late = Math.floorMod(started - epoch - Rhythm.phase(id, interval), interval);
            latenessMs.incrementAndGet((int) Math.min(WORST_MS, late / 1_000_000));
        }
    }

    private Map<CheckId, Check.Probe> checks(int port, int count, int freshEvery) {
        Duration every = Duration.ofNanos(interval);
        Check.Pace pace = new Check.Pace(every, Duration.ofSeconds(5), every);
        Check.Rule rule = new Check.Rule(Duration.ofMinutes(2), 2, 0);
        Map<CheckId, Check.Probe> checks = new HashMap<>();
        for (int i = 0; i < count; i++) {
            URI url = URI.create("http://service-" + i + ".example.com:" + port + "/health");
            String address = "127.1." + i / 250 + "." + (i % 250 + 1);
            checks.put(
                    new CheckId("service-" + i, "primary", "site"),
                    new Check.Http(
                            "site",
                            rule,
                            pace,
                            url,
                            List.of(new Check.StatusRange(200, 399)),
                            "",
                            Map.of(),
                            "",
                            List.of(address),
                            Check.Addresses.ANY,
                            true,
                            freshEvery));
        }
        return checks;
    }

    /** The whole milliseconds within which the given share of all starts came. */
    private int lateness(double share) {
        long wanted = (long) Math.ceil(done.sum() * share);
        long seen = 0;
        for (int ms = 0; ms < latenessMs.length(); ms++) {
            seen += latenessMs.get(ms);
            if (seen >= wanted) {
                return ms;
            }
        }
        return -1;
    }

    private static long resident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
