package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import kirikae.core.Effect.Question;
import kirikae.core.Input.Presence;
import kirikae.core.Input.Trust;
import kirikae.model.Check;
import kirikae.model.Observation;
import kirikae.model.ProviderError.Kind;
import org.junit.jupiter.api.Test;

/** Stories about what we did not see, were not asked, or cannot be sure of; each was found by the simulation or beside it. */
class UncertaintyTest {
    @Test
    void oneFailureAfterIsolationDoesNotMakeItsSilenceCount() {
        Story story = Story.started(Story.tcp(0));
        story.tickAt(120);
        story.give(new Input.Asked(story.take(Effect.Ask.class).attempt(), new Trust.CutOff("no anchor answers")));
        story.at(130);
        story.give(new Input.IsolationEnded());
        story.at(131);
        story.failure();
        assertThat(story.open).isEmpty();
        assertThat(story.wakeAt).isEqualTo(Duration.ofSeconds(250));
        story.tickAt(250);
        assertThat(story.take(Effect.Ask.class).questions())
                .containsExactlyInAnyOrder(Question.NETWORK, Question.LEAVE);
    }

    @Test
    void failuresAfterAPauseCountAnewUpToFall() {
        Story story = Story.started(Story.tcp(2));
        story.at(10);
        story.failure();
        story.failure();
        story.open.clear();
        story.at(11);
        story.give(new Input.StoodStill(Duration.ofMinutes(1)));
        story.failure();
        assertThat(story.state.targets().get(0).checks().get(0).counted()).isEqualTo(kirikae.model.Verdict.UNDECIDED);
        story.failure();
        assertThat(story.state.targets().get(0).checks().get(0).counted()).isEqualTo(kirikae.model.Verdict.DOWN);
    }

    @Test
    void aPauseEndsTheConfirmingTempo() {
        Story story = Story.started(Story.tcp(2));
        story.failure();
        assertThat(story.take(Effect.Pace.class).tempo()).isEqualTo(Effect.Tempo.CONFIRM);
        story.well();
        story.give(new Input.StoodStill(Duration.ofMinutes(1)));
        assertThat(story.take(Effect.Pace.class).tempo()).isEqualTo(Effect.Tempo.NORMAL);
    }

    @Test
    void anIsolationThatEndsRightBeforeTheDeadlineIsSeen() {
        Story story = Story.started();
        story.tickAt(60);
        Effect.Ask ask = story.take(Effect.Ask.class);
        assertThat(ask.questions()).containsExactlyInAnyOrder(Question.NETWORK, Question.OWN_LISTENER);
        story.give(new Input.Asked(ask.attempt(), new Trust.CutOff("0 of 2 anchors answer")));
        story.at(119);
        story.give(new Input.IsolationEnded());
        story.tickAt(120);
        assertThat(story.told).isEmpty();
        assertThat(story.open).isEmpty();
    }

    @Test
    void anEarlyAnswerIsNoTrustAtTheDeadline() {
        Check.Rule rule = new Check.Rule(java.time.Duration.ofSeconds(4), 2, 0);
        Story story = Story.started(new Check.Heartbeat(
                "agent", rule, "web01", new kirikae.model.Secret("0123456789abcdef"), Check.Auth.BEARER));
        story.tickAt(2);
        story.well();
        story.tickAt(3);
        story.well();
        story.tickAt(4);
        assertThat(story.take(Effect.Ask.class).questions()).contains(Question.NETWORK, Question.OWN_LISTENER);
        assertThat(story.told).containsExactly("check-down");
    }

    @Test
    void aProbeThatHasNotFailedIsNotSuspected() {
        Story story = Story.started(Story.tcp(0));
        story.tickAt(60);
        assertThat(story.open).isEmpty();
        story.at(70);
        story.failure();
        assertThat(story.take(Effect.Ask.class).questions()).containsExactly(Question.NETWORK);
    }

