package kirikae.daemon;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import kirikae.journal.Standing;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Status.LastSwitch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has happened, for those who show it: the newest events, each service's last switch, and who follows what happens next.
 * Lives on the decision loop, save {@link #follow} and its end. Must not be asked for decisions.
 */
final class History {
    /** How many events are kept: as many as a start replays. */
    static final int KEPT = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final int FOLLOWERS = 1_024;

    private final Deque<Event> newest = new ArrayDeque<>();
    private final Map<String, Event> started = new HashMap<>();
    private final Map<String, LastSwitch> switches = new HashMap<>();
    private final Set<Consumer<Event>> followers = ConcurrentHashMap.newKeySet();
    private final Standing standing = new Standing();

    /** Takes what the journal replayed, oldest first. */
    History(List<Event> replay) {
        replay.forEach(this::keep);
    }

    /** Takes the next event and hands it to the followers. */
    void add(Event event) {
        keep(event);
        followers.forEach(follower -> hand(follower, event));
    }

    /** The newest events, oldest first: of one service (or all, when empty), and not older than the moment. */
    List<Event> since(String service, Instant oldest) {
        return newest.stream()
                .filter(event -> !event.time().isBefore(oldest))
                .filter(event -> service.isEmpty() || event.service().equals(Optional.of(service)))
                .toList();
    }

    /** What is in force as far as the journal says; not to be changed. */
    Standing standing() {
        return standing;
    }

    /** The last accepted switch of every service that has one. */
    Map<String, LastSwitch> lastSwitches() {
        return Map.copyOf(switches);
    }

    /**
     * Hands every event from now on to the follower, until closed. From any thread.
     *
     * @throws IllegalStateException when too many follow already
     */
    AutoCloseable follow(Consumer<Event> follower) {
        if (followers.size() >= FOLLOWERS) {
            throw new IllegalStateException(FOLLOWERS + " visitors follow the events already");
        }
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    private void hand(Consumer<Event> follower, Event event) {
        try {
            follower.accept(event);
        } catch (RuntimeException e) {
            followers.remove(follower);
            LOG.warn("a follower of the events failed and is left out from now on", e);
        }
    }

    private void keep(Event event) {
        newest.addLast(event);
        if (newest.size() > KEPT) {
            newest.removeFirst();
        }
        standing.apply(event);
        event.service().ifPresent(service -> keepSwitch(service, event));
    }

    /** The reason stands in switch-started, the change id in switch-accepted. */
    private void keepSwitch(String service, Event event) {
        if (event.name() == EventName.SWITCH_STARTED) {
            started.put(service, event);
        } else if (event.name() == EventName.SWITCH_ACCEPTED) {
            switches.put(service, lastSwitch(event, Optional.ofNullable(started.get(service))));
        }
    }

    private static LastSwitch lastSwitch(Event accepted, Optional<Event> start) {
        String reason = start.filter(event -> event.text("to").equals(accepted.text("to")))
                .flatMap(event -> event.text("reason"))
                .orElse("");
        return new LastSwitch(
                accepted.time(),
                accepted.text("from").orElse(""),
                accepted.text("to").orElse(""),
                reason,
                accepted.text("actor").orElse(""),
                accepted.text("change-id").orElse(""));
    }
}
