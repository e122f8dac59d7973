package kirikae.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;
import kirikae.model.Check;
import kirikae.model.Service.AlertWhen;
import kirikae.model.Target;
import kirikae.model.Verdict;

/**
 * What is known of one target: its checks, and the verdict that follows from them (contract.md, "Target verdict").
 *
 * @param checks in the order of the target's checks
 * @param upSince since when the verdict has been UP without a break; {@link Uptime#NEVER} while it is not
 */
public record TargetState(List<CheckState> checks, Duration upSince) {
    /** Copies the list. */
    public TargetState {
        checks = List.copyOf(checks);
    }

    /** A target nothing is known of. A target without checks has been usable for ever. */
    public static TargetState fresh(Target target, Duration now) {
        List<CheckState> checks = target.checks().stream()
                .map(check -> CheckState.fresh(check.rule(), now))
                .toList();
        return new TargetState(checks, checks.isEmpty() ? Uptime.LONG_AGO : Uptime.NEVER);
    }

    /** The verdict: bad when at least N checks are; UP when none is undecided and fewer are bad; else UNDECIDED. */
    public Verdict verdict(AlertWhen rule) {
        return verdictWhere(rule, check -> true);
    }

    /** The verdict without planned work: what deserves an alert. */
    public Verdict unplannedVerdict(AlertWhen rule) {
        return verdictWhere(rule, check -> !check.inMaint());
    }

    private Verdict verdictWhere(AlertWhen rule, Predicate<CheckState> counts) {
        int bad = 0;
        int silent = 0;
        int undecided = 0;
        for (CheckState check : checks) {
            Verdict verdict = check.counted();
            bad += verdict.isBad() && counts.test(check) ? 1 : 0;
            silent += verdict == Verdict.NO_DATA ? 1 : 0;
            undecided += verdict == Verdict.UNDECIDED ? 1 : 0;
        }
        if (!checks.isEmpty() && bad >= rule.of(checks.size())) {
            return silent == bad ? Verdict.NO_DATA : Verdict.DOWN;
        }
        return undecided == 0 ? Verdict.UP : Verdict.UNDECIDED;
    }

    /** True when enough checks are bad by the host's own word alone, so that our network need not be asked. */
    public boolean isBadByWord(AlertWhen rule) {
        long words = checks.stream()
                .filter(check -> check.counted().isBad() && check.isHostsWord())
                .count();
        return !checks.isEmpty() && words >= rule.of(checks.size());
    }

    /** The same target with one check replaced. */
    public TargetState with(int index, CheckState check) {
        List<CheckState> next = new ArrayList<>(checks);
        next.set(index, check);
        return new TargetState(next, upSince);
    }

    /** The same target after its verdict was judged again: keeps the time since when it is UP. */
    public TargetState judged(AlertWhen rule, Duration now) {
        boolean up = verdict(rule) == Verdict.UP;
        if (up != upSince.equals(Uptime.NEVER)) {
            return this;
        }
        return new TargetState(checks, up ? now : Uptime.NEVER);
    }

    /** Which checks are bad and why, in words. */
    public String why(Target target, Duration now) {
        StringJoiner words = new StringJoiner("; ");
        for (int i = 0; i < checks.size(); i++) {
            Check check = target.checks().get(i);
            if (checks.get(i).counted().isBad()) {
                words.add(check.name() + ": " + checks.get(i).why(check, now));
            }
        }
        return words.toString();
    }

    /** When time alone may change it. */
    public Duration wakeAt() {
        Duration wake = Uptime.NEVER;
        for (CheckState check : checks) {
            wake = Uptime.earlier(wake, check.wakeAt());
        }
        return wake;
    }
}
