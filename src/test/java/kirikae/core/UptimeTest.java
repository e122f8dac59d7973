package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lengths as people read them, and arithmetic that does not overflow at the ends of the line. */
class UptimeTest {
    @ParameterizedTest
    @CsvSource({
        "-5, 0s",
        "0, 0s",
        "4, 0s",
        "50, 0.1s",
        "100, 0.1s",
        "950, 1s",
        "999, 1s",
        "1000, 1s",
        "1004, 1s",
        "1049, 1s",
        "1050, 1.1s",
        "9949, 9.9s",
        "9950, 10s",
        "9999, 10s",
        "10000, 10s",
        "10499, 10s",
        "10500, 11s",
        "59499, 59s",
        "59500, 1m",
        "60000, 1m",
        "61000, 1m 1s",
        "3599499, 59m 59s",
        "3599500, 1h",
        "3600000, 1h",
        "3660000, 1h 1m",
        "86400000, 24h",
        "90061000, 25h 1m"
    })
    void aLengthIsShort(long millis, String text) {
        assertThat(Uptime.text(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void nothingIsLaterThanNever() {
        assertThat(Uptime.after(Duration.ofDays(1), Uptime.NEVER)).isEqualTo(Uptime.NEVER);
        assertThat(Uptime.after(Uptime.NEVER, Duration.ofDays(1))).isEqualTo(Uptime.NEVER);
        assertThat(Uptime.after(Duration.ofSeconds(1), Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(3));
        assertThat(Uptime.reached(Uptime.NEVER.minusNanos(1), Uptime.NEVER)).isFalse();
    }

    @Test
    void momentsAreOrdered() {
        assertThat(Uptime.earlier(Duration.ofSeconds(1), Uptime.NEVER)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Uptime.later(Duration.ofSeconds(1), Uptime.LONG_AGO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Uptime.reached(Duration.ofSeconds(1), Duration.ofSeconds(1))).isTrue();
    }
}
