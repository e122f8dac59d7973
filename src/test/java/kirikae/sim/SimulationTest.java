package kirikae.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.Set;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Months of bad luck in virtual time. Longer: {@code -Dkirikae.sim.months=5000}; elsewhere: {@code -Dkirikae.sim.seed=N}, the
 * seed of the first world, each further world has the next number; one world alone, as a breach prints it:
 * {@code -Dtest=SimulationTest#oneWorld -Dkirikae.sim.world=N}, with {@code -Dkirikae.sim.trace=400} for more of its story.
 */
class SimulationTest {
    private static final long SEED = Long.getLong("kirikae.sim.seed", 1);
    private static final int MONTHS = Integer.getInteger("kirikae.sim.months", 500);
    /** The events of the decision core: a simulation that does not see them has gone hollow. */
    private static final Set<EventName> TOLD = EnumSet.of(
            EventName.CHECK_UP,
            EventName.CHECK_DOWN,
            EventName.ALERT,
            EventName.RECOVERY,
            EventName.SWITCH_STARTED,
            EventName.SWITCH_ACCEPTED,
            EventName.SWITCH_IN_SYNC,
            EventName.SWITCH_VERIFIED,
            EventName.SWITCH_FAILED,
            EventName.SWITCH_REFUSED,
            EventName.SWITCH_DROPPED,
            EventName.DRIFT,
            EventName.DRIFT_CLEARED,
            EventName.HOLD_EXPIRED,
            EventName.MAINT,
            EventName.BLIND,
            EventName.OUTSIDE_CHANGE,
            EventName.TTL_DIFFERS);

    @Test
    void noInvariantBreaksInMonthsOfBadLuck() {
        Soak soak = new Soak(SEED, PlantedBug.NONE);
        long start = cpuNanos();
        var breach = soak.run(MONTHS);
        System.out.printf("simulation: seed %d, %s%n  %.1f s of CPU%n", SEED, soak.tally(), (cpuNanos() - start) / 1e9);
        assertThat(breach).isEmpty();
        assertThat(soak.tally().months()).isGreaterThanOrEqualTo(MONTHS);
        for (Fault fault : Fault.values()) {
            assertThat(soak.tally().of(fault)).as(fault.name()).isGreaterThanOrEqualTo(MONTHS / 10);
        }
        for (EventName event : TOLD) {
            assertThat(soak.tally().of(event)).as(event.text()).isGreaterThanOrEqualTo(MONTHS / 10);
        }
        assertThat(soak.tally().appliedChanges()).isGreaterThanOrEqualTo(MONTHS);
    }

    @Test
    @EnabledIfSystemProperty(named = "kirikae.sim.world", matches = "-?[0-9]+")
    void oneWorld() {
        Soak soak = new Soak(SEED, PlantedBug.NONE);
        assertThat(soak.world(Long.getLong("kirikae.sim.world"))).isEmpty();
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
