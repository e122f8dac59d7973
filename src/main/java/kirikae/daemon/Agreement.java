package kirikae.daemon;

import java.time.Duration;
import kirikae.core.Actual;
import kirikae.core.Desire;
import kirikae.core.ServiceState;
import kirikae.core.Work;
import kirikae.model.Service;
import kirikae.model.Verdict;

/**
 * Whether an ordered switch is what automation wants as well, so that it needs no hold (contract.md, "Override is a state": the
 * article's second job must not disarm the next alert). Pure.
 *
 * <pre>
 * the ordered target     better ones        automation               agrees
 * bad                    -                  -                        no: the operator knows why
 * -                      one of them UP     -                        no: automation would leave it again
 * UP                     all bad, or none   wants or will want it    yes, also while it waits for stable-for or a permission
 * -                      none UP            wants it now             yes
 * anything else                                                      no
 * </pre>
 */
final class Agreement {
    private final Service service;
    private final ServiceState state;
    private final int target;
    private final Duration now;

    Agreement(Service service, ServiceState state, int target, Duration now) {
        this.service = service;
        this.state = state;
        this.target = target;
        this.now = now;
    }

    /** True when automation wants the target too. */
    boolean isThere() {
        if (verdict(target).isBad() || isAnyBetter(Verdict.UP)) {
            return false;
        }
        Desire alone = Desire.ofAutomation(service, state, now);
        boolean wantedNow = alone.wants() && alone.target() == target;
        return wantedNow || (verdict(target) == Verdict.UP && !isAnyBetter(Verdict.UNDECIDED));
    }

    /** True when the records show the target, and nothing is on its way that could change that. */
    static boolean isShown(ServiceState state, int target) {
        boolean quiet =
                !state.unresolved().is() && (state.work() instanceof Work.Idle || state.work() instanceof Work.Pausing);
        return quiet && state.actual() instanceof Actual.At at && at.target() == target;
    }

    private boolean isAnyBetter(Verdict verdict) {
        for (int i = 0; i < target; i++) {
            if (verdict(i) == verdict) {
                return true;
            }
        }
        return false;
    }

    private Verdict verdict(int index) {
        return state.targets().get(index).verdict(service.alertWhen());
    }
}
