package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Operator.Answer;
import kirikae.model.Operator.Answer.Outcome;
import kirikae.model.Operator.HoldOrder;
import kirikae.model.Operator.Keep;
import kirikae.model.Operator.Length;
import kirikae.model.Operator.SwitchOrder;
import kirikae.model.Status;
import kirikae.model.Status.Hold;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders against a whole daemon in this process. */
class OperatorTest {
    private static final Length UNLIMITED = new Length.Unlimited();

    @TempDir
    private Path folder;

    private static boolean isWell(ServiceStatus web) {
        return web.actual().equals("primary") && web.targets().get(0).verdict() == Verdict.UP;
    }

    @Test
    void aSwitchMovesNowAndHoldsUntilReleaseWhichActsAtOnce() throws Exception {
        try (Household home = new Household(folder, "recovery.stable-for = 0s")) {
            home.awaitWeb(OperatorTest::isWell);
            Answer answer = home.switchTo("maintenance", Keep.AS_NEEDED);
            assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
            assertThat(answer.text())
                    .isEqualTo("web: switching to maintenance now, and kept there until: kirikae release web");
            assertThat(answer.fields())
                    .containsEntry("event", "hold")
                    .containsEntry("to", "maintenance")
                    .containsEntry("actor", "operator:root");
            ServiceStatus held = home.awaitWeb(web -> web.actual().equals("maintenance"));
            assertThat(held.hold().kind()).isEqualTo(Hold.Kind.SWITCH);
            assertThat(held.waiting()).isEqualTo("kept on maintenance by root: disk swap (automation wants primary)");
            assertThat(home.last(EventName.SWITCH_STARTED).orElseThrow().fields())
                    .containsEntry("actor", "operator:root")
                    .containsEntry("reason", "disk swap");

            Answer released = home.release();
            assertThat(released.text()).startsWith("web: released; automation moves to primary: primary is UP");
            home.awaitWeb(web -> web.actual().equals("primary"));
            Event release = home.last(EventName.RELEASE).orElseThrow();
            Event started = home.last(EventName.SWITCH_STARTED).orElseThrow();
            assertThat(Duration.between(release.time(), started.time())).isLessThan(Duration.ofMillis(500));
            assertThat(started.fields()).containsEntry("actor", "auto").containsEntry("direction", "back");
            assertThat(home.web().lastSwitch().reason()).startsWith("primary is UP");
        }
    }

    @Test
    void aSwitchToWhatAutomationWantsLeavesNoHoldUnlessAskedFor() throws Exception {
        try (Household home = new Household(folder, "")) {
            home.awaitWeb(OperatorTest::isWell);
            assertThat(home.switchTo("primary", Keep.AS_NEEDED).text())
                    .isEqualTo("web: primary is shown; nothing to hold: automation wants primary anyway"
                            + " (--hold keeps it there)");
            assertThat(home.web().hold()).isEqualTo(Hold.none());
            assertThat(home.last(EventName.HOLD)).isEmpty();
            assertThat(home.switchTo("primary", Keep.HOLD).text())
                    .isEqualTo("web: primary is shown already, and kept there until: kirikae release web");
            assertThat(home.web().hold().kind()).isEqualTo(Hold.Kind.SWITCH);
            assertThat(home.switchTo("primary", Keep.AS_NEEDED).text()).endsWith("; the order before is ended");
            assertThat(home.web().hold()).isEqualTo(Hold.none());
            assertThat(home.last(EventName.RELEASE)).isPresent();
        }
    }

    /** The article's second job: to = primary after a recovery, while automation still waits. The next alert must count. */
    @Test
    void aSwitchBackWhileAutomationWaitsMovesOnceAndTheNextAlertCounts() throws Exception {
        try (Household home = new Household(folder, "recovery.stable-for = 10m")) {
            home.awaitWeb(OperatorTest::isWell);
            home.closeHost();
            home.awaitWeb(web -> web.actual().equals("maintenance"));
            home.openHost();
            ServiceStatus waits = home.awaitWeb(web -> web.waiting().contains("stable-for"));
            assertThat(waits.waiting()).matches("primary is UP; waits (10m|9m \\d+s) for stable-for");
            assertThat(home.last(EventName.RECOVERY).orElseThrow().fields().get("next"))
                    .asString()
                    .startsWith("primary is UP; waits ");

            Answer answer = home.switchTo("primary", Keep.AS_NEEDED);
            assertThat(answer.text())
                    .isEqualTo(
                            "web: switching to primary now; nothing is held afterwards, since automation wants primary"
                                    + " too (--hold keeps it there)");
            home.awaitWeb(web -> web.actual().equals("primary") && web.hold().equals(Hold.none()));
            assertThat(home.last(EventName.RELEASE).orElseThrow().fields()).containsEntry("actor", "auto");

            home.closeHost();
            home.awaitWeb(web -> web.actual().equals("maintenance"));
            assertThat(home.last(EventName.SWITCH_STARTED).orElseThrow().fields())
                    .containsEntry("actor", "auto");
        }
    }

    @Test
    void manualRecoveryWaitsForAReleaseWhichPermitsItOnce() throws Exception {
        try (Household home = new Household(folder, "recovery { mode = manual, stable-for = 0s }")) {
            home.awaitWeb(OperatorTest::isWell);
            assertThat(home.release().text()).isEqualTo("web: nothing was held");
            home.closeHost();
            home.awaitWeb(web -> web.actual().equals("maintenance"));
            home.openHost();
            home.awaitWeb(web -> web.waiting().contains("recovery is manual and waits for: kirikae release web"));
            assertThat(home.release().text()).startsWith("web: released; automation moves to primary");
            home.awaitWeb(web -> web.actual().equals("primary"));
        }
    }

