package kirikae.daemon;

import static kirikae.daemon.Scene.PRIMARY;
import static kirikae.daemon.Scene.SORRY;
import static kirikae.daemon.Scene.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kirikae.core.Input;
import kirikae.core.Uptime;
import kirikae.model.RecordSet;
import kirikae.model.Service.Recovery.Mode;
import org.junit.jupiter.api.Test;

/** The words for why nothing is done. */
class WaitsTest {
    @Test
    void nothingToSayWhenAllIsWell() {
        assertThat(Scene.automatic().shows(PRIMARY).beats(1).waits()).isEmpty();
    }

    @Test
    void beforeTheRecordsAreRead() {
        assertThat(Scene.automatic().waits()).isEqualTo("the live records are not known yet");
    }

    @Test
    void beforeTheFirstReport() {
        assertThat(Scene.automatic().shows(PRIMARY).at(40).waits())
                .isEqualTo("primary is UNDECIDED: waits for agent, at most 1m 20s");
    }

    @Test
    void stableFor() {
        Scene scene = Scene.automatic().shows(SORRY).at(10).beats(1).at(29);
        assertThat(scene.waits()).isEqualTo("primary is UP; waits 41s for stable-for");
    }

    @Test
    void manualRecovery() {
        assertThat(new Scene(Mode.MANUAL).shows(SORRY).at(10).beats(1).waits())
                .isEqualTo("primary is UP; recovery is manual and waits for: kirikae release web");
    }

    @Test
    void driftWithWhatIsLive() {
        RecordSet foreign = RecordSet.of(WEB, "A", 60, List.of("198.51.100.7"));
        assertThat(Scene.automatic().shows(foreign).beats(1).waits())
                .isEqualTo("drift: www.example.com has A 198.51.100.7 (ttl 60): no target of the service");
        assertThat(Scene.automatic().shows().beats(1).waits()).isEqualTo("drift: no records at the service's names");
    }

    @Test
    void aHoldWithWhatAutomationWantsInstead() {
        Scene scene = Scene.automatic().shows(PRIMARY).beats(1).held("disk swap");
        assertThat(scene.waits()).isEqualTo("on hold by root: disk swap");
        assertThat(scene.at(120).waits()).isEqualTo("on hold by root: disk swap (automation wants maintenance)");
    }

    @Test
    void aSwitchWithWhatAutomationWaitsFor() {
        Scene scene = Scene.automatic().shows(SORRY).at(10).beats(1).pinned(1, Uptime.NEVER);
        assertThat(scene.at(30).waits())
                .isEqualTo(
                        "kept on maintenance by root: disk swap (automation: primary is UP; waits 40s for stable-for)");
    }

    @Test
    void isolation() {
        Scene scene = Scene.automatic().shows(PRIMARY).beats(1).isolated("0 of 2 anchors answer");
        assertThat(scene.waits()).isEqualTo("isolated: 0 of 2 anchors answer");
    }

    @Test
    void aDirectionThatCouldNotBeApplied() {
        RecordSet mail = RecordSet.of(WEB, "MX", 60, List.of("10 mail.example.com"));
        assertThat(Scene.automatic().shows(PRIMARY, mail).beats(1).waits())
                .startsWith("refused: to maintenance: www.example.com has a foreign MX record set");
    }

    @Test
    void tooManyServicesHaveLeft() {
        Scene scene = Scene.automatic().shows(PRIMARY).at(120);
        scene.give(new Input.Asked(scene.state().network().asking(), new Input.Trust.TooMany("3 of 10 have left")));
        assertThat(scene.waits()).isEqualTo("refused: 3 of 10 have left");
    }
}
