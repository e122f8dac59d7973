package kirikae.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kirikae.core.CheckState;
import kirikae.core.Effect;
import kirikae.core.FlapGuard;
import kirikae.core.Input;
import kirikae.core.Input.Trust;
import kirikae.core.ServiceState;
import kirikae.core.StandingOrder;
import kirikae.core.StateMachine;
import kirikae.core.Step;
import kirikae.core.TargetState;
import kirikae.core.Work;
import kirikae.model.Check;
import kirikae.model.EventName;
import kirikae.model.Observation;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;

/**
 * Bugs that the invariants must find, planted around the state machine: inputs, effects or states are falsified on their way. Each
 * names the invariants of which one must break.
 */
enum PlantedBug {
    /** No bug. */
    NONE,
    /** An answer counts whatever attempt it belongs to. */
    STALE_ATTEMPTS_ACCEPTED("stale answer") {
        @Override
        Input falsify(StateMachine machine, ServiceState state, Input input) {
            if (input instanceof Input.Asked asked && state.network().asking() != 0) {
                return new Input.Asked(state.network().asking(), asked.trust());
            }
            if (input instanceof Input.LiveRead read && state.work() instanceof Work.Reading reading) {
                return new Input.LiveRead(reading.attempt(), read.live());
            }
            if (input instanceof Input.ChangeFailed failed && state.work() instanceof Work.Sent sent) {
                return new Input.ChangeFailed(sent.attempt(), failed.error());
            }
            return input instanceof Input.Polled polled && state.work() instanceof Work.Following following
                    ? new Input.Polled(following.attempt(), polled.presence())
                    : input;
        }
    },
    /** Silence counts an eighth of a window too early. */
    WINDOW_JUDGED_EARLY("verdict") {
        @Override
        Step falsify(StateMachine machine, Step step, Duration now) {
            return with(step, step.next().flap(), hurried(machine, step.next().targets(), now));
        }
    },
    /** "Is it me?" is not asked. */
    ISOLATION_NOT_ASKED("is it me", "max-fraction") {
        @Override
        Step falsify(StateMachine machine, Step step, Duration now) {
            for (Effect effect : step.effects()) {
                if (effect instanceof Effect.Ask ask) {
                    Step next = machine.step(step.next(), new Input.Asked(ask.attempt(), new Trust.Well()), now);
                    List<Effect> effects = new ArrayList<>(step.effects());
                    effects.remove(effect);
                    effects.addAll(next.effects());
                    return falsify(machine, new Step(next.next(), effects, next.wakeAt()), now);
                }
            }
            return step;
        }
    },
    /** The news that we are cut off is lost. */
    CUT_OFF_UNHEARD("cut off", "verdict") {
        @Override
        Input falsify(StateMachine machine, ServiceState state, Input input) {
            return input instanceof Input.IsolationBegan ? new Input.Tick() : input;
        }
    },
    /** A re-read that began before a change counts as what is live now. */
    SWEEP_GENERATION_IGNORED("stale answer", "outside change") {
        @Override
        Input falsify(StateMachine machine, ServiceState state, Input input) {
            return input instanceof Input.Swept swept ? new Input.Swept(state.generation(), swept.live()) : input;
        }
    },
    /** After no answer the change is sent again at once. */
    RESENT_WITHOUT_READING("read back") {
        @Override
        Input falsify(StateMachine machine, ServiceState state, Input input) {
            return input instanceof Input.ChangeFailed failed && failed.error().kind() == ProviderError.Kind.AMBIGUOUS
                    ? new Input.ChangeFailed(
                            failed.attempt(), new ProviderError(ProviderError.Kind.CREDENTIALS, "planted", ""))
                    : input;
        }
    },
    /** A queued change is sent whatever has happened since. */
    PLAN_NOT_REVALIDATED("re-validated", "is it me", "cut off", "plan from before a pause") {
        @Override
        boolean wants(boolean wanted) {
            return true;
        }

        @Override
        Step falsify(StateMachine machine, Step step, Duration now) {
            return without(step, Effect.Withdraw.class::isInstance);
        }
    },
    /** One success is enough to come back. */
    RISE_IGNORED("verdict") {
        @Override
        List<Input> multiply(StateMachine machine, Input input) {
            boolean success = input instanceof Input.Observed observed
                    && observed.observation().outcome() == Observation.Outcome.SUCCESS;
            return success ? List.of(input, input, input) : List.of(input);
        }
    },
    /** What was known before a pause counts as if it were fresh. */
    HINT_COUNTS_AS_EVIDENCE("verdict") {
        @Override
        Input falsify(StateMachine machine, ServiceState state, Input input) {
            return input instanceof Input.StoodStill ? new Input.Tick() : input;
        }
    },
    /** The DELETE names the configured TTL, not the one that was read. */
    TTL_IGNORED("liveness", "progress") {
        @Override
        Step falsify(StateMachine machine, Step step, Duration now) {
            List<Effect> effects = new ArrayList<>();
            for (Effect effect : step.effects()) {
                effects.add(effect instanceof Effect.Send send ? withTtl(send) : effect);
            }
            return new Step(step.next(), effects, step.wakeAt());
        }
    },
    /** A hold does not hold. */
    HOLD_IGNORED("hold", "order") {
        @Override
        Input falsify(StateMachine machine, ServiceState state, Input input) {
            return input instanceof Input.Ordered ordered && ordered.override() instanceof StandingOrder.Frozen
                    ? new Input.Tick()
                    : input;
        }
    },
    /** Every switch back is the first. */
    FLAP_GUARD_FORGOTTEN("flap guard") {
        @Override
        Step falsify(StateMachine machine, Step step, Duration now) {
            return with(step, FlapGuard.calm(), step.next().targets());
        }
    },
    /** A switch is not told. */
    SWITCH_NOT_TOLD("switch-started") {
        @Override
        Step falsify(StateMachine machine, Step step, Duration now) {
            return without(
                    step, effect -> effect instanceof Effect.Tell tell && tell.event() == EventName.SWITCH_STARTED);
        }
    },
    /** A wake-up is forgotten: nothing happens until something else does. */
    NEVER_WOKEN("deadline") {
        @Override
        Step falsify(StateMachine machine, Step step, Duration now) {
            return new Step(step.next(), step.effects(), kirikae.core.Uptime.NEVER);
        }
    };