    @Test
    void aHoldFreezesAndExpires() throws Exception {
        try (Household home = new Household(folder, "recovery.stable-for = 0s")) {
            home.awaitWeb(OperatorTest::isWell);
            Answer answer = home.hold(new Length.For(Duration.ofSeconds(3)));
            assertThat(answer.text())
                    .startsWith("web: held as it is (primary) for 3s, until 2")
                    .endsWith(" (sooner: kirikae release web)");
            assertThat(answer.fields()).containsEntry("for-ms", 3_000L).containsKey("until");
            home.closeHost();
            ServiceStatus dead =
                    home.awaitWeb(web -> web.targets().get(0).verdict() == Verdict.NO_DATA && web.alerting());
            assertThat(dead.actual()).isEqualTo("primary");
            assertThat(dead.waiting()).isEqualTo("on hold by root: disk swap (automation wants maintenance)");
            home.awaitWeb(web -> web.actual().equals("maintenance"));
            Event expired = home.last(EventName.HOLD_EXPIRED).orElseThrow();
            Event started = home.last(EventName.SWITCH_STARTED).orElseThrow();
            assertThat(Duration.between(expired.time(), started.time())).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void whatIsAskedForWronglyIsRefusedAndNamesWhatThereIs() throws Exception {
        try (Household home = new Household(folder, "")) {
            home.awaitWeb(OperatorTest::isWell);
            assertRefused(home, "nope", "primary", "x", UNLIMITED, "there is no service 'nope'; there are: web");
            assertRefused(
                    home,
                    "web",
                    "nowhere",
                    "x",
                    UNLIMITED,
                    "web: there is no target 'nowhere'; there are: primary, maintenance, and 'auto' for release");
            assertRefused(
                    home,
                    "web",
                    "maintenance",
                    " ",
                    UNLIMITED,
                    "a reason is missing: say why with --reason TEXT, for those who find the order later");
            assertRefused(
                    home,
                    "web",
                    "maintenance",
                    "x".repeat(1_001),
                    UNLIMITED,
                    "the reason is longer than 1000 characters");
            String length = "the length must lie between 1 second and 365 days";
            assertRefused(home, "web", "maintenance", "x", new Length.For(Duration.ofMillis(999)), length);
            assertRefused(home, "web", "maintenance", "x", new Length.For(Duration.ofDays(366)), length);
            assertThat(home.web().hold()).isEqualTo(Hold.none());
            assertThat(home.last(EventName.HOLD)).isEmpty();
        }
    }

    private static void assertRefused(
            Household home, String service, String target, String reason, Length length, String text) {
        Answer answer = Household.done(home.operator()
                .switchTo(new SwitchOrder(service, target, reason, "operator:root", length, Keep.AS_NEEDED)));
        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.text()).isEqualTo(text);
    }

    @Test
    void allServicesAtOnceAndManyQuestionsAtOnce() throws Exception {
        try (Household home = new Household(folder, "")) {
            home.awaitWeb(OperatorTest::isWell);
            Answer held = Household.done(home.operator().hold(new HoldOrder("", "freeze", "operator:root", UNLIMITED)));
            assertThat(held.text()).isEqualTo("web: held as it is (primary) until: kirikae release web");
            List<CompletableFuture<Status>> asked = IntStream.range(0, 500)
                    .mapToObj(i -> home.operator().status().toCompletableFuture())
                    .toList();
            for (CompletableFuture<Status> each : asked) {
                Status status = each.get(10, TimeUnit.SECONDS);
                assertThat(status.services().get(0).hold().reason()).isEqualTo("freeze");
            }
            Answer released = Household.done(home.operator().release("", "operator:root", "done"));
            assertThat(released.text()).isEqualTo("web: released; automation stays on primary");
            assertThat(Household.done(home.operator().events("web", Duration.ZERO)))
                    .extracting(Event::name)
                    .contains(EventName.HOLD, EventName.RELEASE);
            assertThat(Household.done(home.operator().events("", Duration.ofNanos(1))))
                    .isEmpty();
        }
    }

    @Test
    void reloadSaysWhatChangedOrEveryProblemAndKeepsAHold() throws Exception {
        try (Household home = new Household(folder, "")) {
            home.awaitWeb(OperatorTest::isWell);
            home.hold(UNLIMITED);
            home.write("ttl = 5s");
            Answer good = Household.done(home.operator().reload("operator:root"));
            assertThat(good.outcome()).as(good.text()).isEqualTo(Outcome.DONE);
            assertThat(good.text()).isEqualTo("the configuration is in force: 1 service\n  changed: web");
            assertThat(home.awaitWeb(OperatorTest::isWell).hold().reason()).isEqualTo("disk swap");
            assertThat(home.last(EventName.CONFIG_RELOADED).orElseThrow().fields())
                    .containsEntry("actor", "operator:root");

            home.write("tll = 5s, ttl = 0.5s");
            Answer bad = Household.done(home.operator().reload("operator:root"));
            assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(bad.text())
                    .contains("services.web.tll: unknown key; did you mean 'ttl'?", "services.web.ttl: ")
                    .endsWith("\nnothing was changed: the configuration in force goes on");
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> home.last(EventName.CONFIG_REJECTED).isPresent());
            assertThat(home.last(EventName.CONFIG_REJECTED).orElseThrow().text("reason"))
                    .hasValueSatisfying(reason -> assertThat(bad.text()).contains(reason));
        }
    }
}