    @Test
    void nothingComesBackWhileCutOff() {
        Story story = Story.started();
        story.switched(story.silent(), Story.SORRY);
        story.at(200);
        story.success();
        story.success();
        story.give(new Input.IsolationBegan("no anchor answers"));
        story.tickAt(260);
        assertThat(story.open).isEmpty();
        story.give(new Input.IsolationEnded());
        story.success();
        story.tickAt(320);
        assertThat(story.take(Effect.Send.class).change().creates()).containsExactly(Story.PRIMARY);
    }

    @Test
    void anAnswerCoversOnlyTheQuestionsThatWereAsked() {
        Story story = Story.started();
        story.give(new Input.Ordered(new StandingOrder.Frozen("we look", "operator:test", Uptime.NEVER)));
        story.tickAt(120);
        Effect.Ask alert = story.take(Effect.Ask.class);
        assertThat(alert.questions()).containsExactlyInAnyOrder(Question.NETWORK, Question.OWN_LISTENER);
        story.give(new Input.Asked(alert.attempt(), new Trust.Well()));
        assertThat(story.told).containsExactly("check-down", "alert");
        story.at(121);
        story.give(new Input.Released());
        assertThat(story.take(Effect.Ask.class).questions()).contains(Question.LEAVE);
        assertThat(story.open).isEmpty();
    }

    @Test
    void aPermissionEndsWhenTheOrderedTargetIsShown() {
        Story story = Story.started();
        story.give(new Input.Ordered(new StandingOrder.Pinned(0, "stay", "operator:test", Uptime.NEVER)));
        story.give(new Input.Swept(story.state.generation(), List.of(Story.FOREIGN)));
        assertThat(story.told).containsExactly("drift");
        assertThat(story.open).isEmpty();
    }

    @Test
    void anOrdersRepairIsForOneDriftOnly() {
        Story story = Story.started();
        story.give(new Input.Ordered(new StandingOrder.Pinned(1, "now", "operator:test", Uptime.NEVER)));
        Effect.Send send = story.take(Effect.Send.class);
        story.sent(send);
        story.give(new Input.ChangeAccepted(send.attempt(), "C1", Presence.IN_SYNC));
        story.read(Story.FOREIGN);
        story.tickAt(59);
        assertThat(story.open).isEmpty();
        assertThat(story.told).contains("drift");
    }

    @Test
    void anOperatorsPlanFromBeforeAPauseIsMadeAnew() {
        Story story = Story.started();
        story.give(new Input.Ordered(new StandingOrder.Pinned(1, "now", "operator:test", Uptime.NEVER)));
        Effect.Send old = story.take(Effect.Send.class);
        story.at(1);
        story.give(new Input.StoodStill(Duration.ofMinutes(10)));
        assertThat(story.take(Effect.Withdraw.class).attempt()).isEqualTo(old.attempt());
        assertThat(story.take(Effect.Send.class).attempt()).isGreaterThan(old.attempt());
    }

    @Test
    void aBusyAnswerToAPlanFromBeforeAPauseEndsThePlan() {
        Story story = Story.started();
        story.give(new Input.Ordered(new StandingOrder.Pinned(1, "now", "operator:test", Uptime.NEVER)));
        Effect.Send send = story.take(Effect.Send.class);
        story.sent(send);
        story.at(1);
        story.give(new Input.StoodStill(Duration.ofMinutes(10)));
        story.at(2);
        story.give(new Input.ChangeDelayed(send.attempt(), Story.error(Kind.TRANSIENT)));
        assertThat(story.take(Effect.Withdraw.class).attempt()).isEqualTo(send.attempt());
        story.read(Story.PRIMARY);
        story.give(new Input.Tick());
        assertThat(story.state.work()).isInstanceOf(Work.Pausing.class);
    }

    @Test
    void aChangeThatWasOnTheWireIsReadBackWhenItIsWithdrawn() {
        Story story = Story.started();
        Effect.Send send = story.silent();
        story.sent(send);
        story.give(new Input.ChangeDelayed(send.attempt(), Story.error(Kind.TRANSIENT)));
        story.success();
        story.success();
        assertThat(story.take(Effect.Withdraw.class).attempt()).isEqualTo(send.attempt());
        story.read(Story.SORRY);
        assertThat(story.told).endsWith("switch-accepted", "switch-verified");
        assertThat(story.state.actual()).isEqualTo(new Actual.At(1));
    }

