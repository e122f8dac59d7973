package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import kirikae.model.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The delays of repeated switch backs, by a table: contract.md, "Flap guard". */
class FlapGuardTest {
    private static final Service.FlapGuard RULE =
            new Service.FlapGuard(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1));

    private static Duration minutes(double minutes) {
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // switch backs at these minutes | recovered at | minutes to wait beyond stable-for
                "''                          | 0       | 0",
                "''                          | 999     | 0",
                "0                           | 0       | 5",
                "0                           | 59.999  | 5",
                "0                           | 60      | 0",
                "0                           | 1000    | 0",
                "0 10                        | 20      | 10",
                "0 10 30                     | 40      | 20",
                "0 10 30 50                  | 60      | 40",
                "0 10 30 50 70               | 80      | 60",
                "0 10 30 50 70 90 110 130    | 140     | 60",
                // forgotten only when forget-after has passed since the last of the row
                "0 10 30 50                  | 109.999 | 40",
                "0 10 30 50                  | 110     | 0",
                "0 60                        | 70      | 5",
                "0 59                        | 70      | 10",
                "0 10 80                     | 90      | 5",
            })
    void theRowDecidesAndTimeForgetsIt(String switchBacks, double recovered, double delay) {
        FlapGuard guard = FlapGuard.calm();
        for (String at : switchBacks.isEmpty() ? new String[0] : switchBacks.split(" ")) {
            guard = guard.switchedBack(RULE, minutes(Double.parseDouble(at)));
        }
        assertThat(guard.delay(RULE, minutes(recovered))).isEqualTo(minutes(delay));
    }

    @Test
    void aLongRowDoesNotOverflow() {
        FlapGuard guard = FlapGuard.calm();
        for (int i = 0; i < 5_000; i++) {
            guard = guard.switchedBack(RULE, minutes(i));
        }
        assertThat(guard.delay(RULE, minutes(5_000))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aFirstHoldAboveTheLongestIsTheLongest() {
        Service.FlapGuard rule = new Service.FlapGuard(Duration.ofHours(2), Duration.ofHours(1), Duration.ofHours(1));
        assertThat(FlapGuard.calm().switchedBack(rule, Duration.ZERO).delay(rule, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void zeroSwitchesTheGuardOff() {
        Service.FlapGuard off = new Service.FlapGuard(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        FlapGuard guard = FlapGuard.calm();
        for (int i = 0; i < 10; i++) {
            guard = guard.switchedBack(off, minutes(i));
        }
        assertThat(guard.delay(off, minutes(9))).isZero();
    }

    /** A start restores the row from the journal: its last switch back lies before the start, at a negative uptime. */
    @Test
    void aRowFromBeforeTheStartCounts() {
        FlapGuard restored = new FlapGuard(2, minutes(-30));
        assertThat(restored.delay(RULE, minutes(1))).isEqualTo(minutes(10));
        assertThat(restored.delay(RULE, minutes(30))).isZero();
    }
}
