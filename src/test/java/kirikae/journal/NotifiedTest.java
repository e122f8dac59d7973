package kirikae.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Notified;
import kirikae.model.Story;
import org.junit.jupiter.api.Test;

/** What the journal still owes to whom, and that a rotation forgets none of it and repeats nothing. */
class NotifiedTest {
    private static final Instant TIME = Instant.parse("2026-11-25T00:00:00Z");

    private static Event event(long second, EventName name, String... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("service", "web");
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return new Event(TIME.plusSeconds(second), name, fields);
    }

    private static Event delivered(long second, Event of, String channel) {
        return event(second, EventName.NOTIFY_DELIVERED, "channel", channel, Notified.ID, Notified.id(of, channel));
    }

    private static List<String> owed(Standing standing) {
        return standing.undelivered().stream()
                .map(open -> open.event().name().text() + " to " + open.channel())
                .toList();
    }

    @Test
    void whatIsNotDeliveredIsOwed() {
        Event alert = event(1, EventName.ALERT, Notified.CHANNELS, "a b");
        Standing standing = Standing.of(List.of(alert));
        assertThat(owed(standing)).containsExactly("alert to a", "alert to b");
        standing.apply(delivered(2, alert, "a"));
        assertThat(owed(standing)).containsExactly("alert to b");
        standing.apply(event(3, EventName.NOTIFY_FAILED, Notified.ID, Notified.id(alert, "b")));
        assertThat(owed(standing)).containsExactly("alert to b");
        standing.apply(
                event(4, EventName.NOTIFY_FAILED, Notified.ID, Notified.id(alert, "b"), Notified.GIVEN_UP, "true"));
        assertThat(owed(standing)).isEmpty();
    }

    @Test
    void anAlertThatLastsIsNotToldAgainAfterARotation() {
        Event alert = event(1, EventName.ALERT, Notified.CHANNELS, "a b");
        Standing standing = Standing.of(List.of(alert, delivered(2, alert, "a")));
        Standing rotated = Standing.of(standing.inForce());
        assertThat(owed(rotated)).containsExactly("alert to b");
        rotated.apply(delivered(3, alert, "b"));
        Standing again = Standing.of(rotated.inForce());
        assertThat(owed(again)).isEmpty();
        assertThat(again.isAlerting("web")).isTrue();
        again.apply(event(4, EventName.RECOVERY));
        assertThat(again.inForce()).extracting(Event::name).containsExactly(EventName.RECOVERY);
    }

    @Test
    void storiesAreKnownUntilTheyEnd() {
        Event drift = event(1, EventName.DRIFT, Notified.CHANNELS, "a");
        Standing standing = Standing.of(List.of(drift, event(2, EventName.SWITCH_FAILED)));
        Standing rotated = Standing.of(standing.inForce());
        assertThat(rotated.beginning("web", Story.DRIFT)).contains(drift);
        assertThat(rotated.beginning("web", Story.SWITCHING)).isEmpty();
        rotated.apply(event(3, EventName.DRIFT_CLEARED));
        assertThat(rotated.beginning("web", Story.DRIFT)).isEmpty();
    }

    /** Whatever happens, and wherever it is cut: the same is owed. */
    @Test
    void aRotationAnywhereOwesTheSame() {
        long seed = Long.getLong("kirikae.seed", System.nanoTime());
        Random random = new Random(seed);
        EventName[] names = {
            EventName.ALERT,
            EventName.RECOVERY,
            EventName.DRIFT,
            EventName.DRIFT_CLEARED,
            EventName.HOLD_EXPIRED,
            EventName.HOLD,
            EventName.SWITCH_FAILED,
            EventName.SWITCH_VERIFIED,
            EventName.REMINDER
        };
        Standing whole = new Standing();
        Standing cut = new Standing();
        List<Event> told = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Event next;
            if (random.nextBoolean() && !told.isEmpty()) {
                Event of = told.get(random.nextInt(told.size()));
                next = delivered(i, of, random.nextBoolean() ? "a" : "b");
            } else {
                next = event(
                        i, names[random.nextInt(names.length)], Notified.CHANNELS, random.nextBoolean() ? "a b" : "a");
                told.add(next);
            }
            whole.apply(next);
            cut.apply(next);
            if (random.nextInt(50) == 0) {
                cut = Standing.of(cut.inForce());
                assertThat(owed(cut))
                        .as("seed " + seed + ", event " + i)
                        .containsExactlyInAnyOrderElementsOf(owed(whole));
            }
        }
    }
}
