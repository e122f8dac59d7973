package kirikae.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kirikae.core.Actual;
import kirikae.core.Input;
import kirikae.core.Uptime;
import kirikae.dns.DnsProvider;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The regular re-read of one zone: every 5 minutes, every 30 s while a service of it is in trouble, spread over the zones and
 * within the provider's rate. Lives on the decision loop. Must not stand in the way of decisions: it has a thread of its own.
 */
final class ZoneSweep {
    private static final Logger LOG = LoggerFactory.getLogger(ZoneSweep.class);
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration EVERY_TROUBLED = Duration.ofSeconds(30);

    private final String zone;
    private final DnsProvider provider;
    private final Worker worker;
    private final DecisionLoop loop;
    private final DnsProvider.Pacer pacer;
    private final Duration phase;
    private Duration sweptAt = Uptime.LONG_AGO;
    private boolean sweeping;
    private String trouble = "";

    /** A service and how far it was when the read began. */
    private record Begun(Desk desk, long generation) {}

    ZoneSweep(String zone, DnsProvider provider, Worker worker, DecisionLoop loop, DnsProvider.Pacer pacer) {
        this.zone = zone;
        this.provider = provider;
        this.worker = worker;
        this.loop = loop;
        this.pacer = pacer;
        this.phase = Duration.ofMillis(Math.floorMod(zone.hashCode() * 31L, EVERY.toMillis() / 2));
    }

    /** Re-reads the zone when it is due. */
    void whenDue(List<Desk> mine) {
        if (!sweeping && isDue(mine)) {
            sweep(mine);
        }
    }

    private boolean isDue(List<Desk> mine) {
        boolean never = sweptAt.equals(Uptime.LONG_AGO);
        if (Uptime.reached(loop.now(), never ? phase.plus(EVERY.dividedBy(2)) : sweptAt.plus(EVERY))) {
            return true;
        }
        Duration early = Uptime.later(sweptAt, Duration.ZERO).plus(EVERY_TROUBLED);
        return Uptime.reached(loop.now(), early) && mine.stream().anyMatch(ZoneSweep::isTroubled);
    }

    private static boolean isTroubled(Desk desk) {
        return !desk.state().failing().isNone()
                || desk.state().unresolved().is()
                || !desk.state().told().refused().isEmpty()
                || !(desk.state().actual() instanceof Actual.At);
    }

    private void sweep(List<Desk> mine) {
        sweeping = true;
        List<Begun> begun = mine.stream()
                .map(desk -> new Begun(desk, desk.state().generation()))
                .toList();
        Set<DomainName> names =
                mine.stream().flatMap(desk -> desk.service().names().stream()).collect(Collectors.toSet());
        worker.call(
                Worker.Lane.SWEEPS,
                () -> ZoneReads.byName(provider.list(zone, names, pacer)),
                live -> swept(begun, live),
                this::failed);
    }

    private void swept(List<Begun> begun, Map<DomainName, List<RecordSet>> live) {
        ended();
        trouble = "";
        loop.inSlices(
                begun,
                one -> one.desk()
                        .give(new Input.Swept(
                                one.generation(),
                                ZoneReads.at(live, one.desk().service().names()))));
    }

    /** Said once, not every five minutes; whoever needs the records meets the error on the decision path. */
    private void failed(ProviderError error) {
        ended();
        if (!error.toString().equals(trouble)) {
            trouble = error.toString();
            LOG.warn("the regular re-read of zone {} failed, and is tried again: {}", zone, error);
        }
    }

    private void ended() {
        sweeping = false;
        sweptAt = loop.now();
    }
}
