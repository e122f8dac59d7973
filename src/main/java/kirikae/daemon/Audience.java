package kirikae.daemon;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import kirikae.journal.Standing;
import kirikae.message.Facts;
import kirikae.message.Parsed;
import kirikae.message.Quoting;
import kirikae.message.Template;
import kirikae.model.Channel;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Notices;
import kirikae.model.Notices.OfService;
import kirikae.model.Notices.OnSwitch;
import kirikae.model.Notified;
import kirikae.model.Story;
import kirikae.notify.Notice;
import kirikae.notify.Occasion;
import kirikae.notify.Words;

/**
 * Who is told of an event, and what. Lives on the decision loop. Must not send, and must not decide anything else.
 *
 * <pre>
 * event                                          who is told
 * alert, reminder, recovery                      whom the service's message mentions, and its notify
 * recovery                                       and every pagerduty channel that was told of the alert
 * alert while an operator's switch keeps the
 * names away from the primary                    nobody: planned work; told when that ends and the alert lasts
 * switch-failed, switch-refused, drift, blind,
 * hold-expired                                   the service's notify
 * isolated, config-rejected, crash-loop,
 * journal-error                                  notify at the top
 * the end of one of these stories                who was told of its beginning
 * switch-verified                                and the target's on-switch
 * </pre>
 */
final class Audience {
    /** Says in an alert why nobody was told. */
    static final String QUIET = "quiet";
    /** Says when the story of an event began. */
    static final String SINCE = "since";
    /** Says what the alert said. */
    static final String WAS = "was";
    /** What a command of a target is called in the queues: SERVICE/on-switch. */
    static final String ON_SWITCH = "/on-switch";

    private static final String OPERATORS_SWITCH = "an operator's switch is in force";

    private final Notices notices;
    private final Standing standing;
    private final Predicate<String> plannedAway;
    private final Map<String, List<Template>> messages = new HashMap<>();

    /** Takes the configuration, what is in force, and who knows whether an operator keeps a service away from its primary. */
    Audience(Notices notices, Standing standing, Predicate<String> plannedAway) {
        this.notices = notices;
        this.standing = standing;
        this.plannedAway = plannedAway;
    }

