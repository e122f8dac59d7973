package kirikae.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The invariants bite: each planted bug is found within a few worlds, and by the invariant that is about it. */
class PlantedBugTest {
    private static final int MOST_WORLDS = 40;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void isFound(PlantedBug bug) {
        Soak soak = new Soak(1, bug);
        Optional<Violation> breach = soak.violation(MOST_WORLDS);
        assertThat(breach).as("%s after %s", bug, soak.tally()).isPresent();
        assertThat(bug.broken())
                .as(breach.get().getMessage())
                .contains(breach.get().rule());
    }
}
