package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kirikae.core.Input.Presence;
import kirikae.core.Input.Trust;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.Observation;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Target;
import kirikae.model.Verdict;
import org.junit.jupiter.api.Test;

/** The state machine by single stories; random ones are in the simulation. */
class StateMachineTest {
    private static final DomainName WEB = DomainName.of("www.example.com");
    private static final RecordSet PRIMARY = RecordSet.of(WEB, "A", 60, List.of("203.0.113.10"));
    private static final RecordSet SORRY = RecordSet.of(WEB, "CNAME", 60, List.of("sorry.example.net"));
    private final StateMachine machine = new StateMachine(service());
    private ServiceState state = ServiceState.initial(service(), ServiceState.Restored.nothing(), Duration.ZERO);
    private Duration now = Duration.ZERO;
    private Duration wakeAt = Duration.ZERO;
    private final List<String> told = new ArrayList<>();
    private final List<Effect> open = new ArrayList<>();

    static Service service() {
        Check.Rule rule = new Check.Rule(Duration.ofSeconds(120), 2, 0);
        Check agent = new Check.Heartbeat("agent", rule, "web01", new Secret("0123456789abcdef"), Check.Auth.BEARER);
        return new Service(
                "web",
                "aws",
                "example.com",
                List.of(WEB),
                List.of(
                        new Target("primary", List.of(PRIMARY), List.of(agent)),
                        new Target("maintenance", List.of(SORRY), List.of())),
                new Service.AlertWhen(1),
                new Service.Recovery(Service.Recovery.Mode.AUTOMATIC, Duration.ofSeconds(60)),
                new Service.FlapGuard(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1)));
    }

    private void give(Input input) {
        Step step = machine.step(state, input, now);
        state = step.next();
        wakeAt = step.wakeAt();
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Tell tell) {
                told.add(tell.event().text());
            } else if (effect instanceof Effect.AskServers ask) {
                give(new Input.ServersAnswered(ask.attempt(), List.of()));
            } else {
                open.add(effect);
            }
        }
    }

    private void at(double seconds) {
        now = Duration.ofMillis((long) (seconds * 1000));
    }

    private <T extends Effect> T take(Class<T> type) {
        assertThat(open).isNotEmpty();
        Effect effect = open.remove(0);
        assertThat(effect).isInstanceOf(type);
        return type.cast(effect);
    }

    private void started() {
        give(new Input.Tick());
        give(new Input.LiveRead(take(Effect.Read.class).attempt(), List.of(PRIMARY)));
        give(new Input.Observed(0, 0, Observation.success()));
    }

    private void silentFor120() {
        started();
        for (int suspicion : List.of(60, 90)) {
            assertThat(wakeAt).isEqualTo(Duration.ofSeconds(suspicion));
            at(suspicion);
            give(new Input.Tick());
            give(new Input.Asked(take(Effect.Ask.class).attempt(), new Trust.Well()));
        }
        assertThat(wakeAt).isEqualTo(Duration.ofSeconds(120));
        at(120);
        give(new Input.Tick());
    }

    @Test
    void silenceSwitchesAtTheWindowAndRecoverySwitchesBack() {
        silentFor120();
        Effect.Ask ask = take(Effect.Ask.class);
        assertThat(ask.questions())
                .containsExactlyInAnyOrder(
                        Effect.Question.NETWORK, Effect.Question.OWN_LISTENER, Effect.Question.LEAVE);
        assertThat(told).containsExactly("check-up", "check-down");
        give(new Input.Asked(ask.attempt(), new Trust.Well()));
        Effect.Send send = take(Effect.Send.class);
        assertThat(send.change().lines())
                .containsExactly(
                        "DELETE www.example.com A 203.0.113.10 (ttl 60)",
                        "CREATE www.example.com CNAME sorry.example.net (ttl 60)");
        finish(send, "C1", SORRY);
        assertThat(told)
                .containsExactly(
                        "check-up",
                        "check-down",
                        "alert",
                        "switch-started",
                        "switch-accepted",
                        "switch-in-sync",
                        "switch-verified");
        told.clear();
        at(200);
        give(new Input.Observed(0, 0, Observation.success()));
        assertThat(told).isEmpty();
        at(215);
        give(new Input.Observed(0, 0, Observation.success()));
        assertThat(told).containsExactly("check-up", "recovery");
        assertThat(wakeAt).isEqualTo(Duration.ofSeconds(275));
        at(274);
        give(new Input.Observed(0, 0, Observation.success()));
        assertThat(open).isEmpty();
        at(275);
        give(new Input.Tick());
        finish(take(Effect.Send.class), "C2", PRIMARY);
        assertThat(told).endsWith("switch-started", "switch-accepted", "switch-in-sync", "switch-verified");
        assertThat(state.flap().row()).isEqualTo(1);
    }

    private void finish(Effect.Send send, String id, RecordSet shown) {
        assertThat(machine.wants(state, send.attempt(), now)).isTrue();
        give(new Input.ChangeSent(send.attempt()));
        give(new Input.ChangeAccepted(send.attempt(), id, Presence.IN_SYNC));
        give(new Input.LiveRead(take(Effect.Read.class).attempt(), List.of(shown)));
        assertThat(open).isEmpty();
    }

    @Test
    void cutOffIsNoEvidence() {
        silentFor120();
        give(new Input.Asked(take(Effect.Ask.class).attempt(), new Trust.CutOff("0 of 2 anchors answer")));
        assertThat(open).isEmpty();
        assertThat(told).doesNotContain("alert", "switch-started");
        at(300);
        give(new Input.IsolationEnded());
        assertThat(open).isEmpty();
        assertThat(state.targets().get(0).wakeAt()).isEqualTo(Duration.ofSeconds(420));
        assertThat(state.targets().get(0).verdict(service().alertWhen())).isEqualTo(Verdict.UNDECIDED);
        at(310);
        give(new Input.Observed(0, 0, Observation.success()));
        at(311);
        give(new Input.Observed(0, 0, Observation.success()));
        assertThat(told).containsExactly("check-up", "check-down", "check-up");
    }

    @Test
    void aPauseBetweenPlanAndSendDropsThePlan() {
        silentFor120();
        give(new Input.Asked(take(Effect.Ask.class).attempt(), new Trust.Well()));
        Effect.Send send = take(Effect.Send.class);
        give(new Input.StoodStill(Duration.ofMinutes(10)));
        assertThat(machine.wants(state, send.attempt(), now)).isFalse();
        assertThat(take(Effect.Withdraw.class).attempt()).isEqualTo(send.attempt());
        assertThat(told).endsWith("switch-dropped");
        assertThat(open).isEmpty();
    }

    @Test
    void aLostReplyIsReadBackAndNotSentAgain() {
        silentFor120();
        give(new Input.Asked(take(Effect.Ask.class).attempt(), new Trust.Well()));
        Effect.Send send = take(Effect.Send.class);
        give(new Input.ChangeSent(send.attempt()));
        give(new Input.ChangeFailed(
                send.attempt(),
                new kirikae.model.ProviderError(kirikae.model.ProviderError.Kind.AMBIGUOUS, "reset", "")));
        give(new Input.LiveRead(take(Effect.Read.class).attempt(), List.of(SORRY)));
        assertThat(told).endsWith("switch-accepted", "switch-verified");
        assertThat(open).isEmpty();
    }

    @Test
    void aForeignValueIsDriftAndNotTouched() {
        started();
        at(10);
        RecordSet foreign = RecordSet.of(WEB, "A", 60, List.of("198.51.100.7"));
        give(new Input.Swept(state.generation(), List.of(foreign)));
        assertThat(told).endsWith("drift");
        at(120);
        give(new Input.Tick());
        give(new Input.Asked(take(Effect.Ask.class).attempt(), new Trust.Well()));
        assertThat(told).endsWith("alert");
        assertThat(open).isEmpty();
        give(new Input.Ordered(new StandingOrder.Pinned(1, "put right", "operator:test", Uptime.NEVER)));
        assertThat(take(Effect.Send.class).change().lines())
                .containsExactly(
                        "DELETE www.example.com A 198.51.100.7 (ttl 60)",
                        "CREATE www.example.com CNAME sorry.example.net (ttl 60)");
    }

    @Test
    void fieldsOfTheStartTellTheWhy() {
        List<Map<String, Object>> starts = new ArrayList<>();
        silentFor120();
        Effect.Ask ask = take(Effect.Ask.class);
        for (Effect effect : machine.step(state, new Input.Asked(ask.attempt(), new Trust.Well()), now)
                .effects()) {
            if (effect instanceof Effect.Tell tell && tell.event() == kirikae.model.EventName.SWITCH_STARTED) {
                starts.add(tell.fields());
            }
        }
        assertThat(starts).hasSize(1);
        assertThat(starts.get(0))
                .containsEntry("reason", "primary is NO_DATA: agent: no heartbeat for 2m")
                .containsEntry("from", "primary")
                .containsEntry("to", "maintenance")
                .containsEntry("direction", "away")
                .containsEntry("actor", "auto");
    }
}
