package kirikae.notify;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kirikae.message.Facts;
import kirikae.model.Event;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;

/** The queue of one channel, in virtual time. */
class LaneTest {
    private static final Duration ZERO = Duration.ZERO;
    private final Lane lane = new Lane(3);

    private static Notice notice(String id, String story) {
        Event event = new Event(Sample.TIME, EventName.ALERT, Map.of("service", "web"));
        return new Notice(id, "hook", event, story, Sample.TIME, List.of(), new Facts(Map.of(), Set.of()));
    }

    private String next(Duration now) {
        return lane.next(now).map(waiting -> waiting.notice().id()).orElse("");
    }

    @Test
    void oneAtATimeInTheirOrder() {
        lane.add(notice("a", "x"), ZERO);
        lane.add(notice("b", "y"), ZERO);
        assertThat(next(ZERO)).isEqualTo("a");
        assertThat(next(ZERO)).isEmpty();
        assertThat(lane.due()).isEmpty();
        lane.done();
        assertThat(next(ZERO)).isEqualTo("b");
    }

    @Test
    void pausesGrowToFiveMinutesAndEndAfterADay() {
        lane.add(notice("a", "x"), ZERO);
        Duration now = ZERO;
        Duration last = ZERO;
        int tries = 0;
        while (next(now).equals("a")) {
            tries++;
            if (!(lane.failed(ZERO, now, 0) instanceof Lane.After.Again again)) {
                break;
            }
            assertThat(again.pause()).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(ofMinutes(5));
            last = again.pause();
            assertThat(lane.due()).isEqualTo(Optional.of(now.plus(again.pause())));
            assertThat(next(now.plus(again.pause()).minusMillis(1))).isEmpty();
            now = now.plus(again.pause());
        }
        assertThat(last).isEqualTo(ofMinutes(5));
        assertThat(now).isBetween(ofHours(23), ofHours(24));
        assertThat(tries).isBetween(280, 310);
        assertThat(lane.due()).isEmpty();
    }

    @Test
    void whatFailedTogetherIsSpread() {
        lane.add(notice("a", "x"), ZERO);
        next(ZERO);
        assertThat(lane.failed(ZERO, ZERO, 1)).isEqualTo(new Lane.After.Again(ofMillis(1_200)));
        next(ofSeconds(2));
        assertThat(lane.failed(ZERO, ofSeconds(2), -1)).isEqualTo(new Lane.After.Again(ofMillis(1_600)));
    }

    @Test
    void whatTheReceiverAsksForIsWaitedFor() {
        lane.add(notice("a", "x"), ZERO);
        next(ZERO);
        assertThat(lane.failed(ofMinutes(3), ZERO, 0)).isEqualTo(new Lane.After.Again(ofMinutes(3)));
    }

    @Test
    void oneThatIsRefusedAgainAndAgainHoldsUpOnlyItsOwnStory() {
        lane.add(notice("poison", "x"), ZERO);
        lane.add(notice("after it", "x"), ZERO);
        lane.add(notice("other", "y"), ZERO);
        assertThat(next(ZERO)).isEqualTo("poison");
        lane.failed(ZERO, ZERO, 0);
        assertThat(next(ZERO)).isEqualTo("other");
        lane.done();
        assertThat(next(ZERO)).isEmpty();
        assertThat(next(ofSeconds(1))).isEqualTo("poison");
        lane.done();
        assertThat(next(ofSeconds(1))).isEqualTo("after it");
    }

    @Test
    void theOldestGoesWhenThereIsNoRoom() {
        assertThat(lane.add(notice("a", "w"), ZERO)).isEmpty();
        assertThat(lane.add(notice("b", "x"), ZERO)).isEmpty();
        assertThat(lane.add(notice("c", "y"), ZERO)).isEmpty();
        assertThat(lane.add(notice("d", "z"), ZERO).map(Notice::id)).contains("a");
        assertThat(next(ZERO)).isEqualTo("b");
    }

    @Test
    void whatIsNoLongerTrueIsTakenBackUnlessItIsOnItsWay() {
        lane.add(notice("a", "x"), ZERO);
        lane.add(notice("b", "x"), ZERO);
        lane.add(notice("c", "y"), ZERO);
        assertThat(next(ZERO)).isEqualTo("a");
        assertThat(lane.overtake("x")).extracting(Notice::id).containsExactly("b");
        lane.done();
        assertThat(next(ZERO)).isEqualTo("c");
    }
}
