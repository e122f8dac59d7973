package kirikae.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import kirikae.core.Actual;
import kirikae.core.Input;
import kirikae.core.Input.Presence;
import kirikae.core.Uptime;
import kirikae.core.ZoneQueue;
import kirikae.dns.DnsProvider;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hosted zone at work: its queue of changes (one batch in flight), its shared reads, and its regular re-read. Lives on the
 * decision loop; the provider is called on its worker. Must not decide what is wanted.
 */
final class ZoneDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ZoneDesk.class);
    private static final Duration SWEEP = Duration.ofMinutes(5);
    private static final Duration SWEEP_TROUBLED = Duration.ofSeconds(30);
    private static final Duration OLDEST_SEND = Duration.ofSeconds(2);

    private final String zone;
    private final DnsProvider provider;
    private final Worker worker;
    private final DecisionLoop loop;
    private final DnsProvider.Pacer pacer;
    private final Function<String, Optional<Desk>> desks;
    private final ZoneQueue queue;
    private final List<Reader> readers = new ArrayList<>();
    private boolean reading;
    private boolean stopped;
    private Optional<ZoneDesk> heir = Optional.empty();
    private Duration armedAt = Uptime.NEVER;
    private Duration sweptAt = Uptime.LONG_AGO;
    private Duration sweepPhase;
    private boolean sweeping;
    private String sweepTrouble = "";

    private record Reader(Set<DomainName> names, Consumer<List<RecordSet>> done, Consumer<ProviderError> failed) {}

    /** Takes the zone as configured, and how to find a service's desk by its name. */
    ZoneDesk(
            String zone,
            DnsProvider provider,
            Worker worker,
            DecisionLoop loop,
            DnsProvider.Pacer pacer,
            Function<String, Optional<Desk>> desks) {
        this.zone = zone;
        this.provider = provider;
        this.worker = worker;
        this.loop = loop;
        this.pacer = pacer;
        this.desks = desks;
        this.queue = new ZoneQueue(
                zone, provider.limits().elements(), provider.limits().characters());
        this.sweepPhase = Duration.ofMillis(Math.floorMod(zone.hashCode() * 31L, SWEEP.toMillis() / 2));
    }

    // ---- changes ----

    /** Puts a change into the queue, and sends what can be sent. */
    void send(String service, long attempt, RecordChange change) {
        queue.offer(new ZoneQueue.Waiting(service, attempt, change));
        // Not at once: while a pause is being told to all services, nobody may send on behalf of one that has not heard
        // of it.
        loop.execute(this::pump);
    }

    /** Takes a change out that has not been sent. */
    void withdraw(String service, long attempt) {
        queue.withdraw(service, attempt);
    }

    /** Sends nothing more. */
    void stop() {
        stopped = true;
    }

    /** Sends nothing more itself; what waits, also after the change that is in flight, goes to the zone's new desk. */
    void handOver(ZoneDesk newDesk) {
        stopped = true;
        heir = Optional.of(newDesk);
        pump();
    }

    private void pump() {
        if (stopped) {
            heir.ifPresent(desk ->
                    queue.drain().forEach(change -> desk.send(change.service(), change.attempt(), change.change())));
            return;
        }
        List<ZoneQueue.Waiting> batch = queue.next(loop.now(), this::isWanted);
        if (!batch.isEmpty()) {
            batch.forEach(change -> tell(change.service(), new Input.ChangeSent(change.attempt())));
            submit(batch);
        }
        arm();
    }

    /** A change that is not wanted any more is left out for good; its service is woken, to decide anew. */
    private boolean isWanted(ZoneQueue.Waiting change) {
        Optional<Desk> desk = desks.apply(change.service());
        boolean wanted = desk.filter(it -> it.wants(change.attempt())).isPresent();
        if (!wanted) {
            loop.execute(() -> tell(change.service(), new Input.Tick()));
        }
        return wanted;
    }

    private void submit(List<ZoneQueue.Waiting> batch) {
        List<RecordChange> changes =
                batch.stream().map(ZoneQueue.Waiting::change).toList();
        long decided = System.nanoTime();
        worker.call(
                () -> {
                    refuseWhenStale(decided);
                    return provider.change(zone, changes);
                },
                accepted -> ended(new ZoneQueue.End.Accepted(
                        accepted.changeId(), accepted.inSync() ? Presence.IN_SYNC : Presence.PENDING)),
                error -> ended(new ZoneQueue.End.Failed(error)));
    }

    /** The process may have been paused between the decision and this moment; then the change is decided anew. */
    private static void refuseWhenStale(long decided) throws kirikae.dns.ProviderException {
        if (System.nanoTime() - decided > OLDEST_SEND.toNanos()) {
            throw new kirikae.dns.ProviderException(new ProviderError(
                    ProviderError.Kind.TRANSIENT, "stood-still", "the process paused before sending; decided anew"));
        }
    }

    private void ended(ZoneQueue.End end) {
        queue.ended(end, loop.now()).forEach(told -> tell(told.change().service(), told.input()));
        pump();
    }

    private void tell(String service, Input input) {
        desks.apply(service).ifPresent(desk -> desk.give(input));
    }

    private void arm() {
        Duration wakeAt = queue.wakeAt();
        if (wakeAt.compareTo(armedAt) < 0) {
            armedAt = wakeAt;
            loop.at(wakeAt, () -> {
                armedAt = Uptime.NEVER;
                pump();
            });
        }
    }

    /** Asks whether a change is in sync. */
    void poll(Desk desk, long attempt, String changeId) {
        worker.call(
                () -> provider.inSync(changeId),
                inSync -> desk.give(new Input.Polled(attempt, inSync ? Presence.IN_SYNC : Presence.PENDING)),
                error -> desk.give(new Input.PollFailed(attempt, error)));
    }

    // ---- reads ----

    /** Reads the records at some names; questions that come while one is being answered are asked together. */
    void read(Set<DomainName> names, Consumer<List<RecordSet>> done, Consumer<ProviderError> failed) {
        readers.add(new Reader(names, done, failed));
        if (!reading) {
            reading = true;
            loop.execute(this::readAll);
        }
    }

    private void readAll() {
        List<Reader> now = List.copyOf(readers);
        readers.clear();
        Set<DomainName> names = new HashSet<>();
        now.forEach(reader -> names.addAll(reader.names()));
        worker.call(
                () -> provider.read(zone, names),
                live -> {
                    now.forEach(reader -> reader.done().accept(live));
                    readOn();
                },
                error -> {
                    now.forEach(reader -> reader.failed().accept(error));
                    readOn();
                });
    }

    private void readOn() {
        reading = !readers.isEmpty();
        if (reading) {
            readAll();
        }
    }

    // ---- the regular re-read ----

    /** Re-reads the zone when it is due: every 5 minutes, every 30 s while a service of it is in trouble. */
    void sweepWhenDue(List<Desk> mine) {
        boolean troubled = mine.stream().anyMatch(ZoneDesk::isTroubled);
        Duration due = sweptAt.equals(Uptime.LONG_AGO)
                ? sweepPhase.plus(SWEEP.dividedBy(2))
                : sweptAt.plus(troubled ? SWEEP_TROUBLED : SWEEP);
        boolean early = troubled
                && Uptime.reached(
                        loop.now(), Uptime.later(sweptAt, Duration.ZERO).plus(SWEEP_TROUBLED));
        if (!sweeping && !stopped && (early || Uptime.reached(loop.now(), due))) {
            sweep(mine);
        }
    }

    private static boolean isTroubled(Desk desk) {
        return !desk.state().failing().isNone()
                || desk.state().unresolved().is()
                || !desk.state().told().refused().isEmpty()
                || !(desk.state().actual() instanceof Actual.At);
    }

    private void sweep(List<Desk> mine) {
        sweeping = true;
        Map<Desk, Long> generations = new HashMap<>();
        mine.forEach(desk -> generations.put(desk, desk.state().generation()));
        worker.call(
                () -> provider.list(zone, pacer),
                live -> {
                    swept();
                    sweepTrouble = "";
                    Map<DomainName, List<RecordSet>> byName = byName(live);
                    generations.forEach((desk, generation) -> desk.give(new Input.Swept(
                            generation, at(byName, desk.service().names()))));
                },
                this::sweepFailed);
    }

    /** Said once, not every five minutes; whoever needs the records meets the error on the decision path. */
    private void sweepFailed(ProviderError error) {
        swept();
        if (!error.toString().equals(sweepTrouble)) {
            sweepTrouble = error.toString();
            LOG.warn("the regular re-read of zone {} failed, and is tried again: {}", zone, error);
        }
    }

    private void swept() {
        sweeping = false;
        sweptAt = loop.now();
    }

    private static Map<DomainName, List<RecordSet>> byName(List<RecordSet> live) {
        Map<DomainName, List<RecordSet>> byName = new HashMap<>();
        live.forEach(set ->
                byName.computeIfAbsent(set.name(), name -> new ArrayList<>()).add(set));
        return byName;
    }

    private static List<RecordSet> at(Map<DomainName, List<RecordSet>> byName, List<DomainName> names) {
        return names.stream()
                .flatMap(name -> byName.getOrDefault(name, List.of()).stream())
                .toList();
    }
}