    /** The event with what belongs to its telling: who is told, or why nobody, and since when. */
    Event addressed(Event event, String field) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        if (event.name() == EventName.RECOVERY || event.name() == EventName.REMINDER) {
            outage(event).ifPresent(alert -> {
                fields.put(SINCE, alert.time().toString());
                alert.text("verdict").ifPresent(verdict -> fields.putIfAbsent(WAS, verdict));
            });
        }
        if (event.name() == EventName.ALERT && plannedAway.test(service(event))) {
            fields.put(QUIET, OPERATORS_SWITCH);
            return new Event(event.time(), event.name(), fields);
        }
        Set<String> channels = channels(new Event(event.time(), event.name(), fields));
        if (!channels.isEmpty()) {
            fields.put(field, String.join(" ", channels));
        }
        return new Event(event.time(), event.name(), fields);
    }

    private Set<String> channels(Event event) {
        Set<String> channels = new LinkedHashSet<>();
        OfService service = notices.of(service(event));
        switch (event.name()) {
            case ALERT, REMINDER -> spoken(channels, event, service);
            case RECOVERY -> recovery(channels, event, service);
            case SWITCH_FAILED, SWITCH_REFUSED, DRIFT, BLIND, HOLD_EXPIRED -> channels.addAll(service.told());
            case ISOLATED, CONFIG_REJECTED, CRASH_LOOP -> channels.addAll(notices.told());
            case JOURNAL_ERROR -> {
                if (event.text("ended").isEmpty()) {
                    channels.addAll(notices.told());
                }
            }
            case SWITCH_VERIFIED -> arrived(channels, event, service);
            default -> {
                // Nobody, but for the end of a story.
            }
        }
        Story.endedBy(event.name())
                .filter(story -> story != Story.OUTAGE)
                .flatMap(story -> standing.beginning(service(event), story))
                .ifPresent(beginning -> channels.addAll(Notified.channels(beginning)));
        channels.retainAll(known(event));
        return channels;
    }

    /** A reload may have taken a channel away. */
    private Set<String> known(Event event) {
        Set<String> known = new LinkedHashSet<>(notices.channels().keySet());
        known.add(service(event) + ON_SWITCH);
        return known;
    }

    private void spoken(Set<String> channels, Event event, OfService service) {
        List<Template> message = message(service);
        if (!message.isEmpty()) {
            Facts facts = Words.facts(event, service, outage(event).orElse(event));
            channels.addAll(message.get(0).write(facts, Quoting.PLAIN).mentions());
        }
        channels.addAll(service.told());
    }

    /** An incident that was opened is closed, whether the message thinks of it or not. */
    private void recovery(Set<String> channels, Event event, OfService service) {
        Optional<Event> alert = outage(event);
        if (alert.filter(this::isQuiet).isPresent()) {
            return;
        }
        spoken(channels, event, service);
        alert.map(Notified::channels).orElse(List.of()).stream()
                .filter(name -> notices.channels().get(name) instanceof Channel.PagerDuty)
                .forEach(channels::add);
    }

    private void arrived(Set<String> channels, Event event, OfService service) {
        OnSwitch action = service.onSwitch().get(event.text("to").orElse(""));
        if (action instanceof OnSwitch.Call call) {
            channels.add(call.channel());
        } else if (action instanceof OnSwitch.Command) {
            channels.add(service(event) + ON_SWITCH);
        }
    }

    /** True for an alert that nobody was told of, and that no reminder made up for. */
    boolean isQuiet(Event alert) {
        return alert.text(QUIET).isPresent()
                && standing.reminder(service(alert)).isEmpty();
    }

    /** True while an operator keeps the service's names away from its primary. */
    boolean isPlannedAway(String service) {
        return plannedAway.test(service);
    }

    /** The alert that lasts. */
    Optional<Event> outage(Event event) {
        return standing.beginning(service(event), Story.OUTAGE);
    }

    /** What one channel is told of an event. */
    Notice notice(Event event, String channel) {
        OfService service = notices.of(service(event));
        Event began = began(event);
        return new Notice(
                Notified.id(event, channel),
                channel,
                event,
                chapter(event, channel),
                began.time(),
                Words.of(event, message(service)),
                Words.facts(event, service, began));
    }

    private Event began(Event event) {
        if (!Occasion.isOfMessage(event.name()) || event.name() == EventName.ALERT) {
            return event;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        event.text(WAS).ifPresent(verdict -> fields.put("verdict", verdict));
        return event.text(SINCE)
                .map(time -> new Event(Instant.parse(time), EventName.ALERT, fields))
                .orElse(event);
    }

    /** What the notice belongs to: SERVICE/outage and the like. */
    private String chapter(Event event, String channel) {
        if (event.name() == EventName.SWITCH_VERIFIED && isOnSwitch(event, channel)) {
            return chapter(event, Story.ARRIVAL);
        }
        Optional<Story> story = event.name() == EventName.REMINDER
                ? Optional.of(Story.OUTAGE)
                : Story.endedBy(event.name()).or(() -> Story.begunBy(event.name()));
        return story.map(found -> chapter(event, found))
                .orElseGet(() -> service(event) + "/" + event.name().text());
    }

    /** The name of a story of an event's service. */
    static String chapter(Event event, Story story) {
        return service(event) + "/" + story.name().toLowerCase(java.util.Locale.ROOT);
    }

    private boolean isOnSwitch(Event event, String channel) {
        Set<String> actions = new LinkedHashSet<>();
        arrived(actions, event, notices.of(service(event)));
        return actions.contains(channel);
    }

    private List<Template> message(OfService service) {
        return service.message().isBlank() ? List.of() : messages.computeIfAbsent(service.message(), Audience::read);
    }

    /** The configuration was checked, so a message that cannot be read is not there. */
    private static List<Template> read(String message) {
        return Template.parse(message) instanceof Parsed.Good good ? List.of(good.template()) : List.of();
    }

    private static String service(Event event) {
        return event.service().orElse("");
    }
}
