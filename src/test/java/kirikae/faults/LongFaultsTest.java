package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.core.Input.Presence;
import kirikae.core.Input.Trust;
import kirikae.core.ServiceState;
import kirikae.core.StateMachine;
import kirikae.core.Step;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.Observation;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Target;
import org.junit.jupiter.api.Test;

/** The parts of F3 and F11 that take minutes, in virtual time against the state machine alone. */
class LongFaultsTest {
    private static final DomainName WEB = DomainName.of("www.example.com");
    private static final RecordSet PRIMARY = RecordSet.of(WEB, "A", 60, List.of("192.0.2.1"));
    private static final RecordSet SORRY = RecordSet.of(WEB, "CNAME", 60, List.of("sorry.example.net"));
    private static final Duration END = Duration.ofMinutes(10);

    private final StateMachine machine = new StateMachine(service());
    private ServiceState state = ServiceState.initial(service(), ServiceState.Restored.nothing(), Duration.ZERO);
    private Duration now = Duration.ZERO;
    private Duration wakeAt = Duration.ZERO;
    private List<RecordSet> live = List.of(PRIMARY);
    private final List<String> told = new ArrayList<>();
    private final List<Duration> sends = new ArrayList<>();
    private int polls;

    /** What Route 53 says to a change, and whether one is in sync. */
    private interface Route53 {
        Input change(Effect.Send send);

        Presence poll();
    }

    private static Service service() {
        Check.Rule rule = new Check.Rule(Duration.ofMinutes(2), 2, 0);
        Check agent = new Check.Heartbeat("agent", rule, "web", new Secret("0123456789abcdef"), Check.Auth.BEARER);
        return new Service(
                "web",
                "aws",
                "example.com",
                List.of(WEB),
                List.of(
                        new Target("primary", List.of(PRIMARY), List.of(agent)),
                        new Target("maintenance", List.of(SORRY), List.of())),
                new Service.AlertWhen(1),
                new Service.Recovery(Service.Recovery.Mode.AUTOMATIC, Duration.ofMinutes(1)),
                new Service.FlapGuard(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1)));
    }

    /** Lets ten minutes pass after one good heartbeat. */
    private void silence(Route53 route53) {
        give(new Input.Tick(), route53);
        give(new Input.Observed(0, 0, Observation.success()), route53);
        while (wakeAt.compareTo(END) < 0) {
            now = wakeAt;
            give(new Input.Tick(), route53);
        }
    }

    private void give(Input input, Route53 route53) {
        Step step = machine.step(state, input, now);
        state = step.next();
        wakeAt = step.wakeAt();
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Tell tell) {
                told.add(now.toSeconds() + " " + tell.event().text());
            } else if (effect instanceof Effect.Read read) {
                give(new Input.LiveRead(read.attempt(), live), route53);
            } else if (effect instanceof Effect.Ask ask) {
                give(new Input.Asked(ask.attempt(), new Trust.Well()), route53);
            } else if (effect instanceof Effect.Poll poll) {
                polls++;
                give(new Input.Polled(poll.attempt(), route53.poll()), route53);
            } else if (effect instanceof Effect.AskServers ask) {
                give(new Input.ServersAnswered(ask.attempt(), List.of()), route53);
            } else if (effect instanceof Effect.Send send) {
                sends.add(now);
                give(new Input.ChangeSent(send.attempt()), route53);
                give(route53.change(send), route53);
            }
        }
    }

    @Test
    void f3AMinuteOfFailuresIsTold() {
        silence(new Route53() {
            @Override
            public Input change(Effect.Send send) {
                return new Input.ChangeFailed(
                        send.attempt(), new ProviderError(ProviderError.Kind.CREDENTIALS, "ExpiredToken", "expired"));
            }

            @Override
            public Presence poll() {
                throw new AssertionError("nothing was accepted");
            }
        });
        assertThat(told).contains("120 check-down", "120 alert", "120 switch-started", "180 switch-failed");
        assertThat(told.stream().filter(line -> line.endsWith("switch-failed"))).hasSize(1);
        assertThat(sends).as("ever slower, without end").hasSizeBetween(8, 20);
    }

    @Test
    void f11AChangeThatIsNeverInSyncIsToldAfterTwoMinutesAndReadBackAndNotSentAgain() {
        silence(new Route53() {
            @Override
            public Input change(Effect.Send send) {
                live = List.of(SORRY);
                return new Input.ChangeAccepted(send.attempt(), "C1", Presence.PENDING);
            }

            @Override
            public Presence poll() {
                return Presence.PENDING;
            }
        });
        assertThat(sends).containsExactly(Duration.ofMinutes(2));
        assertThat(told)
                .containsSubsequence("120 switch-accepted", "240 switch-failed", "240 switch-verified")
                .noneMatch(line -> line.endsWith("switch-in-sync"));
        assertThat(polls).as("1, 2, 2, 4, 8 s, then every 15 s").isBetween(8, 13);
    }
}
