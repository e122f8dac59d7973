package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import kirikae.daemon.UptimeClock.Look;
import org.junit.jupiter.api.Test;

/** F14 to F17 in virtual time: what the uptime clock makes of clocks that step, stop, run fast and begin anywhere. */
class ClockFaultsTest {
    private static final long TICK = UptimeClock.TICK.toNanos();
    private long nanos = Long.MAX_VALUE - TICK; // begins anywhere, and overflows
    private double wallMillis = 1.7e12;
    private final UptimeClock clock = new UptimeClock(() -> nanos, () -> (long) wallMillis);

    private Look after(Duration monotonic, Duration wall) {
        nanos += monotonic.toNanos();
        wallMillis += wall.toNanos() / 1e6;
        return clock.look();
    }

    @Test
    void f14AStepOfTheWallClockIsToldAndMovesNoUptime() {
        for (Duration step : new Duration[] {Duration.ofHours(1), Duration.ofHours(-1), Duration.ofSeconds(-3)}) {
            Look look = after(UptimeClock.TICK, UptimeClock.TICK.plus(step));
            assertThat(look.stoodStill()).isTrue();
            assertThat(look.wallStep()).isEqualTo(step);
            assertThat(look.gap()).isZero();
            assertThat(after(UptimeClock.TICK, UptimeClock.TICK).stoodStill()).isFalse();
        }
        assertThat(clock.look().uptime()).isEqualTo(UptimeClock.TICK.multipliedBy(6));
    }

    @Test
    void f15APauseIsAGapAndNoUptime() {
        after(UptimeClock.TICK, UptimeClock.TICK);
        Look woken = after(Duration.ofMinutes(10), Duration.ofMinutes(10));
        assertThat(woken.gap()).isEqualTo(Duration.ofMinutes(10));
        assertThat(woken.uptime()).isEqualTo(UptimeClock.TICK);
        Look suspended = after(UptimeClock.TICK, Duration.ofHours(8));
        assertThat(suspended.stoodStill())
                .as("a machine that slept: its monotonic clock stood")
                .isTrue();
        assertThat(suspended.uptime()).isEqualTo(UptimeClock.TICK.multipliedBy(2));
    }

    @Test
    void f16AClockThatIsSlewedOrHasALeapSecondIsNothing() {
        Duration slewed = UptimeClock.TICK.plusNanos(TICK / 2_000); // 500 ppm
        for (int i = 0; i < 4 * 3_600 * 24; i++) {
            assertThat(after(UptimeClock.TICK, slewed).stoodStill()).isFalse();
        }
        assertThat(after(UptimeClock.TICK, UptimeClock.TICK.minusSeconds(1)).stoodStill())
                .isFalse();
        assertThat(clock.look().uptime()).isEqualTo(Duration.ofDays(1).plus(UptimeClock.TICK));
    }

    @Test
    void f17WhereTheMonotonicClockBeginsDoesNotMatter() {
        assertThat(clock.look().uptime()).isZero();
        assertThat(after(Duration.ofSeconds(1), Duration.ofSeconds(1)).uptime()).isEqualTo(Duration.ofSeconds(1));
    }
}
