package kirikae.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import kirikae.core.CheckState;
import kirikae.core.ServiceState;
import kirikae.core.StandingOrder;
import kirikae.core.TargetState;
import kirikae.model.Check;
import kirikae.model.Service;
import kirikae.model.Target;

/** What a service that a reload has changed keeps of its former state: orders, alert, flap guard, and equal checks' counters. */
final class Succession {
    private Succession() {}

    /** The first state of the new service. Its records are read anew, and answers to the old one's questions are dropped. */
    static ServiceState carryOver(Service before, ServiceState state, Service next, Duration now) {
        ServiceState.Restored kept =
                new ServiceState.Restored(order(before, state.override(), next), state.flap(), state.alerted());
        ServiceState fresh = ServiceState.initial(next, kept, now);
        List<TargetState> targets = new ArrayList<>();
        for (int t = 0; t < next.targets().size(); t++) {
            targets.add(
                    target(before, state, next.targets().get(t), fresh.targets().get(t)));
        }
        return fresh.succeeding(state, targets);
    }

    private static StandingOrder order(Service before, StandingOrder order, Service next) {
        if (!(order instanceof StandingOrder.Pinned pinned)) {
            return order;
        }
        OptionalInt target =
                next.targetIndex(before.targets().get(pinned.target()).name());
        return target.isPresent()
                ? new StandingOrder.Pinned(target.getAsInt(), pinned.reason(), pinned.actor(), pinned.until())
                : new StandingOrder.Frozen(pinned.reason(), pinned.actor(), pinned.until());
    }

    private static TargetState target(Service before, ServiceState state, Target next, TargetState fresh) {
        OptionalInt index = before.targetIndex(next.name());
        if (index.isEmpty()) {
            return fresh;
        }
        Target old = before.targets().get(index.getAsInt());
        TargetState known = state.targets().get(index.getAsInt());
        if (old.checks().equals(next.checks())) {
            return known;
        }
        List<CheckState> checks = new ArrayList<>(fresh.checks());
        for (int c = 0; c < checks.size(); c++) {
            Check check = next.checks().get(c);
            int was = old.checks().indexOf(check);
            if (was >= 0) {
                checks.set(c, known.checks().get(was));
            }
        }
        return new TargetState(checks, fresh.upSince());
    }
}
