package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import kirikae.model.ProviderError.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How long to pause after which error, by a table: reliability.md section 3. */
class PacingTest {
    @ParameterizedTest
    @CsvSource({
        // class, failures in a row, least and longest pause in ms
        "TRANSIENT, 1, 250, 500",
        "TRANSIENT, 2, 500, 1000",
        "TRANSIENT, 3, 1000, 2000",
        "TRANSIENT, 7, 16000, 32000",
        "TRANSIENT, 8, 30000, 60000",
        "TRANSIENT, 1000, 30000, 60000",
        "TRANSIENT, 2147483647, 30000, 60000",
        "AMBIGUOUS, 1, 250, 500",
        "AMBIGUOUS, 9, 30000, 60000",
        "CONFLICT, 1, 0, 0",
        "CONFLICT, 3, 0, 0",
        "CONFLICT, 4, 500, 1000",
        "CONFLICT, 5, 1000, 2000",
        "CONFLICT, 30, 30000, 60000",
        "CREDENTIALS, 1, 2500, 5000",
        "CREDENTIALS, 4, 20000, 40000",
        "CREDENTIALS, 5, 30000, 60000",
        "INVALID, 1, 60000, 60000",
        "INVALID, 99, 60000, 60000",
        "DENIED, 1, 60000, 60000",
        "CLOCK, 1, 250, 500",
        "CLOCK, 2, 60000, 60000",
        "CLOCK, 9, 60000, 60000",
        "NO_ZONE, 1, 300000, 300000",
        "NO_ZONE, 9, 300000, 300000",
    })
    void everyClassHasItsPace(Kind kind, int failures, long least, long longest) {
        for (int salt = 0; salt < 200; salt++) {
            assertThat(Pacing.after(kind, failures, "service-" + salt).toMillis())
                    .isBetween(least, longest);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theSameServiceWaitsTheSameInEveryReplay(Kind kind) {
        for (int failures = 1; failures < 12; failures++) {
            assertThat(Pacing.after(kind, failures, "web")).isEqualTo(Pacing.after(kind, failures, "web"));
        }
    }

    /** A thousand services that failed together must not come back together. */
    @Test
    void servicesAreSpread() {
        Set<Long> pauses = new HashSet<>();
        int early = 0;
        for (int salt = 0; salt < 1_000; salt++) {
            long pause = Pacing.after(Kind.TRANSIENT, 8, "service-" + salt).toMillis();
            pauses.add(pause);
            early += pause < 45_000 ? 1 : 0;
        }
        assertThat(pauses).hasSizeGreaterThan(500);
        assertThat(early).isBetween(400, 600);
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT, false",
        "AMBIGUOUS, false",
        "CONFLICT, false",
        "CREDENTIALS, false",
        "INVALID, true",
        "DENIED, true",
        "NO_ZONE, true",
        "CLOCK, true"
    })
    void whatWaitingWillNotMendIsToldAtOnce(Kind kind, boolean atOnce) {
        assertThat(Pacing.isToldAtOnce(kind)).isEqualTo(atOnce);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 2", "3, 4", "4, 8", "5, 15", "6, 15", "1000, 15"})
    void questionsWhetherItIsInSyncThinOut(int asked, int seconds) {
        assertThat(Pacing.poll(asked)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theFirstMinuteOfQuestionsStaysFarBelowTheLimitOfRequests() {
        Duration at = Duration.ZERO;
        int asked = 0;
        while (at.compareTo(Pacing.SYNC_PATIENCE) < 0) {
            at = at.plus(Pacing.poll(asked++));
        }
        assertThat(asked).isLessThanOrEqualTo(13);
    }
}
