package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kirikae.model.RecordSet;
import org.junit.jupiter.api.Test;

/** The line of {@code systemctl status}. */
class StatusLineTest {
    private static Snapshot.Seat seat(Scene scene) {
        return new Snapshot.Seat(scene.service, scene.state());
    }

    private static Snapshot.Seat well() {
        return seat(Scene.automatic().shows(Scene.PRIMARY).beats(1));
    }

    private static Snapshot.Seat switched() {
        return seat(Scene.automatic().shows(Scene.SORRY));
    }

    @Test
    void oneIsNamed() {
        List<Snapshot.Seat> seats = new ArrayList<>(Collections.nCopies(11, well()));
        seats.add(switched());
        assertThat(StatusLine.of(seats, "")).isEqualTo("12 services, 1 on maintenance (web), 0 holds");
    }

    @Test
    void allIsWell() {
        assertThat(StatusLine.of(List.of(well()), "")).isEqualTo("1 service, 0 on maintenance, 0 holds");
    }

    @Test
    void manyNamesAreCut() {
        assertThat(StatusLine.of(Collections.nCopies(5, switched()), ""))
                .isEqualTo("5 services, 5 on maintenance (web, web, web and 2 more), 0 holds");
    }

    @Test
    void holdsDriftAndIsolationAreSaid() {
        RecordSet foreign = RecordSet.of(Scene.WEB, "A", 60, List.of("198.51.100.9"));
        Snapshot.Seat held =
                seat(Scene.automatic().shows(Scene.PRIMARY).beats(1).at(1).held("disk swap"));
        assertThat(StatusLine.of(
                        List.of(
                                held,
                                seat(Scene.automatic().shows(foreign)),
                                seat(Scene.automatic().shows())),
                        "no anchor answers"))
                .isEqualTo("cut off, 3 services, 0 on maintenance, 1 drifted (web), 1 absent (web), 1 hold");
        assertThat(StatusLine.of(List.of(seat(Scene.automatic())), ""))
                .isEqualTo("1 service, 0 on maintenance, 1 unread (web), 0 holds");
    }
}
