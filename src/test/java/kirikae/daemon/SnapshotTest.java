package kirikae.daemon;

import static kirikae.daemon.Scene.PRIMARY;
import static kirikae.daemon.Scene.SORRY;
import static kirikae.daemon.Scene.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kirikae.core.Input;
import kirikae.core.Uptime;
import kirikae.model.Observation;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.Hold;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Verdict;
import org.junit.jupiter.api.Test;

/** What is shown of a state. */
class SnapshotTest {
    @Test
    void aHealthyService() {
        ServiceStatus web =
                Scene.automatic().shows(PRIMARY).at(10).beats(1).at(12).status();
        assertThat(web.name()).isEqualTo("web");
        assertThat(web.desired()).isEqualTo("primary");
        assertThat(web.actual()).isEqualTo("primary");
        assertThat(web.phase()).isEqualTo("idle");
        assertThat(web.hold()).isEqualTo(Hold.none());
        assertThat(web.alerting()).isFalse();
        assertThat(web.targets()).extracting("name").containsExactly("primary", "maintenance");
        assertThat(web.targets().get(0).upFor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(web.targets().get(0).records()).isEqualTo(List.of("A 203.0.113.10"));
        assertThat(web.targets().get(1).verdict()).isEqualTo(Verdict.UP);
        assertThat(web.targets().get(1).upFor()).isZero();
        CheckStatus agent = web.targets().get(0).checks().get(0);
        assertThat(agent.kind()).isEqualTo("heartbeat");
        assertThat(agent.lastSuccess()).isEqualTo(Duration.ofSeconds(2));
        assertThat(agent.windowLeft()).isEqualTo(Duration.ofSeconds(118));
        assertThat(agent.window()).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void aCheckThatNeverSucceeded() {
        Scene scene = Scene.automatic().shows(PRIMARY).at(5);
        scene.give(new Input.Observed(0, 0, Observation.failure("HTTP 503")));
        CheckStatus agent = scene.at(7).status().targets().get(0).checks().get(0);
        assertThat(agent.lastSuccess()).isNegative();
        assertThat(agent.lastReport()).isEqualTo(Duration.ofSeconds(2));
        assertThat(agent.reason()).isEqualTo("HTTP 503");
        assertThat(agent.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void silenceIsAskedAboutThenSent() {
        Scene scene = Scene.automatic().shows(PRIMARY).beats(1).at(121);
        ServiceStatus web = scene.status();
        assertThat(web.desired()).isEqualTo("maintenance");
        assertThat(web.phase()).isEqualTo("asking");
        assertThat(web.targets().get(0).verdict()).isEqualTo(Verdict.NO_DATA);
        assertThat(web.targets().get(0).checks().get(0).windowLeft()).isZero();
        scene.carriedOut(SORRY);
        assertThat(scene.status().actual()).isEqualTo("maintenance");
        assertThat(scene.status().alerting()).isTrue();
    }

    @Test
    void theRealVerdictsStayBesideAnOrder() {
        Scene scene = Scene.automatic()
                .shows(PRIMARY)
                .beats(1)
                .at(10)
                .held("disk swap")
                .at(130);
        ServiceStatus web = scene.status();
        assertThat(web.hold()).isEqualTo(new Hold(Hold.Kind.HOLD, "", "disk swap", "operator:root", Instant.MAX));
        assertThat(web.desired()).isEqualTo("primary");
        assertThat(web.targets().get(0).verdict()).isEqualTo(Verdict.NO_DATA);
    }

    @Test
    void anOrdersEndIsAnInstant() {
        Scene scene = Scene.automatic().shows(PRIMARY).beats(1).at(10).pinned(1, Duration.ofSeconds(1810));
        assertThat(scene.status().hold())
                .isEqualTo(new Hold(
                        Hold.Kind.SWITCH, "maintenance", "disk swap", "operator:root", START.plusSeconds(1810)));
        assertThat(scene.at(20).status().hold().until()).isEqualTo(START.plusSeconds(1810));
    }

    @Test
    void maintAndFreshEvidence() {
        Scene scene = Scene.automatic().shows(PRIMARY).beats(1).at(1);
        scene.give(new Input.Maint(0, 0, Duration.ofSeconds(600), "kernel"));
        CheckStatus agent = scene.status().targets().get(0).checks().get(0);
        assertThat(agent.maint()).isTrue();
        assertThat(agent.verdict()).isEqualTo(Verdict.DOWN);
        assertThat(agent.reason()).isEqualTo("planned work");
        scene.give(new Input.Maint(0, 0, Uptime.LONG_AGO, "the host is up"));
        scene.give(new Input.StoodStill(Duration.ofSeconds(30)));
        CheckStatus hint = scene.status().targets().get(0).checks().get(0);
        assertThat(hint.awaiting()).isTrue();
        assertThat(hint.verdict()).isEqualTo(Verdict.UNDECIDED);
    }
}
