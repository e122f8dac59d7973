package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many may leave their primary within one window. */
class LeaveLimitTest {
    private static final Duration WINDOW = Duration.ofMinutes(2);
    private static final Duration START = Duration.ofSeconds(10);

    private static long taken(LeaveLimit limit, int from, int to, Duration now) {
        return IntStream.range(from, to).filter(i -> limit.take("s" + i, now)).count();
    }

    @Test
    void aShareAndAtLeastOne() {
        assertThat(taken(new LeaveLimit(1_000, 0.1, WINDOW), 0, 1_000, START)).isEqualTo(100);
        assertThat(taken(new LeaveLimit(3, 0.1, WINDOW), 0, 3, START)).isEqualTo(1);
    }

    @Test
    void afterAWindowOthersMay() {
        LeaveLimit limit = new LeaveLimit(10, 0.2, WINDOW);
        assertThat(taken(limit, 0, 10, START)).isEqualTo(2);
        assertThat(taken(limit, 2, 10, START.plus(WINDOW).minusMillis(1))).isZero();
        assertThat(taken(limit, 2, 10, START.plus(WINDOW))).isEqualTo(2);
    }

    @Test
    void whoHasLeftMayAskAgainAndThenCountsFromThen() {
        LeaveLimit limit = new LeaveLimit(10, 0.2, WINDOW);
        assertThat(taken(limit, 0, 2, START)).isEqualTo(2);
        assertThat(limit.take("s0", START.plusSeconds(60))).isTrue();
        assertThat(taken(limit, 2, 10, START.plus(WINDOW)))
                .as("s1 is out, s0 is not")
                .isEqualTo(1);
    }

    @Test
    void aReloadForgetsNobody() {
        LeaveLimit limit = new LeaveLimit(10, 0.2, WINDOW);
        assertThat(taken(limit, 0, 10, START)).isEqualTo(2);
        LeaveLimit next = limit.succeeded(new LeaveLimit(20, 0.2, WINDOW));
        assertThat(taken(next, 2, 20, START.plusSeconds(5)))
                .as("four of twenty, two have gone")
                .isEqualTo(2);
        LeaveLimit tighter = next.succeeded(new LeaveLimit(20, 0.05, WINDOW));
        assertThat(taken(tighter, 6, 20, START.plusSeconds(6))).isZero();
    }

    @Test
    void tenThousandAskInATwinkling() {
        LeaveLimit limit = new LeaveLimit(100_000, 0.5, WINDOW);
        assertThat(taken(limit, 0, 100_000, START)).isEqualTo(50_000);
    }
}
