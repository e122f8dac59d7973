package kirikae.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;

/**
 * The changes that wait for one hosted zone. A zone takes one batch at a time (Route 53 answers PriorRequestNotComplete
 * otherwise); what gathers meanwhile goes together into the next, within the provider's limits. Nothing waits on purpose.
 *
 * <pre>
 * a batch ended   with several changes                with one
 * accepted        all accepted                        accepted
 * busy            all stay, the zone pauses           stays, the zone pauses
 * refused         halves, each sent on its own, so    failed
 *                 that only the offender waits
 * no answer       all must read back                  must read back
 * </pre>
 *
 * Deterministic, without a clock; used by one thread.
 */
public final class ZoneQueue {
    private final String zone;
    private final int maxElements;
    private final int maxCharacters;
    private final Deque<List<Waiting>> parts = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private List<Waiting> inFlight = List.of();
    private Duration notBefore = Uptime.LONG_AGO;
    private int busy;

    /** One service's change; the attempt is the service's own number. */
    public record Waiting(String service, long attempt, RecordChange change) {}

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

    /** Puts a change at the end of the queue. */
    public void offer(Waiting change) {
        waiting.add(change);
    }

    /** Takes a change out, if it has not been sent. */
    public void withdraw(String service, long attempt) {
        Predicate<Waiting> gone = change -> change.service().equals(service) && change.attempt() == attempt;
        waiting.removeIf(gone);
        List<List<Waiting>> kept = new ArrayList<>();
        for (List<Waiting> part : parts) {
            List<Waiting> rest = part.stream().filter(gone.negate()).toList();
            if (!rest.isEmpty()) {
                kept.add(rest);
            }
        }
        parts.clear();
        parts.addAll(kept);
    }

    /** Takes out all that waits, in order; what is in flight stays. */
    public List<Waiting> drain() {
        List<Waiting> all = new ArrayList<>();
        parts.forEach(all::addAll);
        all.addAll(waiting);
        parts.clear();
        waiting.clear();
        return List.copyOf(all);
    }

    /**
     * Gives the next batch, or nothing while one is in flight, while the zone pauses, or when nothing waits. What it gives
     * counts as in flight until {@link #ended}.
     *
     * @param wanted asked for each change right now; one that is not wanted any more is left out for good
     */
    public List<Waiting> next(Duration now, Predicate<Waiting> wanted) {
        if (!inFlight.isEmpty() || !Uptime.reached(now, notBefore)) {
            return List.of();
        }
        List<Waiting> batch = List.of();
        while (batch.isEmpty() && !parts.isEmpty()) {
            batch = parts.poll().stream().filter(wanted).toList();
        }
        if (batch.isEmpty()) {
            batch = gather(wanted);
        }
        inFlight = batch;
        return batch;
    }

    private List<Waiting> gather(Predicate<Waiting> wanted) {
        List<Waiting> batch = new ArrayList<>();
        int elements = 0;
        int characters = 0;
        while (!waiting.isEmpty()) {
            Waiting head = waiting.peek();
            elements += head.change().elements();
            characters += head.change().characters();
            if (!batch.isEmpty() && (elements > maxElements || characters > maxCharacters)) {
                break;
            }
            waiting.poll();
            if (wanted.test(head)) {
                batch.add(head);
            } else {
                elements -= head.change().elements();
                characters -= head.change().characters();
            }
        }
        return List.copyOf(batch);
    }

    /** The batch has ended so. Gives what each of its services is to be told. */
    public List<Told> ended(End end, Duration now) {
        List<Waiting> batch = inFlight;
        inFlight = List.of();
        if (end instanceof End.Accepted accepted) {
            busy = 0;
            return tell(batch, accepted);
        }
        ProviderError error = ((End.Failed) end).error();
        if (error.kind() == ProviderError.Kind.TRANSIENT) {
            return delay(batch, error, now);
        }
        busy = 0;
        return batch.size() > 1 && isAboutContent(error) ? split(batch, error) : fail(batch, error);
    }

    /** Whether one change of a batch may be the reason of its refusal; a policy may forbid single names, too. */
    private static boolean isAboutContent(ProviderError error) {
        return switch (error.kind()) {
            case CONFLICT, INVALID, DENIED -> true;
            case TRANSIENT, AMBIGUOUS, NO_ZONE, CREDENTIALS, CLOCK -> false;
        };
    }

    private static List<Told> tell(List<Waiting> batch, End.Accepted end) {
        return batch.stream()
                .map(change ->
                        new Told(change, new Input.ChangeAccepted(change.attempt(), end.changeId(), end.presence())))
                .toList();
    }

    private static List<Told> fail(List<Waiting> batch, ProviderError error) {
        return batch.stream()
                .map(change -> new Told(change, new Input.ChangeFailed(change.attempt(), error)))
                .toList();
    }

    private List<Told> delay(List<Waiting> batch, ProviderError error, Duration now) {
        busy++;
        notBefore = now.plus(Pacing.after(error.kind(), busy, zone));
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
        return delayed(batch, error);
    }

    private List<Told> split(List<Waiting> batch, ProviderError error) {
        int half = batch.size() / 2;
        parts.addFirst(batch.subList(half, batch.size()));
        parts.addFirst(batch.subList(0, half));
        String words = "a batch of " + batch.size() + " changes was refused and goes out again in halves: " + error;
        return delayed(batch, new ProviderError(ProviderError.Kind.TRANSIENT, "split", words));
    }

    private static List<Told> delayed(List<Waiting> batch, ProviderError error) {
        return batch.stream()
                .map(change -> new Told(change, new Input.ChangeDelayed(change.attempt(), error)))
                .toList();
    }

    /** When to ask for the next batch although nothing else happens; {@link Uptime#NEVER} when nothing waits. */
    public Duration wakeAt() {
        boolean idle = waiting.isEmpty() && parts.isEmpty();
        return idle || !inFlight.isEmpty() ? Uptime.NEVER : notBefore;
    }

    /** How many changes wait or are in flight. */
    public int size() {
        int size = waiting.size() + inFlight.size();
        for (List<Waiting> part : parts) {
            size += part.size();
        }
        return size;
    }
}
