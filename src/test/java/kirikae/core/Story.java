package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kirikae.core.Input.Presence;
import kirikae.core.Input.Trust;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.Observation;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Target;

/** One service driven by hand: inputs go in, effects and events are kept until they are asked for. */
final class Story {
    static final DomainName WEB = DomainName.of("www.example.com");
    static final RecordSet PRIMARY = RecordSet.of(WEB, "A", 60, List.of("203.0.113.10"));
    static final RecordSet SORRY = RecordSet.of(WEB, "CNAME", 60, List.of("sorry.example.net"));
    static final RecordSet FOREIGN = RecordSet.of(WEB, "A", 60, List.of("198.51.100.7"));
    final StateMachine machine;
    final List<String> told = new ArrayList<>();
    java.util.Map<String, Object> fields = java.util.Map.of();
    final List<Effect> open = new ArrayList<>();
    /** False when the test itself answers for the name servers. */
    boolean noServers = true;

    ServiceState state;
    Duration now = Duration.ZERO;
    Duration wakeAt = Duration.ZERO;

    Story(Service service) {
        machine = new StateMachine(service);
        state = ServiceState.initial(service, ServiceState.Restored.nothing(), Duration.ZERO);
    }

    static Check heartbeat() {
        Check.Rule rule = new Check.Rule(Duration.ofSeconds(120), 2, 0);
        return new Check.Heartbeat("agent", rule, "web01", new Secret("0123456789abcdef"), Check.Auth.BEARER);
    }

    static Check tcp(int fall) {
        Check.Rule rule = new Check.Rule(Duration.ofSeconds(120), 2, fall);
        Check.Pace pace = new Check.Pace(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(1));
        return new Check.Tcp("port", rule, pace, "203.0.113.10", 443, List.of(), Check.Addresses.ANY);
    }

    static Service service(Service.Recovery.Mode mode, Check... checks) {
        return new Service(
                "web",
                "aws",
                "example.com",
                List.of(WEB),
                List.of(
                        new Target("primary", List.of(PRIMARY), List.of(checks)),
                        new Target("maintenance", List.of(SORRY), List.of())),
                new Service.AlertWhen(1),
                new Service.Recovery(mode, Duration.ofSeconds(60)),
                new Service.FlapGuard(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1)));
    }

    /** With one heartbeat and automatic recovery, started and UP. */
    static Story started() {
        return started(heartbeat());
    }

    static Story started(Check... checks) {
        Story story = new Story(service(Service.Recovery.Mode.AUTOMATIC, checks));
        story.give(new Input.Tick());
        story.read(PRIMARY);
        for (int c = 0; c < checks.length; c++) {
            story.give(new Input.Observed(0, c, Observation.success()));
        }
        story.told.clear();
        return story;
    }

    void give(Input input) {
        Step step = machine.step(state, input, now);
        state = step.next();
        wakeAt = step.wakeAt();
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Tell tell) {
                told.add(tell.event().text());
                fields = tell.fields();
            } else if (effect instanceof Effect.AskServers ask && ask.except().isEmpty() && noServers) {
                give(new Input.ServersAnswered(ask.attempt(), List.of()));
            } else {
                open.add(effect);
            }
        }
    }

    void at(double seconds) {
        now = Duration.ofMillis((long) (seconds * 1000));
    }

    void tickAt(double seconds) {
        at(seconds);
        give(new Input.Tick());
    }

    void success() {
        give(new Input.Observed(0, 0, Observation.success()));
    }

    void failure() {
        give(new Input.Observed(0, 0, Observation.failure("refused")));
    }

    <T extends Effect> T take(Class<T> type) {
        assertThat(open).isNotEmpty();
        Effect effect = open.remove(0);
        assertThat(effect).isInstanceOf(type);
        return type.cast(effect);
    }

    void read(RecordSet... live) {
        give(new Input.LiveRead(take(Effect.Read.class).attempt(), List.of(live)));
    }

    void well() {
        give(new Input.Asked(take(Effect.Ask.class).attempt(), new Trust.Well()));
    }

    /** Silence for a window, and the question answered well: the change is queued. */
    Effect.Send silent() {
        tickAt(120);
        well();
        return take(Effect.Send.class);
    }

    void sent(Effect.Send send) {
        assertThat(machine.wants(state, send.attempt(), now)).isTrue();
        give(new Input.ChangeSent(send.attempt()));
    }

    void switched(Effect.Send send, RecordSet shown) {
        sent(send);
        give(new Input.ChangeAccepted(send.attempt(), "C1", Presence.IN_SYNC));
        read(shown);
    }

    static ProviderError error(ProviderError.Kind kind) {
        return new ProviderError(kind, kind.name(), "");
    }
}
