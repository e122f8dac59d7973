package kirikae.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kirikae.core.Input;
import kirikae.core.Plan;
import kirikae.core.Planner;
import kirikae.core.ServiceState;
import kirikae.core.StateMachine;
import kirikae.core.Step;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.Observation;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Target;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one decision costs, with the quick compiler that we ship: a heartbeat, the end of a window, a look at what is live, and a
 * plan; for a service of one check and one name, and for one of ten each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"})
public class CoreBench {
    private static final Duration WINDOW = Duration.ofMinutes(2);
    private static final Duration START = Duration.ofSeconds(1);

    /** Checks of the primary, and names of the service. */
    @Param({"1", "10"})
    private int size = 1;

    private StateMachine machine = new StateMachine(service(1));
    private Planner planner = machine.planner();
    private ServiceState up = ServiceState.initial(machine.service(), ServiceState.Restored.nothing(), START);
    private List<RecordSet> live = List.of();
    private final Input beat = new Input.Observed(0, 0, Observation.success());

    /** For JMH. */
    public CoreBench() {}

    /** A service that is well: its records are read, its checks are up. */
    @Setup
    public void prepare() {
        machine = new StateMachine(service(size));
        planner = machine.planner();
        live = machine.service().targets().get(0).records();
        up = ServiceState.initial(machine.service(), ServiceState.Restored.nothing(), START);
        up = machine.step(up, new Input.Tick(), START).next();
        up = machine.step(up, new Input.LiveRead(up.attempt(), live), START).next();
        for (int check = 0; check < size; check++) {
            up = machine.step(up, new Input.Observed(0, check, Observation.success()), START)
                    .next();
        }
    }

    private static Service service(int size) {
        List<DomainName> names = new java.util.ArrayList<>();
        List<Check> checks = new java.util.ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add(DomainName.of("n" + i + ".example.com"));
            checks.add(new Check.Heartbeat(
                    "c" + i,
                    new Check.Rule(WINDOW, 2, 0),
                    "host" + i,
                    new Secret("0123456789abcdef"),
                    Check.Auth.BEARER));
        }
        return new Service(
                "web",
                "aws",
                "example.com",
                names,
                List.of(
                        new Target(Target.PRIMARY, records(names, "A", "192.0.2.1"), checks),
                        new Target(Target.MAINTENANCE, records(names, "CNAME", "sorry.example.net."), List.of())),
                new Service.AlertWhen(1),
                new Service.Recovery(Service.Recovery.Mode.AUTOMATIC, Duration.ofMinutes(1)),
                new Service.FlapGuard(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1)));
    }

    private static List<RecordSet> records(List<DomainName> names, String type, String value) {
        return names.stream()
                .map(name -> RecordSet.of(name, type, 60, List.of(value)))
                .toList();
    }

    /** A heartbeat of a host that is well: the commonest input. */
    @Benchmark
    public Step heartbeat() {
        return machine.step(up, beat, START.plusSeconds(10));
    }

    /** A window ends: the verdict, and the question about ourselves. */
    @Benchmark
    public Step windowOver() {
        return machine.step(up, new Input.Tick(), START.plus(WINDOW));
    }

    /** The regular re-read finds what is expected. */
    @Benchmark
    public Step swept() {
        return machine.step(up, new Input.Swept(up.generation(), live), START.plusSeconds(10));
    }

    /** The change to the maintenance target. */
    @Benchmark
    public Plan plan() {
        return planner.plan(live, 1);
    }

    /** Which target the records show. */
    @Benchmark
    public Object actual() {
        return planner.actual(live);
    }
}
