package kirikae.daemon;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kirikae.core.StandingOrder;
import kirikae.journal.Standing;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Notices;
import kirikae.model.Notified;
import kirikae.model.Story;
import kirikae.notify.Notice;
import kirikae.notify.Outbox;
import kirikae.web.Tally;

/**
 * Lets people and machines know. Writes into each event whom it is to be told to, hands it to the queues, and tells how that went. Lives on the
 * decision loop, which never waits for it. A rehearsal ({@code run --dry-run}) tells nobody. Must not decide anything about services.
 */
final class Postroom {
    private static final Duration OLDEST = Duration.ofHours(24);

    private final DecisionLoop loop;
    private final Daemon.Mode mode;
    private final Tally tally;
    private final Standing standing;
    private final Reminders reminders;
    private final Couriers couriers;
    private final Outbox outbox;
    private Notices notices;
    private Audience audience;
    private Optional<Registry> registry = Optional.empty();
    private Optional<Chronicle> chronicle = Optional.empty();

    /** Takes the first configuration and what the journal says is in force. */
    Postroom(DecisionLoop loop, Vertx vertx, Daemon.Mode mode, Tally tally, Notices notices, History history) {
        this.loop = loop;
        this.mode = mode;
        this.tally = tally;
        this.standing = history.standing();
        this.notices = notices;
        this.audience = audience(notices);
        this.reminders = new Reminders(loop, service -> this.notices.of(service).renotify(), this::remind);
        this.couriers = new Couriers(vertx, notices);
        this.outbox = new Outbox(couriers::of, new Ledger());
    }

    private Audience audience(Notices next) {
        Predicate<String> plannedAway = service -> registry.flatMap(desks -> desks.desk(service))
                .map(desk -> desk.state().override())
                .filter(StandingOrder.Pinned.class::isInstance)
                .map(StandingOrder.Pinned.class::cast)
                .filter(order -> order.target() != 0 && order.actor().startsWith("operator"))
                .isPresent();
        return new Audience(next, standing, plannedAway);
    }

    /** The event with whom it is to be told to. */
    Event addressed(Event event) {
        return audience.addressed(
                event, mode == Daemon.Mode.DRY_RUN ? "would-" + Notified.CHANNELS : Notified.CHANNELS);
    }

    /** Something was told, and the history knows it: hands it to the queues. */
    void heard(Event event) {
        overtake(event);
        Notified.channels(event).forEach(channel -> put(event, channel));
        event.service().ifPresent(service -> {
            switch (event.name()) {
                case ALERT -> reminders.alerting(service, Duration.ZERO);
                case RECOVERY -> reminders.over(service);
                case RELEASE, HOLD_EXPIRED -> loop.execute(() -> makeUp(service));
                default -> {
                    // Nothing to remember.
                }
            }
        });
    }

    private void put(Event event, String channel) {
        outbox.put(audience.notice(event, channel));
    }

    /** What waits of a story is no longer true once it goes on: a late "is down" must not follow "is well" on another way. */
    private void overtake(Event event) {
        Set<String> told = Set.copyOf(Notified.channels(event));
        Stream.concat(Story.begunBy(event.name()).stream(), Story.endedBy(event.name()).stream())
                .forEach(story -> outbox.overtake(
                        Audience.chapter(event, story),
                        told,
                        "overtaken by " + event.name().text()));
    }

    // ---- reminders ----

    private void remind(String service) {
        standing.beginning(service, Story.OUTAGE).ifPresent(alert -> tellReminder(service, alert, "the alert lasts"));
    }

