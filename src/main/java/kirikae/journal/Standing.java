package kirikae.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kirikae.model.CheckId;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Notified;
import kirikae.model.Story;
import org.jspecify.annotations.Nullable;

/**
 * What is still in force: a fold over the journal's events that keeps only what a restart needs.
 *
 * <table>
 * <caption>What is kept</caption>
 * <tr><td>override</td><td>per service the last of hold, release, hold-expired</td></tr>
 * <tr><td>maint</td><td>per check the last maint, unless it has {@code ended} = true; whether {@code until} has passed is for the
 * caller to see</td></tr>
 * <tr><td>alert</td><td>per service the last of alert and recovery, and the last reminder since</td></tr>
 * <tr><td>accepted</td><td>per service the last switch-accepted</td></tr>
 * <tr><td>switch backs</td><td>per service the switch-accepted with {@code actor} = auto and {@code direction} = back: the newest
 * 20, none more than 24 h older than the newest</td></tr>
 * <tr><td>marks</td><td>per host the last heartbeat-mark</td></tr>
 * <tr><td>starts</td><td>the newest 10 started</td></tr>
 * <tr><td>stories</td><td>per service the event that began a story which somebody was told of, until it ends ({@link Story})</td></tr>
 * <tr><td>notifications</td><td>every event of which a channel is still to be told, and what was delivered of the events kept
 * here</td></tr>
 * <tr><td>damage</td><td>a journal-error with {@code damaged} = true: overrides told before it are not proved. The next started
 * ends it, so the daemon appends the holds it derives from it before its own started.</td></tr>
 * </table>
 *
 * <p>Folding {@link #inForce()} gives the same again. Must not know a clock or a file. Not safe for use by several threads.
 */
public final class Standing {
    private static final int SWITCH_BACKS = 20;
    private static final Duration SWITCH_BACK_AGE = Duration.ofHours(24);
    private static final int STARTS = 10;

    private enum Kind {
        OVERRIDE,
        MAINT,
        ALERT,
        ACCEPTED,
        MARK,
        DAMAGE,
        STORY,
        REMINDER
    }

    private record Slot(Kind kind, Object subject) {}

    /** An event and its place in the sequence. */
    record Kept(long order, Event event) {}

    /** A notification that no later event says was delivered or given up. */
    public record Undelivered(Event event, String channel) {}

    private record Chapter(String service, Story story) {}

    private final Map<Slot, Kept> slots = new HashMap<>();
    private final Map<String, Deque<Kept>> switchBacks = new HashMap<>();
    private final Deque<Kept> starts = new ArrayDeque<>();
    private final Mailbag mailbag = new Mailbag();
    private long order;

    /** Nothing in force. */
    public Standing() {}

    /** The fold of these events, oldest first. */
    public static Standing of(Iterable<Event> events) {
        Standing standing = new Standing();
        events.forEach(standing::apply);
        return standing;
    }

    /** True for the events that say whether a service is overridden. */
    static boolean isOverride(Event event) {
        return switch (event.name()) {
            case HOLD, RELEASE, HOLD_EXPIRED -> true;
            default -> false;
        };
    }

    /** Takes the next event. One without the fields it needs is left out. */
    public void apply(Event event) {
        Kept kept = new Kept(++order, event);
        String service = event.service().orElse("");
        switch (event.name()) {
            case HOLD, RELEASE, HOLD_EXPIRED -> keep(Kind.OVERRIDE, service, kept);
            case ALERT, RECOVERY -> {
                keep(Kind.ALERT, service, kept);
                slots.remove(new Slot(Kind.REMINDER, service));
            }
            case REMINDER -> keep(Kind.REMINDER, service, kept);
            case SWITCH_ACCEPTED -> applyAccepted(service, kept);
            case MAINT -> applyMaint(kept);
            case HEARTBEAT_MARK -> keep(Kind.MARK, event.text("host").orElse(""), kept);
            case STARTED -> applyStarted(kept);
            case JOURNAL_ERROR -> applyJournalError(kept);
            default -> {
                // The rest is history: nothing of it outlives the process.
            }
        }
        applyStory(service, kept);
        mailbag.apply(kept);
        mailbag.tidy(slots.values().stream().map(Kept::event));
    }

    /** Everything in force, oldest first, each event once. */
    public List<Event> inForce() {
        Map<Long, Event> ordered = new TreeMap<>();
        slots.values().forEach(kept -> ordered.put(kept.order(), kept.event()));
        switchBacks.values().forEach(backs -> backs.forEach(kept -> ordered.put(kept.order(), kept.event())));
        starts.forEach(kept -> ordered.put(kept.order(), kept.event()));
        mailbag.inForce(slots.values().stream().map(Kept::event))
                .forEach(kept -> ordered.put(kept.order(), kept.event()));
        return List.copyOf(ordered.values());
    }

    /** The last hold, release or hold-expired of a service. */
    public Optional<Event> override(String service) {
        return event(Kind.OVERRIDE, service);
    }

    /**
     * False when the journal was damaged after the last override of the service that could be read: then nobody knows whether an
     * override is in force, and the service must start held (contract.md section 5).
     */
    public boolean isOverrideProved(String service) {
        Kept damage = slots.get(new Slot(Kind.DAMAGE, ""));
        Kept override = slots.get(new Slot(Kind.OVERRIDE, service));
        return damage == null || (override != null && override.order() > damage.order());
    }

