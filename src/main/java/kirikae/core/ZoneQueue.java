package kirikae.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;

/**
 * The changes that wait for one hosted zone. A zone takes one batch at a time (Route 53 answers PriorRequestNotComplete
 * otherwise, {@link Settling}); what gathers meanwhile goes together into the next, within the provider's limits. Nothing waits on
 * purpose.
 *
 * <pre>
 * a batch ended         with several changes                                with one
 * accepted              all accepted                                        accepted
 * busy                  all stay together, the zone pauses                  stays, the zone pauses
 * refused, some blamed  those fail, the others go out again without them    failed
 * refused, none blamed  halves, each sent on its own, so that only the      failed
 *                       offender waits
 * refused {@value #MOST_REFUSALS} times in a row   failed; what is left of the batch waits {@value #SUSPECTS_PAUSE_SECONDS} s
 * no answer             all must read back                                  must read back
 * </pre>
 *
 * A service whose change was refused is a suspect until one of its changes is accepted: suspects go out after all others and among
 * themselves, so a lasting offender costs the others nothing. Deterministic, without a clock; used by one thread.
 */
public final class ZoneQueue {
    /** More refusals in a row than one offender among 1,000 needs (twice ten halvings): then it is not about one change. */
    static final int MOST_REFUSALS = 20;

    static final int SUSPECTS_PAUSE_SECONDS = 30;

    private final String zone;
    private final int maxElements;
    private final int maxCharacters;
    private final Settling settling = new Settling();
    private final Deque<Lane> parts = new ArrayDeque<>();
    private final Lane suspected = new Lane();
    private final Set<String> suspects = new HashSet<>();
    private Lane waiting = new Lane();
    private List<Waiting> inFlight = List.of();
    private Origin origin = Origin.WAITING;
    private Duration sentAt = Uptime.LONG_AGO;
    private Duration notBefore = Uptime.LONG_AGO;
    private Duration suspectsFrom = Uptime.LONG_AGO;
    private int busy;
    private int refusals;

    /** One service's change; the attempt is the service's own number. */
    public record Waiting(String service, long attempt, RecordChange change) {
        private Key key() {
            return new Key(service, attempt);
        }

        /** True when the provider named one of its names as a reason of the refusal. */
        private boolean isBlamed(ProviderError error) {
            return Stream.concat(change.deletes().stream(), change.creates().stream())
                    .anyMatch(set -> error.blamed().contains(set.name()));
        }
    }

    private record Key(String service, long attempt) {}

    /** Where the batch in flight came from, and returns to when the provider is busy. */
    private enum Origin {
        WAITING,
        PART,
        SUSPECTED
    }

    /** Changes in the order of their arrival; each is found at once, also among thousands. */
    private static final class Lane {
        private final Map<Key, Waiting> changes = new LinkedHashMap<>();

        static Lane of(Collection<Waiting> all) {
            Lane lane = new Lane();
            all.forEach(lane::add);
            return lane;
        }

        void add(Waiting change) {
            changes.put(change.key(), change);
        }
    }

    /** What one service is told when its batch has ended. */
    public record Told(Waiting change, Input input) {}

    /** How a batch ended. */
    public sealed interface End {
        /** The provider took it. */
        record Accepted(String changeId, Input.Presence presence) implements End {}

        /** It did not, or it is not known. */
        record Failed(ProviderError error) implements End {}
    }

    /** Takes the zone's name (for the jitter) and the largest batch. */
    public ZoneQueue(String zone, int maxElements, int maxCharacters) {
        this.zone = zone;
        this.maxElements = maxElements;
        this.maxCharacters = maxCharacters;
    }

    // ---- in and out ----

    /** Puts a change at the end of the queue. */
    public void offer(Waiting change) {
        (suspects.contains(change.service()) ? suspected : waiting).add(change);
    }

    /** Takes a change out, if it has not been sent. */
    public void withdraw(String service, long attempt) {
        Key key = new Key(service, attempt);
        lanes().forEach(lane -> lane.changes.remove(key));
        parts.removeIf(part -> part.changes.isEmpty());
    }

