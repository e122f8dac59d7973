package kirikae.journal;

import static kirikae.journal.Fixture.T0;
import static kirikae.journal.Fixture.event;
import static kirikae.journal.Fixture.hold;
import static kirikae.journal.Fixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import kirikae.model.CheckId;
import kirikae.model.Event;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static Event back(long second, String service) {
        return event(
                second,
                EventName.SWITCH_ACCEPTED,
                "service",
                service,
                "to",
                "primary",
                "actor",
                "auto",
                "direction",
                "back");
    }

    private static Event damage(long second) {
        return event(second, EventName.JOURNAL_ERROR, "reason", "garbage", "damaged", true);
    }

    private static Event maint(long second, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("service", "web", "target", "primary", "check", "agent"));
        fields.addAll(List.of(more));
        return event(second, EventName.MAINT, fields.toArray());
    }

    @Test
    void theLastOverrideOfEachServiceStands() {
        Event until = event(3, EventName.HOLD, "service", "web", "to", "maintenance", "until", "2026-11-22T10:00:00Z");
        Standing standing = Standing.of(List.of(hold(0, "web"), hold(1, "api"), release(2, "web"), until));
        assertThat(standing.override("web")).contains(until);
        assertThat(standing.override("api")).contains(hold(1, "api"));
        assertThat(standing.override("other")).isEmpty();
        Event expired = event(4, EventName.HOLD_EXPIRED, "service", "web");
        standing.apply(expired);
        assertThat(standing.override("web")).contains(expired);
        assertThat(standing.inForce()).containsExactly(hold(1, "api"), expired);
    }

    @Test
    void maintEndsWhereItSaysSo() {
        CheckId agent = new CheckId("web", "primary", "agent");
        Standing standing = Standing.of(List.of(maint(0, "until", "2026-11-22T10:00:00Z")));
        assertThat(standing.maint().keySet()).isEqualTo(Set.of(agent));
        standing.apply(maint(1, "ended", true));
        assertThat(standing.maint()).isEmpty();
        assertThat(standing.inForce()).isEmpty();
        standing.apply(event(2, EventName.MAINT, "service", "web"));
        assertThat(standing.maint()).as("without its check it means nothing").isEmpty();
    }

    @Test
    void alertAndAcceptedAreTheLastOnes() {
        Event forth = event(1, EventName.SWITCH_ACCEPTED, "service", "web", "to", "maintenance", "actor", "auto");
        Standing standing = Standing.of(List.of(event(0, EventName.ALERT, "service", "web"), forth));
        assertThat(standing.isAlerting("web")).isTrue();
        assertThat(standing.lastAccepted("web")).contains(forth);
        assertThat(standing.switchBacks("web")).isEmpty();
        standing.apply(event(2, EventName.RECOVERY, "service", "web"));
        assertThat(standing.isAlerting("web")).isFalse();
        assertThat(standing.isAlerting("api")).isFalse();
    }

    @Test
    void keepsTwentySwitchBacksOfOneDay() {
        Standing standing = new Standing();
        for (int i = 0; i < 30; i++) {
            standing.apply(back(i, "web"));
        }
        standing.apply(
                event(31, EventName.SWITCH_ACCEPTED, "service", "web", "actor", "operator:ann", "direction", "back"));
        assertThat(standing.switchBacks("web"))
                .hasSize(20)
                .startsWith(T0.plusSeconds(10))
                .endsWith(T0.plusSeconds(29));
        standing.apply(back(24 * 3600 + 15, "web"));
        assertThat(standing.switchBacks("web")).hasSize(16).startsWith(T0.plusSeconds(15));
    }

    @Test
    void keepsTenStarts() {
        Standing standing = new Standing();
        for (int i = 0; i < 12; i++) {
            standing.apply(event(i, EventName.STARTED));
        }
        assertThat(standing.starts()).hasSize(10).startsWith(T0.plusSeconds(2)).endsWith(T0.plusSeconds(11));
    }

    @Test
    void f25AfterDamageOnlyALaterOverrideIsProved() {
        Standing standing = Standing.of(List.of(hold(0, "web"), hold(1, "api"), damage(2), release(3, "api")));
        assertThat(standing.isDamaged()).isTrue();
        assertThat(standing.isOverrideProved("web")).isFalse();
        assertThat(standing.isOverrideProved("never")).isFalse();
        assertThat(standing.isOverrideProved("api")).isTrue();
        Standing again = Standing.of(standing.inForce());
        assertThat(again.isOverrideProved("web")).isFalse();
        assertThat(again.isOverrideProved("api")).isTrue();
        standing.apply(event(4, EventName.STARTED));
        assertThat(standing.isDamaged()).isFalse();
        assertThat(standing.isOverrideProved("never")).isTrue();
    }

    @Test
    void anOrdinaryJournalErrorProvesNothingWrong() {
        Standing standing = Standing.of(List.of(event(0, EventName.JOURNAL_ERROR, "reason", "disk full")));
        assertThat(standing.isOverrideProved("web")).isTrue();
    }

    @Test
    void foldingWhatIsInForceGivesTheSameAgainWhereverItIsCut() {
        for (long seed = 0; seed < 200; seed++) {
            List<Event> history = history(new Random(seed), 120);
            Standing whole = Standing.of(history);
            assertThat(Standing.of(whole.inForce()).inForce())
                    .as("seed %d", seed)
                    .isEqualTo(whole.inForce());
            Retained retained = new Retained(1 + (int) (seed % 50));
            history.forEach(event -> retained.add(EventJson.encode(event)));
            assertThat(retained.standing().inForce()).as("seed %d", seed).isEqualTo(whole.inForce());
        }
    }

    private static List<Event> history(Random random, int length) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            String service = List.of("web", "api", "db").get(random.nextInt(3));
            long at = i * 1800L;
            events.add(
                    switch (random.nextInt(10)) {
                        case 0 -> hold(at, service);
                        case 1 -> release(at, service);
                        case 2 -> event(at, EventName.HOLD_EXPIRED, "service", service);
                        case 3 -> event(at, EventName.ALERT, "service", service);
                        case 4 -> event(at, EventName.RECOVERY, "service", service);
                        case 5 -> maint(at, "until", "2026-11-22T10:00:00Z");
                        case 6 -> maint(at, "ended", true);
                        case 7 -> back(at, service);
                        case 8 -> random.nextInt(4) == 0 ? damage(at) : event(at, EventName.STARTED);
                        default -> event(at, EventName.CHECK_UP, "service", service);
                    });
        }
        return events;
    }
}