    private final List<String> broken;

    PlantedBug(String... broken) {
        this.broken = List.of(broken);
    }

    /** The invariants of which one must break. */
    List<String> broken() {
        return broken;
    }

    Input falsify(StateMachine machine, ServiceState state, Input input) {
        return input;
    }

    Step falsify(StateMachine machine, Step step, Duration now) {
        return step;
    }

    List<Input> multiply(StateMachine machine, Input input) {
        return List.of(input);
    }

    boolean wants(boolean wanted) {
        return wanted;
    }

    Brain plantedIn(StateMachine machine) {
        return this == NONE ? Brain.sound(machine) : new Planted(this, machine);
    }

    private record Planted(PlantedBug bug, StateMachine machine) implements Brain {
        @Override
        public Step step(ServiceState state, Input input, Duration now) {
            Step step = new Step(state, List.of(), now);
            List<Effect> effects = new ArrayList<>();
            for (Input each : bug.multiply(machine, input)) {
                step = machine.step(step.next(), bug.falsify(machine, step.next(), each), now);
                effects.addAll(step.effects());
            }
            return bug.falsify(machine, new Step(step.next(), effects, step.wakeAt()), now);
        }

        @Override
        public boolean wants(ServiceState state, long attempt, Duration now) {
            return bug.wants(machine.wants(state, attempt, now));
        }
    }

    // ---- tools of falsification ----

    private static Step without(Step step, java.util.function.Predicate<Effect> gone) {
        return new Step(
                step.next(), step.effects().stream().filter(gone.negate()).toList(), step.wakeAt());
    }

    private static Effect withTtl(Effect.Send send) {
        List<RecordSet> deletes = send.change().deletes().stream()
                .map(set -> set.data() instanceof RecordData.Values values
                        ? RecordSet.of(set.name(), set.type(), 60, values.texts())
                        : set)
                .toList();
        return new Effect.Send(
                send.attempt(), new RecordChange(deletes, send.change().creates()));
    }

    private static List<TargetState> hurried(StateMachine machine, List<TargetState> targets, Duration now) {
        List<TargetState> next = new ArrayList<>();
        for (int t = 0; t < targets.size(); t++) {
            TargetState target = targets.get(t);
            for (int c = 0; c < target.checks().size(); c++) {
                Check check = machine.service().targets().get(t).checks().get(c);
                if (target.checks().get(c).lastSuccess().equals(now)) {
                    target = target.with(c, hurried(target.checks().get(c), check, now));
                }
            }
            next.add(target);
        }
        return next;
    }

    private static CheckState hurried(CheckState known, Check check, Duration now) {
        Duration early = now.plus(check.rule().noDataWindow().multipliedBy(7).dividedBy(8));
        return new CheckState(
                known.verdict(),
                known.hint(),
                early,
                known.lastSeen(),
                known.lastSuccess(),
                known.goods(),
                known.bads(),
                known.blindFor(),
                known.maintUntil(),
                known.said(),
                known.reason());
    }

    private static Step with(Step step, FlapGuard flap, List<TargetState> targets) {
        ServiceState state = step.next();
        ServiceState next = new ServiceState(
                targets,
                state.live(),
                state.actual(),
                state.generation(),
                state.work(),
                state.attempt(),
                state.override(),
                state.permitted(),
                flap,
                state.alerted(),
                state.network(),
                state.failing(),
                state.unresolved(),
                state.verifying(),
                state.told());
        return new Step(next, step.effects(), step.wakeAt());
    }
}