    /** Takes out all that waits, in order; what is in flight stays. */
    public List<Waiting> drain() {
        List<Waiting> all =
                lanes().flatMap(lane -> lane.changes.values().stream()).toList();
        parts.clear();
        waiting = new Lane();
        suspected.changes.clear();
        return all;
    }

    private Stream<Lane> lanes() {
        return Stream.concat(parts.stream(), Stream.of(waiting, suspected));
    }

    /** How many changes wait or are in flight. */
    public int size() {
        int size = inFlight.size() + waiting.changes.size() + suspected.changes.size();
        for (Lane part : parts) {
            size += part.changes.size();
        }
        return size;
    }

    // ---- the next batch ----

    /**
     * Gives the next batch, or nothing while one is in flight, while the zone pauses, or when nothing waits. What it gives
     * counts as in flight until {@link #ended}.
     *
     * @param wanted asked for each change right now; one that is not wanted any more is left out for good
     */
    public List<Waiting> next(Duration now, Predicate<Waiting> wanted) {
        if (inFlight.isEmpty() && Uptime.reached(now, readyAt(now))) {
            inFlight = choose(now, wanted);
            sentAt = now;
        } else {
            return List.of();
        }
        return inFlight;
    }

    private List<Waiting> choose(Duration now, Predicate<Waiting> wanted) {
        while (!parts.isEmpty()) {
            List<Waiting> part =
                    parts.poll().changes.values().stream().filter(wanted).toList();
            if (!part.isEmpty()) {
                origin = Origin.PART;
                return part;
            }
        }
        List<Waiting> batch = gather(waiting, wanted);
        origin = Origin.WAITING;
        if (batch.isEmpty() && Uptime.reached(now, suspectsFrom)) {
            origin = Origin.SUSPECTED;
            batch = gather(suspected, wanted);
        }
        return batch;
    }

    private List<Waiting> gather(Lane lane, Predicate<Waiting> wanted) {
        List<Waiting> batch = new ArrayList<>();
        int elements = 0;
        int characters = 0;
        var changes = lane.changes.values().iterator();
        while (changes.hasNext()) {
            Waiting head = changes.next();
            int more = head.change().elements();
            int longer = head.change().characters();
            if (!batch.isEmpty() && (elements + more > maxElements || characters + longer > maxCharacters)) {
                break;
            }
            changes.remove();
            if (wanted.test(head)) {
                batch.add(head);
                elements += more;
                characters += longer;
            }
        }
        return List.copyOf(batch);
    }

    private Duration readyAt(Duration now) {
        return Uptime.later(notBefore, settling.until(now));
    }

    /** When to ask for the next batch although nothing else happens; {@link Uptime#NEVER} when nothing waits. */
    public Duration wakeAt(Duration now) {
        if (!inFlight.isEmpty()) {
            return Uptime.NEVER;
        }
        if (!waiting.changes.isEmpty() || !parts.isEmpty()) {
            return readyAt(now);
        }
        return suspected.changes.isEmpty() ? Uptime.NEVER : Uptime.later(readyAt(now), suspectsFrom);
    }

    // ---- its end ----

    /** The batch has ended so. Gives what each of its services is to be told. */
    public List<Told> ended(End end, Duration now) {
        List<Waiting> batch = inFlight;
        inFlight = List.of();
        if (end instanceof End.Accepted accepted) {
            busy = 0;
            refusals = 0;
            settling.accepted(sentAt, now);
            batch.forEach(change -> suspects.remove(change.service()));
            return accepted(batch, accepted);
        }
        ProviderError error = ((End.Failed) end).error();
        if (error.kind() == ProviderError.Kind.TRANSIENT) {
            return delay(batch, error, now);
        }
        busy = 0;
        return isAboutContent(error) ? refuse(batch, error, now) : failed(batch, error);
    }