    /** True from a damage until the next started. */
    public boolean isDamaged() {
        return slots.containsKey(new Slot(Kind.DAMAGE, ""));
    }

    /** The checks in maintenance, each with the event that says so; an {@code until} in the past is still listed. */
    public Map<CheckId, Event> maint() {
        Map<CheckId, Event> maint = new TreeMap<>();
        slots.forEach((slot, kept) -> {
            if (slot.kind() == Kind.MAINT && slot.subject() instanceof CheckId id) {
                maint.put(id, kept.event());
            }
        });
        return Map.copyOf(maint);
    }

    /** True when the last of alert and recovery of the service was an alert. */
    public boolean isAlerting(String service) {
        return event(Kind.ALERT, service)
                .filter(event -> event.name() == EventName.ALERT)
                .isPresent();
    }

    /** The event that began a story that is not over, when somebody was told of it; of an outage in any case. */
    public Optional<Event> beginning(String service, Story story) {
        if (story == Story.OUTAGE) {
            return event(Kind.ALERT, service).filter(event -> event.name() == EventName.ALERT);
        }
        return Optional.ofNullable(slots.get(chapter(service, story))).map(Kept::event);
    }

    /** The last reminder of the alert that lasts. */
    public Optional<Event> reminder(String service) {
        return event(Kind.REMINDER, service);
    }

    /** The notifications that are still to be delivered, oldest first. */
    public List<Undelivered> undelivered() {
        return mailbag.undelivered();
    }

    /** The last accepted switch of a service. */
    public Optional<Event> lastAccepted(String service) {
        return event(Kind.ACCEPTED, service);
    }

    /** The last heartbeat-mark of each host. */
    public Map<String, Event> marks() {
        Map<String, Event> marks = new TreeMap<>();
        slots.forEach((slot, kept) -> {
            if (slot.kind() == Kind.MARK && slot.subject() instanceof String host) {
                marks.put(host, kept.event());
            }
        });
        return Map.copyOf(marks);
    }

    /** When the service was switched back automatically, oldest first. */
    public List<Instant> switchBacks(String service) {
        return times(switchBacks.getOrDefault(service, new ArrayDeque<>()));
    }

    /** When the daemon started, oldest first. */
    public List<Instant> starts() {
        return times(starts);
    }

    private void applyAccepted(String service, Kept kept) {
        keep(Kind.ACCEPTED, service, kept);
        boolean automaticBack =
                kept.event().text("actor").filter("auto"::equals).isPresent()
                        && kept.event().text("direction").filter("back"::equals).isPresent();
        if (automaticBack && !service.isEmpty()) {
            Deque<Kept> backs = switchBacks.computeIfAbsent(service, name -> new ArrayDeque<>());
            backs.addLast(kept);
            trim(backs, kept.event().time().minus(SWITCH_BACK_AGE));
        }
    }

    private static void trim(Deque<Kept> backs, Instant oldest) {
        backs.removeIf(kept -> kept.event().time().isBefore(oldest));
        while (backs.size() > SWITCH_BACKS) {
            backs.removeFirst();
        }
    }

    private void applyMaint(Kept kept) {
        Optional<CheckId> id = checkId(kept.event());
        if (id.isEmpty()) {
            return;
        }
        Slot slot = new Slot(Kind.MAINT, id.get());
        if (kept.event().text("ended").filter("true"::equals).isPresent()) {
            slots.remove(slot);
        } else {
            slots.put(slot, kept);
        }
    }

    private void applyStarted(Kept kept) {
        slots.remove(new Slot(Kind.DAMAGE, ""));
        starts.addLast(kept);
        if (starts.size() > STARTS) {
            starts.removeFirst();
        }
    }

    private void applyJournalError(Kept kept) {
        if (kept.event().text("damaged").filter("true"::equals).isPresent()) {
            slots.put(new Slot(Kind.DAMAGE, ""), kept);
        }
    }

    /** An outage has its own slot, and an arrival has no end. */
    private void applyStory(String service, Kept kept) {
        Story.endedBy(kept.event().name()).ifPresent(story -> slots.remove(chapter(service, story)));
        Story.begunBy(kept.event().name())
                .filter(story -> story != Story.OUTAGE && story != Story.ARRIVAL)
                .filter(story -> !Notified.channels(kept.event()).isEmpty())
                .ifPresent(story -> slots.put(chapter(service, story), kept));
    }

    private static Slot chapter(String service, Story story) {
        return new Slot(Kind.STORY, new Chapter(service, story));
    }

    private void keep(Kind kind, String subject, Kept kept) {
        if (!subject.isEmpty()) {
            slots.put(new Slot(kind, subject), kept);
        }
    }

    private Optional<Event> event(Kind kind, String service) {
        @Nullable Kept kept = slots.get(new Slot(kind, service));
        return Optional.ofNullable(kept).map(Kept::event);
    }

    private static Optional<CheckId> checkId(Event event) {
        Optional<String> service = event.service();
        Optional<String> target = event.text("target");
        Optional<String> check = event.text("check");
        return service.isPresent() && target.isPresent() && check.isPresent()
                ? Optional.of(new CheckId(service.get(), target.get(), check.get()))
                : Optional.empty();
    }

    private static List<Instant> times(Deque<Kept> kept) {
        return kept.stream().map(k -> k.event().time()).toList();
    }
}
