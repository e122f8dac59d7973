package kirikae.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kirikae.core.FlapGuard;
import kirikae.core.ServiceState;
import kirikae.core.StandingOrder;
import kirikae.core.Uptime;
import kirikae.model.Service;

/** One service as the world knows it: its hosts, what the journal keeps of it, and what has been decided. */
final class Site {
    final Service service;
    final List<Host> hosts = new ArrayList<>();
    /** The operator's order as journalled; its end in wall time. */
    StandingOrder order = new StandingOrder.None();

    long orderEnds;
    /** When the last order ended, in wall time. */
    long freedAt;

    boolean alerted;
    boolean permission;
    int flapRow;
    long flapLast;
    /** The same moment in the uptime of the run that it was in; {@link Shell#inUptime} knows which. */
    long flapUptime;

    long flapRun;
    /** Somebody else may have changed the records, or a request that was given up did. */
    boolean meddled;
    /** The order in force has had its change; a drift after that is not its business. */
    boolean orderDone;

    long decisions;
    private Optional<Decision> decision = Optional.empty();

    Site(World world, Service service) {
        this.service = service;
        for (int t = 0; t < service.targets().size(); t++) {
            hosts.add(new Host(world, this, t));
        }
    }

    List<Watch> watches() {
        return hosts.stream().flatMap(host -> host.watches.stream()).toList();
    }

    Optional<Decision> decision() {
        return decision;
    }

    void decide(Decision made) {
        decision = Optional.of(made);
    }

    void undecide() {
        decision = Optional.empty();
    }

    long longestWindow() {
        return service.longestWindow().toMillis();
    }

    /** What a start reads back from the journal, on the new uptime's line, which begins at zero. */
    ServiceState.Restored restored(long now) {
        Duration last = flapRow == 0 ? Uptime.LONG_AGO : Duration.ofMillis(flapLast - now);
        return new ServiceState.Restored(rest(now), new FlapGuard(flapRow, last), alerted);
    }

    private StandingOrder rest(long now) {
        if (order.endsAt().equals(Uptime.NEVER)) {
            return order;
        }
        Duration until = Duration.ofMillis(Math.max(0, orderEnds - now));
        if (order instanceof StandingOrder.Frozen frozen) {
            return new StandingOrder.Frozen(frozen.reason(), frozen.actor(), until);
        }
        if (order instanceof StandingOrder.Pinned pinned) {
            return new StandingOrder.Pinned(pinned.target(), pinned.reason(), pinned.actor(), until);
        }
        return order;
    }
}
