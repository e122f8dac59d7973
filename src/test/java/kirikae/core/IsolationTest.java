package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Being cut off: since when, and when to ask again. */
class IsolationTest {
    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 10", "6, 10", "100, 10", "5000, 10"})
    void pausesDoubleUpToTenSeconds(int failures, int pause) {
        Isolation isolation = Isolation.none();
        for (int i = 0; i < failures; i++) {
            isolation = isolation.failed("x", seconds(100));
        }
        assertThat(isolation.retryAt()).isEqualTo(seconds(100L + pause));
        assertThat(isolation.tries()).isEqualTo(failures);
    }

    @Test
    void itBeganWithTheFirstFailureAndSpeaksTheLastReason() {
        Isolation isolation = Isolation.none().failed("first", seconds(10)).failed("second", seconds(20));
        assertThat(isolation.since()).isEqualTo(seconds(10));
        assertThat(isolation.cutOff()).isEqualTo("second");
        assertThat(isolation.isCutOff()).isTrue();
    }

    @Test
    void whileAnAnswerIsAwaitedNothingIsDue() {
        Isolation asking = Isolation.none().failed("x", seconds(10)).asking();
        assertThat(asking.retryAt()).isEqualTo(Uptime.NEVER);
        assertThat(asking.isCutOff()).isTrue();
        assertThat(asking.since()).isEqualTo(seconds(10));
        assertThat(asking.failed("y", seconds(12)).retryAt()).isEqualTo(seconds(14));
    }

    @Test
    void allIsWell() {
        assertThat(Isolation.none().isCutOff()).isFalse();
        assertThat(Isolation.none().retryAt()).isEqualTo(Uptime.NEVER);
    }
}
