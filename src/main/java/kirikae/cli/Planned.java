package kirikae.cli;

import java.util.List;
import java.util.Set;
import kirikae.core.Actual;
import kirikae.core.Outlook;
import kirikae.core.Plan;
import kirikae.dns.DnsProvider;
import kirikae.dns.ProviderException;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;
import kirikae.model.Service;

/** What came of planning one service. */
sealed interface Planned {
    /** The service. */
    Service service();

    /** True when a target is shown and no plan was refused. */
    boolean isWell();

    /** The live records could be read; the directions that were asked for. */
    record Known(Service service, Outlook outlook, List<Outlook.Leg> legs) implements Planned {
        @Override
        public boolean isWell() {
            return outlook.actual() instanceof Actual.At
                    && legs.stream().noneMatch(leg -> leg.plan() instanceof Plan.Refused);
        }
    }

    /** They could not. */
    record Unreadable(Service service, ProviderError error) implements Planned {
        @Override
        public boolean isWell() {
            return false;
        }
    }

    /**
     * Reads and plans one service.
     *
     * @param to the only target to plan for, which the service has; empty for all
     */
    static Planned of(Service service, String to, DnsProvider provider) {
        try {
            List<RecordSet> live = provider.read(service.zone(), Set.copyOf(service.names()));
            Outlook outlook = Outlook.of(service, live);
            return service.targetIndex(to).isPresent()
                    ? new Known(
                            service,
                            outlook,
                            List.of(Outlook.to(
                                    service, live, service.targetIndex(to).getAsInt())))
                    : new Known(service, outlook, outlook.legs());
        } catch (ProviderException e) {
            return new Unreadable(service, e.error());
        }
    }

    /** What the live records show, in words. */
    static String shown(Known known) {
        Actual actual = known.outlook().actual();
        if (actual instanceof Actual.At at) {
            return "shows " + known.service().targets().get(at.target()).name();
        }
        return actual instanceof Actual.Drifted drifted
                ? "shows no target (drift): " + drifted.why()
                : "has no records at its names";
    }
}