    /** Whether one change of a batch may be the reason of its refusal; a policy may forbid single names, too. */
    private static boolean isAboutContent(ProviderError error) {
        return switch (error.kind()) {
            case CONFLICT, INVALID, DENIED -> true;
            case TRANSIENT, AMBIGUOUS, NO_ZONE, CREDENTIALS, CLOCK -> false;
        };
    }

    private List<Told> delay(List<Waiting> batch, ProviderError error, Duration now) {
        busy++;
        notBefore = now.plus(Pacing.after(error.kind(), busy, zone));
        if (error.isPriorChange()) {
            settling.refused(sentAt);
        }
        switch (origin) {
            case PART -> parts.addFirst(Lane.of(batch));
            case WAITING -> waiting = before(batch, waiting);
            case SUSPECTED -> {
                Lane all = before(batch, suspected);
                suspected.changes.clear();
                suspected.changes.putAll(all.changes);
            }
        }
        return delayed(batch, error);
    }

    private static Lane before(List<Waiting> batch, Lane later) {
        Lane all = Lane.of(batch);
        all.changes.putAll(later.changes);
        return all;
    }

    private List<Told> refuse(List<Waiting> batch, ProviderError error, Duration now) {
        refusals = origin == Origin.PART ? refusals + 1 : 1;
        List<Waiting> blamed =
                batch.stream().filter(change -> change.isBlamed(error)).toList();
        if (batch.size() == 1 || blamed.size() == batch.size()) {
            return condemn(batch, error, now);
        }
        if (!blamed.isEmpty()) {
            return sendWithout(blamed, batch, error, now);
        }
        return refusals < MOST_REFUSALS ? halve(batch, error) : condemn(batch, error, now);
    }

    /** These fail; after too many in a row what is left of their batch is not tried at once. */
    private List<Told> condemn(List<Waiting> guilty, ProviderError error, Duration now) {
        guilty.forEach(change -> suspects.add(change.service()));
        if (refusals >= MOST_REFUSALS) {
            parts.stream().flatMap(part -> part.changes.values().stream()).forEach(change -> {
                suspects.add(change.service());
                suspected.add(change);
            });
            parts.clear();
            suspectsFrom = now.plusSeconds(SUSPECTS_PAUSE_SECONDS);
        }
        return failed(guilty, error);
    }

    private List<Told> sendWithout(List<Waiting> blamed, List<Waiting> batch, ProviderError error, Duration now) {
        List<Waiting> rest = new ArrayList<>(batch);
        rest.removeAll(new HashSet<>(blamed));
        parts.addFirst(Lane.of(rest));
        List<Told> told = new ArrayList<>(condemn(blamed, error, now));
        told.addAll(delayed(rest, split(batch, "because of others in it, and goes out again without them", error)));
        return told;
    }

    private List<Told> halve(List<Waiting> batch, ProviderError error) {
        int half = batch.size() / 2;
        parts.addFirst(Lane.of(batch.subList(half, batch.size())));
        parts.addFirst(Lane.of(batch.subList(0, half)));
        return delayed(batch, split(batch, "and goes out again in halves", error));
    }

    private static ProviderError split(List<Waiting> batch, String how, ProviderError error) {
        String words = "a batch of " + batch.size() + " changes was refused " + how + ": " + error;
        return new ProviderError(ProviderError.Kind.TRANSIENT, "split", words);
    }

    private static List<Told> accepted(List<Waiting> batch, End.Accepted end) {
        return batch.stream()
                .map(change ->
                        new Told(change, new Input.ChangeAccepted(change.attempt(), end.changeId(), end.presence())))
                .toList();
    }

    private static List<Told> failed(List<Waiting> batch, ProviderError error) {
        return batch.stream()
                .map(change -> new Told(change, new Input.ChangeFailed(change.attempt(), error)))
                .toList();
    }

    private static List<Told> delayed(List<Waiting> batch, ProviderError error) {
        return batch.stream()
                .map(change -> new Told(change, new Input.ChangeDelayed(change.attempt(), error)))
                .toList();
    }
}