    private void tellReminder(String service, Event alert, String why) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String key : List.of("target", "verdict")) {
            alert.text(key).ifPresent(value -> fields.put(key, value));
        }
        fields.put(
                "reason",
                alert.text("reason").map(reason -> why + ": " + reason).orElse(why));
        chronicle.ifPresent(teller -> {
            if (!audience.isPlannedAway(service)) {
                teller.tell(service, EventName.REMINDER, fields);
            }
        });
    }

    /** An operator's switch is over: an alert that nobody was told of is told now, when it lasts. */
    private void makeUp(String service) {
        standing.beginning(service, Story.OUTAGE)
                .filter(audience::isQuiet)
                .ifPresent(alert -> tellReminder(service, alert, "not told while an operator's switch was in force"));
    }

    // ---- start, reload, stop ----

    /** From now on there is somebody to tell of deliveries. What was not delivered before the start is sent once more. */
    void begin(Registry desks, Chronicle teller) {
        registry = Optional.of(desks);
        chronicle = Optional.of(teller);
        if (mode == Daemon.Mode.DRY_RUN) {
            return;
        }
        standing.undelivered().forEach(this::again);
        startOver(Story.ISOLATION, EventName.ISOLATION_OVER);
        startOver(Story.CONFIGURATION, EventName.CONFIG_RELOADED);
        remindAll();
    }

    private void again(Standing.Undelivered open) {
        boolean known =
                notices.channels().containsKey(open.channel()) || open.channel().endsWith(Audience.ON_SWITCH);
        if (!known || open.event().time().isBefore(Instant.now().minus(OLDEST))) {
            String why = known ? "older than 24 h" : "the channel is not configured any more";
            failed(audience.notice(open.event(), open.channel()), 0, why, Map.of(Notified.GIVEN_UP, true));
        } else {
            put(open.event(), open.channel());
        }
    }

    /** A start ends what only the process before it could know. */
    private void startOver(Story story, EventName end) {
        if (standing.beginning("", story).isPresent()) {
            chronicle.ifPresent(
                    teller -> teller.tell(end, Fields.of("reason", "the daemon was started anew", "actor", "auto")));
        }
    }

    private void remindAll() {
        notices.services()
                .keySet()
                .forEach(service -> standing.beginning(service, Story.OUTAGE).ifPresent(alert -> {
                    Instant last = standing.reminder(service).map(Event::time).orElse(alert.time());
                    reminders.alerting(service, Duration.between(last, Instant.now()));
                }));
    }

    /** Another configuration is in force. What waits goes to the channel of the same name. */
    void replace(Notices next) {
        notices = next;
        audience = audience(next);
        couriers.replace(next);
        remindAll();
    }

    /** Lets what is on the wire end, so long at most; the rest is in the journal. */
    Object close(long millis) {
        outbox.drain(Duration.ofMillis(millis));
        couriers.close();
        return outbox;
    }

    // ---- how it went ----

    private final class Ledger implements Outbox.Reports {
        @Override
        public void delivered(Notice notice, int tries, Duration took) {
            tally.notified(notice.channel(), "delivered");
            Map<String, Object> fields = fields(notice, tries);
            fields.put("took-ms", took.toMillis());
            tell(EventName.NOTIFY_DELIVERED, fields);
        }

        @Override
        public void failed(Notice notice, int tries, String reason, Duration pause) {
            tally.notified(notice.channel(), "failed");
            if (tries == 1) {
                String next = "tried again, first after " + pause.toMillis() + " ms";
                Postroom.this.failed(notice, tries, reason, Map.of("next", next));
            }
        }

        @Override
        public void givenUp(Notice notice, int tries, String reason) {
            tally.notified(notice.channel(), "given-up");
            Postroom.this.failed(notice, tries, reason, Map.of(Notified.GIVEN_UP, true));
        }
    }

    private void failed(Notice notice, int tries, String reason, Map<String, Object> more) {
        Map<String, Object> fields = fields(notice, tries);
        fields.put("reason", reason);
        fields.putAll(more);
        tell(EventName.NOTIFY_FAILED, fields);
    }

    private static Map<String, Object> fields(Notice notice, int tries) {
        Map<String, Object> fields = new LinkedHashMap<>();
        notice.event().service().ifPresent(service -> fields.put("service", service));
        fields.put("channel", notice.channel());
        fields.put("about", notice.event().name().text());
        fields.put(Notified.ID, notice.id());
        fields.put("attempt", (long) tries);
        return fields;
    }

    private void tell(EventName name, Map<String, Object> fields) {
        loop.execute(() -> chronicle.ifPresent(teller -> teller.tell(name, fields)));
    }
}
