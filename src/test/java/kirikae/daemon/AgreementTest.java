package kirikae.daemon;

import static kirikae.daemon.Scene.PRIMARY;
import static kirikae.daemon.Scene.SORRY;
import static org.assertj.core.api.Assertions.assertThat;

import kirikae.core.Uptime;
import kirikae.model.Service.Recovery.Mode;
import org.junit.jupiter.api.Test;

/** When a switch needs no hold: the table of {@link Agreement}. */
class AgreementTest {
    private static final int HOME = 0;
    private static final int AWAY = 1;

    @Test
    void onAHealthyPrimary() {
        Scene scene = Scene.automatic().shows(PRIMARY).beats(1);
        assertThat(scene.agrees(HOME)).isTrue();
        assertThat(scene.agrees(AWAY)).isFalse();
    }

    @Test
    void beforeTheFirstReportDesiredIsActual() {
        Scene scene = Scene.automatic().shows(PRIMARY);
        assertThat(scene.agrees(HOME)).isTrue();
        assertThat(scene.agrees(AWAY)).isFalse();
    }

    @Test
    void onADeadPrimary() {
        Scene scene = Scene.automatic().shows(PRIMARY).beats(1).at(120);
        assertThat(scene.agrees(HOME)).isFalse();
        assertThat(scene.agrees(AWAY)).isTrue();
    }

    @Test
    void theArticlesSecondJobAfterARecoveryNeverDisarmsTheNextAlert() {
        Scene waiting = Scene.automatic().shows(SORRY).at(10).beats(1).at(11);
        assertThat(waiting.agrees(HOME)).as("waits for stable-for").isTrue();
        assertThat(new Scene(Mode.MANUAL).shows(SORRY).beats(1).agrees(HOME))
                .as("waits for a person")
                .isTrue();
    }

    @Test
    void toStayAwayWhileThePrimaryIsUpNeedsAHold() {
        assertThat(Scene.automatic().shows(SORRY).at(10).beats(1).agrees(AWAY)).isFalse();
        assertThat(new Scene(Mode.MANUAL).shows(SORRY).beats(1).agrees(AWAY)).isFalse();
    }

    @Test
    void aRepairOfADrift() {
        assertThat(Scene.automatic().shows().beats(1).agrees(HOME)).isTrue();
        assertThat(Scene.automatic().shows().beats(1).agrees(AWAY)).isFalse();
        assertThat(Scene.automatic().shows().agrees(AWAY))
                .as("primary undecided")
                .isFalse();
        assertThat(Scene.automatic().shows().at(120).agrees(AWAY)).isTrue();
    }

    @Test
    void anOrderInForceDoesNotCount() {
        Scene scene = Scene.automatic().shows(PRIMARY).beats(1).pinned(AWAY, Uptime.NEVER);
        assertThat(scene.agrees(HOME)).isTrue();
        assertThat(scene.agrees(AWAY)).isFalse();
    }
}
