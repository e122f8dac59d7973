package kirikae.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import kirikae.core.Input;
import kirikae.core.LeaveLimit;
import kirikae.core.ServiceState;
import kirikae.dns.DnsProvider;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Observation;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Target;

/**
 * Plays one outage and one recovery of a made-up service, right after the start, through the very parts that a real one goes
 * through: afterwards their classes are loaded, so the first real switch is not the slow one (measured: 110 ms of it), and not
 * the one that finds no file handle left for its classes. Anchors and our own listener are asked in earnest, but their answers
 * are not believed. Records are on paper, events are not written. Must not: touch a real service, provider or journal.
 */
final class Rehearsal {
    private static final Duration WINDOW = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final DomainName NAME = DomainName.of("www.rehearsal.invalid");

    private final DecisionLoop loop;
    private final Eyes.Senses senses;
    private final Worker worker;
    private final Registry registry;
    private final Service service = service();
    private final ZoneDesk zone;

    /** Takes what can be asked, and who is told of a poisoned JVM. */
    Rehearsal(DecisionLoop loop, Eyes.Senses senses, Consumer<Throwable> fatal) {
        this.loop = loop;
        this.senses = senses;
        this.worker = new Worker("rehearsal", loop, fatal);
        this.registry = new Registry(loop, Chronicle.unwritten(this::happened));
        Paper paper = new Paper(service.targets().get(0).records());
        this.zone = new ZoneDesk(service.zone(), paper, worker, loop, () -> {}, ServerDesk.none(), registry::desk);
    }

    /** Begins; on the decision loop. Ends by itself, within 10 s at the latest. */
    void play() {
        registry.begin(eyes(), any -> zone, (check, tempo) -> {});
        registry.index(List.of(service));
        registry.open(service, ServiceState.initial(service, ServiceState.Restored.nothing(), loop.now()));
        heartbeat(); // and then none
        loop.at(loop.now().plus(LONGEST), this::end);
    }

    private void happened(Event event) {
        if (event.name() == EventName.SWITCH_VERIFIED) {
            boolean away = event.text("direction").equals(Optional.of("away"));
            loop.execute(away ? this::heartbeat : this::end);
        }
    }

    private void heartbeat() {
        registry.desk(service.name()).ifPresent(desk -> desk.give(new Input.Observed(0, 0, Observation.success())));
    }

    private void end() {
        registry.desk(service.name()).ifPresent(Desk::close);
        zone.stop();
        worker.close();
    }

    private Eyes eyes() {
        Chronicle chronicle = Chronicle.unwritten(event -> {});
        Eyes.Senses unbelieved = new Eyes.Senses(
                senses.rule(),
                (anchor, deadline) -> senses.anchor().ask(anchor, deadline).map(seen -> Observation.success()),
                () -> senses.listener().get().map(seen -> Observation.success()));
        return new Eyes(
                loop,
                chronicle,
                registry::broadcast,
                (desk, done, failed) -> zone.read(Set.of(NAME), done, failed),
                unbelieved,
                new LeaveLimit(1, 1, WINDOW));
    }

    private static Service service() {
        Check.Rule rule = new Check.Rule(WINDOW, 1, 0);
        Check agent = new Check.Heartbeat("agent", rule, NAME.text(), new Secret("rehearsal"), Check.Auth.BEARER);
        return new Service(
                "rehearsal",
                "paper",
                "rehearsal.invalid",
                List.of(NAME),
                List.of(
                        new Target(Target.PRIMARY, records("192.0.2.1"), List.of(agent)),
                        new Target(Target.MAINTENANCE, records("192.0.2.2"), List.of())),
                new Service.AlertWhen(1),
                new Service.Recovery(Service.Recovery.Mode.AUTOMATIC, Duration.ZERO),
                new Service.FlapGuard(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    private static List<RecordSet> records(String address) {
        return List.of(RecordSet.of(NAME, "A", 60, List.of(address)));
    }

    /** A provider of one name whose records are a list. */
    private static final class Paper implements DnsProvider {
        private volatile List<RecordSet> records;

        Paper(List<RecordSet> records) {
            this.records = records;
        }

        @Override
        public List<RecordSet> read(String zone, Set<DomainName> names) {
            return records;
        }

        @Override
        public List<RecordSet> list(String zone, Set<DomainName> names, Pacer pacer) {
            return records;
        }

        @Override
        public Accepted change(String zone, List<RecordChange> changes) {
            records = changes.get(0).creates();
            return new Accepted("paper", true);
        }

        @Override
        public boolean inSync(String changeId) {
            return true;
        }

        @Override
        public Limits limits() {
            return new Limits(1_000, 32_000);
        }

        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public void close() {
            // Paper needs no closing.
        }
    }
}
