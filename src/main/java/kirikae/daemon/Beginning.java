package kirikae.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import kirikae.core.Input;
import kirikae.core.ServiceState;
import kirikae.core.ServiceState.Restored;
import kirikae.core.StandingOrder;
import kirikae.core.Uptime;
import kirikae.journal.Opening;
import kirikae.model.CheckId;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Service;
import kirikae.model.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start makes of the journal it found: complaints, holds, the crash-loop alarm, and every service's first state. */
final class Beginning {
    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);
    private static final int CRASH_LOOP_STARTS = 3;
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(2);

    private final Opening.Opened opened;
    private final Chronicle chronicle;
    private final Settings settings;
    private final Instant now;
    private final Duration uptime;
    private final Restoration restoration;

    /**
     * Takes what was found.
     *
     * @param now the wall clock
     * @param uptime the same moment as the core knows it: from here windows count
     */
    Beginning(Opening.Opened opened, Chronicle chronicle, Settings settings, Instant now, Duration uptime) {
        this.opened = opened;
        this.chronicle = chronicle;
        this.settings = settings;
        this.now = now;
        this.uptime = uptime;
        this.restoration = new Restoration(opened.standing(), now, uptime);
    }

    /** Says what was wrong with the journal's files. */
    void complain() {
        for (String complaint : opened.complaints()) {
            if (opened.damage() == Opening.Damage.LOST_LINES) {
                chronicle.tell(EventName.JOURNAL_ERROR, Map.of("reason", complaint));
            } else {
                LOG.warn("{}", complaint);
            }
        }
    }

    /** After a damage nobody knows whether an order was in force: such services start held (contract.md section 5). */
    void holdUnproved() {
        for (Service service : settings.services()) {
            if (!opened.standing().isOverrideProved(service.name())) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("reason", "journal damaged");
                fields.put("actor", "auto");
                fields.put("fix", "kirikae release " + service.name());
                chronicle.tell(service.name(), EventName.HOLD, fields);
            }
        }
    }

    /** Three starts within one window: no window ever ends, so nothing would ever be decided. */
    void crashLoop() {
        Duration window =
                settings.services().stream().map(Service::longestWindow).reduce(SHORTEST_WINDOW, Uptime::later);
        long before = opened.standing().starts().stream()
                .filter(start -> start.isAfter(now.minus(window)))
                .count();
        if (before + 1 >= CRASH_LOOP_STARTS) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("starts", before + 1);
            fields.put(
                    "reason",
                    "started " + (before + 1) + " times within " + Uptime.text(window)
                            + ": no silence can be judged while this lasts; look for the reason above the last 'started'");
            chronicle.tell(EventName.CRASH_LOOP, fields);
        }
    }

    /** Opens every service's desk. */
    void desks(Registry registry) {
        registry.index(settings.services());
        for (Service service : settings.services()) {
            registry.open(service, ServiceState.initial(service, restored(service), uptime));
        }
        opened.standing().maint().forEach((id, event) -> restoreMaint(registry, id, event));
    }

    private Restored restored(Service service) {
        Restored known = restoration.of(service);
        if (opened.standing().isOverrideProved(service.name())) {
            return known;
        }
        StandingOrder held = new StandingOrder.Frozen("journal damaged", "auto", Uptime.NEVER);
        return new Restored(held, known.flap(), known.alerted());
    }

    private void restoreMaint(Registry registry, CheckId id, Event event) {
        Duration end = restoration.end(event);
        if (Uptime.reached(uptime, end) || end.equals(Uptime.NEVER)) {
            return;
        }
        registry.checks()
                .place(id)
                .ifPresent(place -> registry.desk(place.service())
                        .ifPresent(desk -> desk.give(new Input.Maint(
                                place.target(),
                                place.check(),
                                end,
                                event.text("reason").orElse("planned work")))));
    }
}
