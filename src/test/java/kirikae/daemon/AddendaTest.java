package kirikae.daemon;

import static kirikae.daemon.Scene.PRIMARY;
import static kirikae.daemon.Scene.SORRY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import kirikae.core.Effect;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;

/** How long the legs of a switch took, and what a switch back waits for. */
class AddendaTest {
    private final Addenda addenda = new Addenda();

    private Map<String, Object> told(Scene scene, EventName event, Object... fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        return addenda.of(scene.service, scene.state(), new Effect.Tell(event, all), "", scene.now());
    }

    private Map<String, Object> down(Scene scene) {
        return told(scene, EventName.CHECK_DOWN, "target", "primary", "check", "agent");
    }

    private Map<String, Object> started(Scene scene, String direction, String actor) {
        return told(scene, EventName.SWITCH_STARTED, "direction", direction, "actor", actor);
    }

    @Test
    void aVerdictSaysForHowLongTheHostWasSilentAndTheDecisionHowLongItTookAfterThat() {
        Scene scene = Scene.automatic().shows(PRIMARY).at(10).beats(1).at(130);
        assertThat(down(scene)).containsEntry("silent-ms", 120_000L);
        assertThat(started(scene.at(130.25), "away", "auto")).containsEntry("took-ms", 250L);
    }

    @Test
    void aHostThatWasNeverHeardOfWasSilentForNoKnownTime() {
        assertThat(down(Scene.automatic().shows(PRIMARY).at(120))).doesNotContainKey("silent-ms");
        assertThat(told(Scene.automatic(), EventName.CHECK_DOWN, "target", "gone", "check", "gone"))
                .doesNotContainKey("silent-ms");
    }

    @Test
    void anOrderAndAWayBackHaveNoEvidenceToCountFrom() {
        Scene scene = Scene.automatic().shows(PRIMARY).at(10).beats(1).at(130);
        down(scene);
        assertThat(started(scene, "back", "auto")).doesNotContainKey("took-ms");
        assertThat(started(scene, "away", "operator:root")).doesNotContainKey("took-ms");
        assertThat(started(scene, "away", "auto")).as("used up").doesNotContainKey("took-ms");
    }

    @Test
    void aRecoverySaysWhatTheWayBackWaitsFor() {
        Scene scene = Scene.automatic().shows(SORRY).at(10).beats(1).at(29);
        assertThat(told(scene, EventName.RECOVERY, "target", "primary"))
                .containsEntry("next", "primary is UP; waits 41s for stable-for");
        assertThat(told(Scene.automatic().shows(PRIMARY).beats(1), EventName.RECOVERY))
                .isEmpty();
    }
}
