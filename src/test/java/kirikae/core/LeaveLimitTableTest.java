package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many services may leave within a window: contract.md, {@code isolation.max-fraction}. */
class LeaveLimitTableTest {
    private static final Duration WINDOW = Duration.ofSeconds(120);

    private static boolean take(LeaveLimit limit, String service, double seconds) {
        return limit.take(service, Duration.ofMillis(Math.round(seconds * 1000)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.0, 1",
        "10, 1.0, 10",
        "10, 0.5, 5",
        "10, 0.59, 5",
        "10, 0.6, 6",
        "10, 0.1, 1",
        "10, 0.01, 1",
        "1, 0.01, 1",
        "3, 0.3333333333, 1",
        "3, 0.34, 1",
        "3, 0.67, 2",
        "100, 0.29, 29",
        "1000, 0.007, 7",
        "7, 0.7142857142857143, 5",
        "0, 1.0, 1"
    })
    void theFractionOfAllIsRoundedDownButOneMayAlwaysLeave(int services, double fraction, int allowed) {
        LeaveLimit limit = new LeaveLimit(services, fraction, WINDOW);
        for (int i = 0; i < allowed; i++) {
            assertThat(take(limit, "s" + i, i * 0.01)).as("service %d", i).isTrue();
        }
        assertThat(take(limit, "one more", 1)).isFalse();
    }

    @Test
    void aPlaceIsFreeAgainAfterExactlyOneWindow() {
        LeaveLimit limit = new LeaveLimit(2, 0.5, WINDOW);
        assertThat(take(limit, "a", 10)).isTrue();
        assertThat(take(limit, "b", 129.999)).isFalse();
        assertThat(take(limit, "b", 130)).isTrue();
        assertThat(take(limit, "a", 131)).isFalse();
    }

    @Test
    void whoHasAPlaceMayAskAgainAndKeepsItForAWindowMore() {
        LeaveLimit limit = new LeaveLimit(2, 0.5, WINDOW);
        assertThat(take(limit, "a", 0)).isTrue();
        assertThat(take(limit, "a", 100)).isTrue();
        assertThat(take(limit, "b", 130)).isFalse();
        assertThat(take(limit, "b", 220)).isTrue();
    }

    @Test
    void aRefusedOneTakesNoPlace() {
        LeaveLimit limit = new LeaveLimit(2, 0.5, WINDOW);
        assertThat(take(limit, "a", 0)).isTrue();
        assertThat(take(limit, "b", 119)).isFalse();
        assertThat(take(limit, "c", 120)).isTrue();
    }

    @Test
    void theRefusalStaysTheSameAndSaysTheRule() {
        assertThat(new LeaveLimit(10, 0.1, WINDOW).refusal())
                .isEqualTo("1 service has left the primary within 2m, and isolation.max-fraction allows no more;"
                        + " this one waits");
        assertThat(new LeaveLimit(10, 0.35, WINDOW).refusal()).startsWith("3 services have left");
    }
}
