package kirikae.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.core.Input.Presence;
import kirikae.core.Uptime;
import kirikae.core.ZoneQueue;
import kirikae.dns.DnsProvider;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;

/**
 * One hosted zone at work: its queue of changes (one batch in flight), its shared reads, and its regular re-read. Lives on the
 * decision loop; the provider is called on its worker. Must not decide what is wanted.
 */
final class ZoneDesk {
    private static final Duration OLDEST_SEND = Duration.ofSeconds(2);

    private final String zone;
    private final DnsProvider provider;
    private final Worker worker;
    private final DecisionLoop loop;
    private final ServerDesk witnesses;
    private final Function<String, Optional<Desk>> desks;
    private final ZoneQueue queue;
    private final ZoneReads reads;
    private final ChangePolls polls;
    private final ZoneSweep sweep;
    private boolean stopped;
    private Optional<ZoneDesk> heir = Optional.empty();
    private Duration armedAt = Uptime.NEVER;

    /** Takes the zone as configured, and how to find a service's desk by its name. */
    ZoneDesk(
            String zone,
            DnsProvider provider,
            Worker worker,
            DecisionLoop loop,
            DnsProvider.Pacer pacer,
            ServerDesk witnesses,
            Function<String, Optional<Desk>> desks) {
        this.zone = zone;
        this.provider = provider;
        this.worker = worker;
        this.loop = loop;
        this.witnesses = witnesses;
        this.desks = desks;
        this.queue = new ZoneQueue(
                zone, provider.limits().elements(), provider.limits().characters());
        this.reads = new ZoneReads(zone, provider, worker, loop);
        this.polls = new ChangePolls(provider, worker, loop);
        this.sweep = new ZoneSweep(zone, provider, worker, loop, pacer);
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
                Worker.Lane.CHANGES,
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
        Duration wakeAt = queue.wakeAt(loop.now());
        if (wakeAt.compareTo(armedAt) < 0) {
            armedAt = wakeAt;
            loop.at(wakeAt, () -> {
                armedAt = Uptime.NEVER;
                pump();
            });
        }
    }

    // ---- reads ----

    /** Asks whether a change is in sync. */
    void poll(Desk desk, long attempt, String changeId) {
        polls.ask(
                changeId,
                presence -> desk.give(new Input.Polled(attempt, presence)),
                error -> desk.give(new Input.PollFailed(attempt, error)));
    }

    /** Asks the zone's name servers whether they show a switch; never on the threads that changes wait for. */
    void askServers(Desk desk, Effect.AskServers ask) {
        witnesses.ask(zone, desk, ask);
    }

    /** Reads the records at some names; exactly one of the two is called. */
    void read(Set<DomainName> names, Consumer<List<RecordSet>> done, Consumer<ProviderError> failed) {
        reads.read(names, done, failed);
    }

    /** Re-reads the zone when it is due. */
    void sweepWhenDue(List<Desk> mine) {
        if (!stopped) {
            sweep.whenDue(mine);
        }
    }
}
