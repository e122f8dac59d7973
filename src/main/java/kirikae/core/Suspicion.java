package kirikae.core;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kirikae.core.Effect.Question;
import kirikae.model.Check;
import kirikae.model.Target;

/**
 * Asks "is it me?" while a silence is only beginning, and not just when it is to be judged. An isolation that ends right before
 * the deadline would otherwise go unseen, and the silence it made would count (contract.md: time spent isolated is not silence).
 *
 * <pre>
 * check      asked
 * heartbeat  when half, and when three quarters of its window have passed in silence
 * probe      the same, but only when it has failed meanwhile: a long interval alone is no silence
 * fall above 0   also at the first failure of a row
 * </pre>
 *
 * Nothing is asked for a check that is bad already, awaits fresh evidence, or is being worked on.
 */
final class Suspicion {
    private final List<Target> targets;
    private final ServiceState state;
    private final Duration now;

    Suspicion(List<Target> targets, ServiceState state, Duration now) {
        this.targets = targets;
        this.state = state;
        this.now = now;
    }

    /** What is to be asked now; nothing when it was asked since the last moment that calls for it. */
    Set<Question> due() {
        EnumSet<Question> questions = EnumSet.noneOf(Question.class);
        for (int t = 0; t < targets.size(); t++) {
            List<Check> checks = targets.get(t).checks();
            for (int c = 0; c < checks.size(); c++) {
                if (isDue(checks.get(c), state.targets().get(t).checks().get(c))) {
                    questions.add(Question.NETWORK);
                    if (checks.get(c) instanceof Check.Push) {
                        questions.add(Question.OWN_LISTENER);
                    }
                }
            }
        }
        return questions;
    }

    private boolean isDue(Check check, CheckState known) {
        if (!isSuspect(check, known)) {
            return false;
        }
        boolean atFirstFailure = check.rule().fall() > 0 && known.bads() == 1 && isSince(known.lastSeen());
        return atFirstFailure || isSince(part(check, known, 2)) || isSince(part(check, known, 4));
    }

    /** True when the moment has come and nothing was asked since. */
    private boolean isSince(Duration moment) {
        return Uptime.reached(now, moment) && state.network().suspectedAt().compareTo(moment) < 0;
    }

    private static boolean isSuspect(Check check, CheckState known) {
        boolean silent = check instanceof Check.Push || known.bads() > 0;
        return silent && !known.inMaint() && !known.hint() && !known.verdict().isBad();
    }

    /** The moment at which this part of the window is left. */
    private static Duration part(Check check, CheckState known, int part) {
        // Not dividedBy, which takes the way over BigDecimal: this is asked at every step.
        return known.deadline().minusNanos(check.rule().noDataWindow().toNanos() / part);
    }

    /** When time alone makes something due. */
    Duration wakeAt() {
        Duration wake = Uptime.NEVER;
        for (int t = 0; t < targets.size(); t++) {
            List<Check> checks = targets.get(t).checks();
            for (int c = 0; c < checks.size(); c++) {
                wake = Uptime.earlier(
                        wake,
                        wakeAt(checks.get(c), state.targets().get(t).checks().get(c)));
            }
        }
        return wake;
    }

    private Duration wakeAt(Check check, CheckState known) {
        if (!isSuspect(check, known)) {
            return Uptime.NEVER;
        }
        Duration half = part(check, known, 2);
        Duration quarter = part(check, known, 4);
        if (!Uptime.reached(now, half)) {
            return half;
        }
        return Uptime.reached(now, quarter) ? Uptime.NEVER : quarter;
    }
}
