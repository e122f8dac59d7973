package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import kirikae.model.ServerAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last leg of a switch: name servers that show it, lag, or never do. */
class WitnessesTest {
    private static final ServerAnswer NS1 = new ServerAnswer("ns1", Duration.ofMillis(12), "");
    private static final ServerAnswer NS2 = new ServerAnswer("ns2", Duration.ofMillis(30), "");
    private static final ServerAnswer LAGGING = new ServerAnswer("ns2", Duration.ofMillis(30), "still A 203.0.113.10");

    private final Story story = Story.started();

    @BeforeEach
    void switched() {
        story.noServers = false;
        story.switched(story.silent(), Story.SORRY);
        story.told.clear();
    }

    private Effect.AskServers asked() {
        return story.take(Effect.AskServers.class);
    }

    private void answer(Effect.AskServers asked, ServerAnswer... answers) {
        story.give(new Input.ServersAnswered(asked.attempt(), List.of(answers)));
    }

    @Test
    void verifiedMeansThatEveryServerShowsIt() {
        Effect.AskServers asked = asked();
        assertThat(asked.wanted()).containsExactly(Story.SORRY);
        assertThat(asked.except()).isEmpty();
        answer(asked, NS1, NS2);
        assertThat(story.told).containsExactly("switch-verified");
        assertThat(story.state.verifying().is()).isFalse();
        assertThat(story.fields.get("servers")).isEqualTo("ns1 12 ms, ns2 30 ms");
    }

    @Test
    void aLaggardAloneIsAskedAgainWithGrowingPauses() {
        answer(asked(), NS1, LAGGING);
        assertThat(story.told).isEmpty();
        assertThat(story.wakeAt).isEqualTo(Duration.ofMillis(120_250));
        story.tickAt(120.25);
        Effect.AskServers again = asked();
        assertThat(again.except()).containsExactly("ns1");
        answer(again, LAGGING);
        assertThat(story.wakeAt).isEqualTo(Duration.ofMillis(120_750));
        story.tickAt(120.75);
        answer(asked(), NS2);
        assertThat(story.told).containsExactly("switch-verified");
        assertThat(story.fields.get("servers")).isEqualTo("ns1 12 ms, ns2 780 ms");
    }

    @Test
    void aLaggardIsToldOnceAndInTheEndNotAskedAnyMore() {
        lagUntil(Duration.ofSeconds(140));
        assertThat(story.told).containsExactly("switch-lagging");
        assertThat(story.fields.get("reason")).isEqualTo("ns2: still A 203.0.113.10");
        assertThat(story.fields.get("servers")).isEqualTo("ns1 12 ms");
        lagUntil(Duration.ofSeconds(721));
        assertThat(story.told).containsExactly("switch-lagging", "switch-lagging");
        assertThat(story.fields.get("next")).isEqualTo("not asked any more after 10m");
        assertThat(story.state.actual()).as("nothing is undone").isEqualTo(new Actual.At(1));
        assertThat(story.open).isEmpty();
        assertThat(story.state.verifying().is()).isFalse();
    }

    private void lagUntil(Duration end) {
        while (story.now.compareTo(end) < 0 && story.state.verifying().is()) {
            if (!story.open.isEmpty()) {
                answer(asked(), NS1, LAGGING);
            }
            story.now = Uptime.earlier(story.wakeAt, end);
            story.give(new Input.Tick());
        }
    }

    @Test
    void nothingWaitsForALaggard() {
        answer(asked(), NS1, LAGGING);
        story.at(121);
        story.success();
        story.success();
        asked();
        story.tickAt(181);
        assertThat(story.told).contains("recovery", "switch-started");
        assertThat(story.open).hasAtLeastOneElementOfType(Effect.Send.class);
    }

    @Test
    void aDriftEndsTheQuestions() {
        answer(asked(), NS1, LAGGING);
        story.give(new Input.Swept(story.state.generation(), List.of(Story.FOREIGN)));
        assertThat(story.told).containsExactly("switch-lagging", "drift");
        assertThat(story.state.verifying().is()).isFalse();
    }

    @Test
    void anAnswerOfAnEarlierSwitchCountsForNothing() {
        Effect.AskServers asked = asked();
        answer(asked, NS1, NS2);
        ServiceState before = story.state;
        answer(asked, NS1, LAGGING);
        assertThat(story.state).isEqualTo(before);
    }
}
