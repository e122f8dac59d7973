package kirikae.core;

import kirikae.model.EventName;
import kirikae.model.Service;
import kirikae.model.Verdict;

/** Operators' orders and permissions: how they come, expire and lapse (contract.md, "Override is a state"). */
final class Orders {
    private final Draft draft;

    Orders(Draft draft) {
        this.draft = draft;
    }

    /** An order to switch also permits, once, to put a drift right. */
    void take(StandingOrder order) {
        draft.become(draft.state().withOverride(order).withPermitted(order instanceof StandingOrder.Pinned));
    }

    void release() {
        boolean pending = draft.service.recovery().mode() == Service.Recovery.Mode.MANUAL && isBetterUp();
        draft.become(draft.state().withOverride(new StandingOrder.None()).withPermitted(pending));
    }

    /** An order whose time is over ends; that nobody spoke permits nothing. */
    void pass() {
        StandingOrder order = draft.state().override();
        if (order.isSet() && draft.isDue(order.endsAt())) {
            draft.tell(EventName.HOLD_EXPIRED, Draft.fields("reason", "its time is over"));
            draft.become(draft.state().withOverride(new StandingOrder.None()).withPermitted(false));
        }
    }

    /** A permission is for what a person saw: it lapses when the better target is not UP any more, or is shown already. */
    void lapse() {
        boolean over = draft.state().override() instanceof StandingOrder.Pinned pinned
                ? draft.isFree() && draft.isActual(pinned.target())
                : !draft.state().override().isSet() && !isBetterUp();
        if (draft.state().permitted() && over) {
            draft.become(draft.state().withPermitted(false));
        }
    }

    private boolean isBetterUp() {
        if (!(draft.state().actual() instanceof Actual.At at)) {
            return false;
        }
        for (int t = 0; t < at.target(); t++) {
            if (draft.verdict(t) == Verdict.UP) {
                return true;
            }
        }
        return false;
    }
}