    @Test
    void anAnswersRecordsAreOldWhenSomethingWasDoneSince() {
        Story story = Story.started();
        story.give(new Input.Ordered(new StandingOrder.Frozen("we look", "operator:test", Uptime.NEVER)));
        story.tickAt(120);
        Effect.Ask ask = story.take(Effect.Ask.class);
        story.give(new Input.Ordered(new StandingOrder.Pinned(1, "now", "operator:test", Uptime.NEVER)));
        story.switched(story.take(Effect.Send.class), Story.SORRY);
        story.give(new Input.Asked(ask.attempt(), new Trust.WellWith(List.of(Story.PRIMARY))));
        assertThat(story.state.actual()).isEqualTo(new Actual.At(1));
        assertThat(story.told).doesNotContain("outside-change");
    }

    @Test
    void aSweepThatBeganBeforeAReadIsOld() {
        Story story = Story.started();
        Effect.Send send = story.silent();
        story.sent(send);
        story.give(new Input.ChangeFailed(send.attempt(), Story.error(Kind.AMBIGUOUS)));
        long generation = story.state.generation();
        story.read(Story.SORRY);
        story.give(new Input.Swept(generation, List.of(Story.PRIMARY)));
        assertThat(story.state.actual()).isEqualTo(new Actual.At(1));
    }

    @Test
    void aChangeThatKeepsVanishingIsSentMoreAndMoreSlowly() {
        Story story = Story.started();
        Effect.Send send = story.silent();
        for (int i = 0; i < 4; i++) {
            story.sent(send);
            story.give(new Input.ChangeAccepted(send.attempt(), "C" + i, Presence.IN_SYNC));
            story.read(Story.PRIMARY);
            if (i < 3) {
                send = story.take(Effect.Send.class);
            }
        }
        assertThat(story.state.work()).isInstanceOf(Work.Pausing.class);
        assertThat(story.state.failing().count()).isEqualTo(4);
    }

    @Test
    void whatIsSentIsAskedWithTheTimeThatHasPassed() {
        Story story = Story.started();
        story.switched(story.silent(), Story.SORRY);
        story.at(200);
        story.success();
        story.success();
        story.at(300);
        story.give(new Input.Tick());
        Effect.Send back = story.take(Effect.Send.class);
        story.at(320);
        assertThat(story.machine.wants(story.state, back.attempt(), story.now)).isFalse();
    }

    @Test
    void theEndOfPlannedWorkIsToldThoughAReportComesFirst() {
        Story story = Story.started();
        story.give(new Input.Maint(0, 0, Duration.ofSeconds(50), "patching"));
        story.at(50);
        story.give(new Input.Observed(0, 0, Observation.success()));
        assertThat(story.told).filteredOn("maint"::equals).hasSize(2);
        assertThat(Set.copyOf(story.told)).doesNotContain("alert");
    }

    @Test
    void anOrderThatTakesOverFromAutomationIsToldAsItsOwnSwitch() {
        Story story = Story.started();
        Effect.Send send = story.silent();
        story.sent(send);
        story.give(new Input.ChangeFailed(send.attempt(), Story.error(Kind.CONFLICT)));
        story.give(new Input.Ordered(new StandingOrder.Pinned(1, "now", "operator:test", Uptime.NEVER)));
        story.told.clear();
        story.read(Story.FOREIGN);
        assertThat(story.take(Effect.Send.class).change().deletes()).containsExactly(Story.FOREIGN);
        assertThat(story.told).containsExactly("drift", "switch-started");
    }

    @Test
    void aRefusalSaysNothingAboutTheTryBefore() {
        Story story = Story.started();
        Effect.Send send = story.silent();
        story.sent(send);
        story.give(new Input.ChangeDelayed(send.attempt(), Story.error(Kind.TRANSIENT)));
        story.sent(send);
        story.give(new Input.ChangeFailed(send.attempt(), Story.error(Kind.CLOCK)));
        story.read(Story.SORRY);
        assertThat(story.told).endsWith("switch-accepted", "switch-verified");
        assertThat(story.state.actual()).isEqualTo(new Actual.At(1));
    }
}
