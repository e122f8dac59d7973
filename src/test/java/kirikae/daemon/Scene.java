package kirikae.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.core.ServiceState;
import kirikae.core.StandingOrder;
import kirikae.core.StateMachine;
import kirikae.core.Step;
import kirikae.core.Uptime;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.Observation;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Status;
import kirikae.model.Target;

/** One service driven by hand: a primary with a heartbeat (window 120 s, rise 2), and a maintenance target without checks. */
final class Scene {
    static final DomainName WEB = DomainName.of("www.example.com");
    static final RecordSet PRIMARY = RecordSet.of(WEB, "A", 60, List.of("203.0.113.10"));
    static final RecordSet SORRY = RecordSet.of(WEB, "CNAME", 60, List.of("sorry.example.net"));
    static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

    final Service service;
    private final StateMachine machine;
    private ServiceState state;
    private Duration now = Duration.ZERO;
    private String isolated = "";

    Scene(Service.Recovery.Mode mode) {
        Check.Rule rule = new Check.Rule(Duration.ofSeconds(120), 2, 0);
        Check agent = new Check.Heartbeat("agent", rule, "web01", new Secret("0123456789abcdef"), Check.Auth.BEARER);
        service = new Service(
                "web",
                "aws",
                "example.com",
                List.of(WEB),
                List.of(
                        new Target("primary", List.of(PRIMARY), List.of(agent)),
                        new Target("maintenance", List.of(SORRY), List.of())),
                new Service.AlertWhen(1),
                new Service.Recovery(mode, Duration.ofSeconds(60)),
                new Service.FlapGuard(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1)));
        machine = new StateMachine(service);
        state = ServiceState.initial(service, ServiceState.Restored.nothing(), now);
    }

    static Scene automatic() {
        return new Scene(Service.Recovery.Mode.AUTOMATIC);
    }

    Scene at(double seconds) {
        now = Duration.ofMillis((long) (seconds * 1000));
        return give(new Input.Tick());
    }

    /** Gives an input, and answers every read with these records. */
    Scene give(Input input) {
        Step step = machine.step(state, input, now);
        state = step.next();
        return this;
    }

    /** The records are read and show this. */
    Scene shows(RecordSet... live) {
        Step step = machine.step(state, new Input.Tick(), now);
        state = step.next();
        return give(new Input.LiveRead(state.attempt(), List.of(live)));
    }

    Scene beats(int times) {
        for (int i = 0; i < times; i++) {
            give(new Input.Observed(0, 0, Observation.success()));
        }
        return this;
    }

    Scene held(String reason) {
        return give(new Input.Ordered(new StandingOrder.Frozen(reason, "operator:root", Uptime.NEVER)));
    }

    Scene pinned(int target, Duration until) {
        return give(new Input.Ordered(new StandingOrder.Pinned(target, "disk swap", "operator:root", until)));
    }

    Scene isolated(String why) {
        isolated = why;
        return give(new Input.IsolationBegan(why));
    }

    /** The switch that is asked for and sent is accepted, is in sync, and is read back. */
    Scene carriedOut(RecordSet... after) {
        List<Effect> open = new ArrayList<>();
        take(new Input.Tick(), open);
        take(new Input.Asked(state.network().asking(), new Input.Trust.Well()), open);
        long attempt = state.attempt();
        take(new Input.ChangeSent(attempt), open);
        take(new Input.ChangeAccepted(attempt, "C1", Input.Presence.IN_SYNC), open);
        take(new Input.LiveRead(state.attempt(), List.of(after)), open);
        return this;
    }

    private void take(Input input, List<Effect> open) {
        Step step = machine.step(state, input, now);
        state = step.next();
        open.addAll(step.effects());
    }

    ServiceState state() {
        return state;
    }

    Duration now() {
        return now;
    }

    String waits() {
        return new Waits(service, state, isolated, now).words();
    }

    boolean agrees(int target) {
        return new Agreement(service, state, target, now).isThere();
    }

    Status.ServiceStatus status() {
        Snapshot snapshot = new Snapshot(
                START.plus(now), now, START, isolated, List.of(new Snapshot.Seat(service, state)), Map.of());
        return snapshot.status().services().get(0);
    }
}
