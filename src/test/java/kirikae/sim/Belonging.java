package kirikae.sim;

import java.util.Optional;
import kirikae.core.StandingOrder;
import kirikae.model.Service;

/** Where a service belongs, by the truth about its hosts alone. */
final class Belonging {
    private Belonging() {}

    /** Says why the target is not where the service belongs; empty when it is. */
    static Optional<String> misplaced(Site site, int actual, long now) {
        if (site.order instanceof StandingOrder.Pinned pinned) {
            return pinned.target() == actual ? Optional.empty() : Optional.of("is not where it is pinned");
        }
        if (site.order.isSet()) {
            return Optional.empty();
        }
        boolean bad = isBad(site, actual, now);
        boolean manual = site.service.recovery().mode() == Service.Recovery.Mode.MANUAL;
        for (int t = 0; t < site.hosts.size(); t++) {
            boolean better = t < actual && !manual;
            boolean other = bad && (t > actual || better);
            if ((better || other) && !isBad(site, t, now)) {
                return Optional.of("is at " + actual + (bad ? " (bad)" : "") + " although " + t + " is well");
            }
        }
        return Optional.empty();
    }

    private static boolean isBad(Site site, int target, long now) {
        return site.hosts.get(target).isBad(site.service, now);
    }
}
