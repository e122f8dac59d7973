package kirikae.sim;

import java.util.List;
import kirikae.model.Service;
import kirikae.model.Target;
import kirikae.model.Verdict;

/** What a target's checks amount to: contract.md "Target verdict" a second time. */
final class OracleTarget {
    static final long NOT_UP = Long.MAX_VALUE;
    final List<OracleCheck> checks;
    private final int needed;
    private long upSince = NOT_UP;

    OracleTarget(Service service, Target target) {
        checks = target.checks().stream().map(OracleCheck::new).toList();
        needed = service.alertWhen().of(checks.size());
        upSince = checks.isEmpty() ? Long.MIN_VALUE : NOT_UP;
    }

    void pass(long now) {
        for (OracleCheck check : checks) {
            check.pass(now);
        }
        if (!isUp()) {
            upSince = NOT_UP;
        } else if (upSince == NOT_UP) {
            upSince = now;
        }
    }

    boolean isBad() {
        return !checks.isEmpty() && count(true) >= needed;
    }

    /** Bad without counting planned work: what deserves an alert. */
    boolean deservesAlert() {
        return !checks.isEmpty() && count(false) >= needed;
    }

    private int count(boolean withMaint) {
        int bad = 0;
        for (OracleCheck check : checks) {
            if (check.verdict().isBad() && (withMaint || !check.inMaint())) {
                bad++;
            }
        }
        return bad;
    }

    boolean isUp() {
        if (isBad()) {
            return false;
        }
        for (OracleCheck check : checks) {
            if (check.verdict() == Verdict.UNDECIDED) {
                return false;
            }
        }
        return true;
    }

    boolean isBadByWord() {
        return !checks.isEmpty()
                && checks.stream().filter(OracleCheck::isByWord).count() >= needed;
    }

    long upSince() {
        return upSince;
    }
}
