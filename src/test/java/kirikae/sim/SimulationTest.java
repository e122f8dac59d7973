package kirikae.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Months of bad luck in virtual time. */
class SimulationTest {
    private static final long SEED = Long.getLong("kirikae.sim.seed", 1);
    private static final int MONTHS = Integer.getInteger("kirikae.sim.months", 500);

    @Test
    void noInvariantBreaksInMonthsOfBadLuck() {
        Soak soak = new Soak(SEED, PlantedBug.NONE);
        long start = System.nanoTime();
        var breach = soak.run(MONTHS);
        System.out.printf("simulation: seed %d, %s%n  %.1f s%n", SEED, soak.tally(), (System.nanoTime() - start) / 1e9);
        assertThat(breach).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "kirikae.sim.world", matches = "-?[0-9]+")
    void oneWorld() {
        Soak soak = new Soak(SEED, PlantedBug.NONE);
        assertThat(soak.world(Long.getLong("kirikae.sim.world"))).isEmpty();
    }
}
