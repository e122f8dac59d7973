package kirikae.core;

import java.time.Duration;
import kirikae.model.Service;
import kirikae.model.Target;
import kirikae.model.Verdict;

/**
 * Which target is wanted, and why: contract.md, "Desired moves only on evidence".
 *
 * <pre>
 * actual           order of the operator  wanted
 * unread           any                    nothing yet
 * A                switch to T            T
 * drifted, absent  switch to T            T, once; a drift after that is not repaired
 * drifted, absent  none or hold           nothing: an operator must say
 * A                hold                   A
 * A, bad           none                   the most preferred other target that is UP or has no checks; none: A
 * A, undecided     none                   A
 * A, up            none                   the most preferred better target that is UP, stable, past its flap guard and
 *                                         (manual recovery) permitted; none: A
 * </pre>
 *
 * @param wants whether any target is wanted
 * @param target the wanted target's index; meaningless when none is wanted
 * @param why the reason in words
 * @param actor who wants it
 * @param waiting why automation does not act although a better target is there, in words; empty when there is nothing to say
 * @param againAt when time alone may change the answer
 */
public record Desire(boolean wants, int target, String why, String actor, String waiting, Duration againAt) {
    /** Computes it. */
    public static Desire of(Service service, ServiceState state, Duration now) {
        if (state.actual() instanceof Actual.Unread) {
            return none("the live records are not known yet");
        }
        if (state.override() instanceof StandingOrder.Pinned pinned
                && (state.permitted() || state.actual() instanceof Actual.At)) {
            return new Desire(true, pinned.target(), pinned.reason(), pinned.actor(), "", Uptime.NEVER);
        }
        if (!(state.actual() instanceof Actual.At at)) {
            return none("drift: " + StateMachine.describe(state.actual()));
        }
        return state.override().isSet() ? stay(at.target(), "on hold") : automatic(service, state, at.target(), now);
    }

    /** Computes what automation by itself wants: as if no operator had ordered anything. */
    public static Desire ofAutomation(Service service, ServiceState state, Duration now) {
        boolean permitted = state.permitted() && !state.override().isSet();
        return of(service, state.withOverride(new StandingOrder.None()).withPermitted(permitted), now);
    }

    private static Desire automatic(Service service, ServiceState state, int actual, Duration now) {
        Verdict verdict = verdict(service, state, actual);
        if (verdict.isBad()) {
            return leave(service, state, actual, now);
        }
        return verdict == Verdict.UP ? better(service, state, actual, now) : stay(actual, "");
    }

    private static Desire leave(Service service, ServiceState state, int actual, Duration now) {
        Target bad = service.targets().get(actual);
        String why = bad.name() + " is " + verdict(service, state, actual) + ": "
                + state.targets().get(actual).why(bad, now);
        boolean barred = service.recovery().mode() == Service.Recovery.Mode.MANUAL && !state.permitted();
        for (int i = 0; i < service.targets().size(); i++) {
            if (i != actual && isUsable(service, state, i) && !(barred && i < actual)) {
                return move(i, why);
            }
        }
        return stay(actual, why + "; no other target is usable, so the names stay");
    }

    private static Desire better(Service service, ServiceState state, int actual, Duration now) {
        Duration again = Uptime.NEVER;
        String waiting = "";
        for (int i = 0; i < actual; i++) {
            if (!isUsable(service, state, i)) {
                continue;
            }
            String name = service.targets().get(i).name();
            if (service.recovery().mode() == Service.Recovery.Mode.MANUAL && !state.permitted()) {
                return stay(
                        actual, name + " is UP; recovery is manual and waits for: kirikae release " + service.name());
            }
            Duration ready = readyAt(service, state, i);
            if (Uptime.reached(now, ready)) {
                return move(i, name + " is UP" + since(state, i, now));
            }
            if (waiting.isEmpty()) {
                waiting = waits(service, state, i, ready, now);
            }
            again = Uptime.earlier(again, ready);
        }
        return new Desire(true, actual, "", StateMachine.AUTO, waiting, again);
    }

    private static String since(ServiceState state, int target, Duration now) {
        Duration upSince = state.targets().get(target).upSince();
        return upSince.equals(Uptime.LONG_AGO) ? "" : " for " + Uptime.text(now.minus(upSince));
    }

    private static String waits(Service service, ServiceState state, int target, Duration ready, Duration now) {
        boolean guarded = !flapDelay(service, state, target).isZero();
        return service.targets().get(target).name() + " is UP; waits " + Uptime.text(ready.minus(now)) + " for "
                + (guarded ? "the flap guard" : "stable-for");
    }

    /** When the target may gain the names by automation: UP for stable-for, and the flap guard's delay on top. */
    private static Duration readyAt(Service service, ServiceState state, int target) {
        Duration upSince = state.targets().get(target).upSince();
        if (upSince.equals(Uptime.LONG_AGO)) {
            return Uptime.LONG_AGO;
        }
        return upSince.plus(service.recovery().stableFor()).plus(flapDelay(service, state, target));
    }

    private static Duration flapDelay(Service service, ServiceState state, int target) {
        return state.flap()
                .delay(service.flapGuard(), state.targets().get(target).upSince());
    }

    private static boolean isUsable(Service service, ServiceState state, int target) {
        return verdict(service, state, target) == Verdict.UP;
    }

    private static Verdict verdict(Service service, ServiceState state, int target) {
        return state.targets().get(target).verdict(service.alertWhen());
    }

    private static Desire none(String waiting) {
        return new Desire(false, 0, "", StateMachine.AUTO, waiting, Uptime.NEVER);
    }

    private static Desire stay(int actual, String waiting) {
        return new Desire(true, actual, "", StateMachine.AUTO, waiting, Uptime.NEVER);
    }

    private static Desire move(int target, String why) {
        return new Desire(true, target, why, StateMachine.AUTO, "", Uptime.NEVER);
    }
}
