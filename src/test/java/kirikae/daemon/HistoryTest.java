package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Status.LastSwitch;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static Event event(int second, EventName name, Object... pairs) {
        return new Event(NOON.plusSeconds(second), name, Fields.of(pairs));
    }

    @Test
    void keepsTheNewestOfTheReplayAndOfWhatCame() {
        List<Event> replay = new ArrayList<>();
        for (int i = 0; i < History.KEPT; i++) {
            replay.add(event(i, EventName.CHECK_UP, "service", "web"));
        }
        History history = new History(replay);
        history.add(event(5_000, EventName.HOLD, "service", "shop"));
        assertThat(history.since("", Instant.MIN)).hasSize(History.KEPT);
        assertThat(history.since("", Instant.MIN).get(0).time()).isEqualTo(NOON.plusSeconds(1));
        assertThat(history.since("shop", Instant.MIN)).hasSize(1);
        assertThat(history.since("", NOON.plusSeconds(1_999))).hasSize(2);
        assertThat(history.standing().override("shop")).isPresent();
    }

    @Test
    void joinsTheReasonToTheAcceptedSwitch() {
        History history = new History(List.of(event(
                0,
                EventName.SWITCH_STARTED,
                "service",
                "web",
                "from",
                "primary",
                "to",
                "maintenance",
                "reason",
                "silent")));
        history.add(event(
                1,
                EventName.SWITCH_ACCEPTED,
                "service",
                "web",
                "from",
                "primary",
                "to",
                "maintenance",
                "actor",
                "auto",
                "change-id",
                "C1"));
        assertThat(history.lastSwitches())
                .isEqualTo(Map.of(
                        "web", new LastSwitch(NOON.plusSeconds(1), "primary", "maintenance", "silent", "auto", "C1")));
        history.add(event(2, EventName.SWITCH_ACCEPTED, "service", "web", "from", "maintenance", "to", "primary"));
        assertThat(history.lastSwitches().get("web").reason())
                .as("of another switch")
                .isEmpty();
    }

    @Test
    void followersHearEverythingUntilTheyLeaveAndABrokenOneHarmsNobody() throws Exception {
        History history = new History(List.of());
        List<Event> heard = new ArrayList<>();
        history.follow(event -> {
            throw new IllegalStateException("broken on purpose");
        });
        AutoCloseable place = history.follow(heard::add);
        history.add(event(1, EventName.CHECK_UP, "service", "web"));
        history.add(event(2, EventName.CHECK_DOWN, "service", "web"));
        place.close();
        history.add(event(3, EventName.CHECK_UP, "service", "web"));
        assertThat(heard).extracting(Event::name).containsExactly(EventName.CHECK_UP, EventName.CHECK_DOWN);
    }

    @Test
    void theNumberOfFollowersIsBounded() {
        History history = new History(List.of());
        for (int i = 0; i < 1_024; i++) {
            int number = i;
            history.follow(event -> assertThat(number).isNotNegative());
        }
        assertThatThrownBy(() -> history.follow(event -> {})).hasMessageContaining("1024 visitors");
    }
}
