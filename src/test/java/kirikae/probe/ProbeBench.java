package kirikae.probe;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntUnaryOperator;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Observation;
import kirikae.model.Observation.Outcome;

/**
 * Measures the engine: many HTTP checks against {@link SmallServer} in another process. Arguments: port, checks, interval in
 * ms, seconds. Prints checks done, outcomes, lateness of starts against the rhythm, CPU, memory.
 */
final class ProbeBench {
    private final AtomicIntegerArray latenessMs = new AtomicIntegerArray(20_001);
    private final LongAdder successes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unknowns = new LongAdder();
    private final long interval;
    private volatile String complaint = "";
    private final LongAdder lateOnes = new LongAdder(); // more than 100 ms late, after the first ten seconds
    private volatile long epoch;

    private ProbeBench(Duration interval) {
        this.interval = interval.toNanos();
    }

    public static void main(String[] arguments) throws Exception {
        int[] n = List.of(arguments).stream().mapToInt(Integer::parseInt).toArray();
        new ProbeBench(Duration.ofMillis(n[2])).run(n[0], n[1], n[3]);
        System.exit(0);
    }

    private void run(int port, int checks, int seconds) throws Exception {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
        ProbeEngine engine = new ProbeEngine(vertx, ProbeEngine.Sizing.standard(), this::observed);
        long begun = System.nanoTime();
        engine.start().toCompletionStage().toCompletableFuture().get();
        System.out.printf("start with warm-up: %d ms%n", (System.nanoTime() - begun) / 1_000_000);
        epoch = engine.epoch();
        long heapBefore = usedHeap();
        engine.replace(checks(port, checks))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        System.out.printf("heap: %d bytes a check%n", (usedHeap() - heapBefore) / checks);
        long cpuBefore = cpu();
        Thread.sleep(seconds * 1_000L);
        report(seconds, cpu() - cpuBefore, vertx.isNativeTransportEnabled());
    }

    private void observed(CheckId id, Observation seen, long started) {
        Map<Outcome, LongAdder> counters =
                Map.of(Outcome.SUCCESS, successes, Outcome.FAILURE, failures, Outcome.UNKNOWN, unknowns);
        counters.get(seen.outcome()).increment();
        if (seen.outcome() != Outcome.SUCCESS) {
            complaint = seen.reason();
        }
        long late = Math.floorMod(started - epoch - Rhythm.phase(id, interval), interval);
        if (late > 100_000_000L && started - epoch > 10_000_000_000L) {
            lateOnes.increment();
        }
        latenessMs.incrementAndGet((int) Math.min(20_000, late / 1_000_000));
    }

    private Map<CheckId, Check.Probe> checks(int port, int count) {
        Duration every = Duration.ofNanos(interval);
        Check.Pace pace = new Check.Pace(every, Duration.ofSeconds(5), every);
        Check.Rule rule = new Check.Rule(Duration.ofMinutes(2), 2, 0);
        Map<CheckId, Check.Probe> checks = new HashMap<>();
        for (int i = 0; i < count; i++) {
            URI url = URI.create("http://service-" + i + ".example.com:" + port + "/health");
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
                            List.of("127.0.0.1"),
                            Check.Addresses.ANY,
                            true,
                            1));
        }
        return checks;
    }

    private void report(int seconds, long cpuNanos, boolean nativeTransport) throws Exception {
        long done = successes.sum() + failures.sum() + unknowns.sum();
        double cpuSeconds = cpuNanos / 1e9;
        System.out.printf(
                "native transport %s; %d checks in %d s (%.0f/s); failures %d, unknown %d %s%n",
                nativeTransport, done, seconds, (double) done / seconds, failures.sum(), unknowns.sum(), complaint);
        System.out.printf(
                "late: p50 %d ms, p99 %d ms, p99.9 %d ms, max %d ms; over 100 ms after the first 10 s: %d%n",
                lateness(done, 0.5), lateness(done, 0.99), lateness(done, 0.999), lateness(done, 1), lateOnes.sum());
        System.out.printf(
                "CPU %.2f s, %.3f s per 1,000 checks; %s%n",
                cpuSeconds, cpuSeconds * 1_000 / Math.max(1, done), memory());
    }

    /** The whole milliseconds within which the given share of all starts came. */
    private int lateness(long done, double share) {
        IntUnaryOperator count = latenessMs::get;
        long wanted = (long) Math.ceil(done * share);
        long seen = 0;
        for (int ms = 0; ms < latenessMs.length(); ms++) {
            seen += count.applyAsInt(ms);
            if (seen >= wanted) {
                return ms;
            }
        }
        return -1;
    }

    private static String memory() throws Exception {
        return String.join(
                ", ",
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                        .map(line -> line.replaceAll("\\s+", " "))
                        .toList());
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
