package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import kirikae.model.Check;
import kirikae.model.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules of one check, by tables. A story is what happens at which second: {@code +} success, {@code -} failure, {@code ?}
 * unknown, {@code x} the host says that it is broken, {@code m} planned work until the second behind the colon, {@code !} stood
 * still, {@code t} only time. The window is 120 s, rise is 2.
 */
class CheckStateTest {
    private static CheckState after(Check check, String story) {
        CheckState state = CheckState.fresh(check.rule(), Duration.ZERO);
        for (String step : story.isBlank() ? new String[0] : story.strip().split(" +")) {
            String[] parts = step.split("[@:]");
            Duration now = Duration.ofMillis(Math.round(Double.parseDouble(parts[1]) * 1000));
            state = state.at(now);
            state = switch (parts[0]) {
                case "+" -> state.observed(Observation.success(), check, now);
                case "-" -> state.observed(Observation.failure("refused"), check, now);
                case "?" -> state.observed(Observation.unknown("no file handle"), check, now);
                case "x" -> state.observed(Observation.failSaid("disk full"), check, now);
                case "m" -> state.maint(Duration.ofSeconds(Long.parseLong(parts[2])));
                case "!" -> state.stoodStill(check.rule(), now);
                case "t" -> state;
                default -> throw new IllegalArgumentException(step);
            };
        }
        return state;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                    | UNDECIDED",
                "t@119.999                             | UNDECIDED",
                "t@120                                 | NO_DATA",
                "+@5                                   | UP",
                "+@5 t@124.999                         | UP",
                "+@5 t@125                             | NO_DATA",
                "+@5 +@100 t@219.999                   | UP",
                "+@5 +@100 t@220                       | NO_DATA",
                // a late success does not undo the silence that was
                "+@5 +@126                             | NO_DATA",
                "+@5 +@126 +@140                       | UP",
                // rise is a row: silence between starts it anew
                "+@5 +@126 t@245.999 +@245.999         | UP",
                "+@5 +@126 t@246 +@247                 | NO_DATA",
                "+@5 +@126 t@246 +@247 +@248           | UP",
                // the first success after UNDECIDED is enough
                "t@100 +@110                           | UP",
                // never heard: NO_DATA at the window; then rise counts
                "t@120 +@121                           | NO_DATA",
                "t@120 +@121 +@122                     | UP",
            })
    void aHeartbeatIsJudgedBySilenceAlone(String story, String verdict) {
        assertThat(after(Story.heartbeat(), story).counted()).hasToString(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x@5                                   | DOWN",
                "+@5 x@6                               | DOWN",
                "+@5 x@6 +@7                           | DOWN",
                "+@5 x@6 +@7 +@8                       | UP",
                "+@5 x@6 +@7 x@8 +@9                   | DOWN",
                "+@5 t@125 x@130                       | DOWN",
                // DOWN stays DOWN however long the silence after it
                "+@5 x@6 t@1000                        | DOWN",
                "+@5 x@6 +@7 t@127 +@128               | DOWN",
                "+@5 x@6 +@7 t@127 +@128 +@129         | UP",
            })
    void theHostsOwnWordCountsAtOnce(String story, String verdict) {
        assertThat(after(Story.heartbeat(), story).counted()).hasToString(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // fall 0: failures are nothing but missing successes
                "0 | +@5 -@15 -@25 -@35 t@124.9        | UP",
                "0 | +@5 -@15 -@25 -@35 t@125          | NO_DATA",
                "0 | -@5 -@15                          | UNDECIDED",
                // fall 1 and 3
                "1 | +@5 -@15                          | DOWN",
                "3 | +@5 -@15 -@16                     | UP",
                "3 | +@5 -@15 -@16 -@17                | DOWN",
                "3 | +@5 -@15 -@16 +@17 -@18 -@19      | UP",
                "3 | -@5 -@6 -@7                       | DOWN",
                // unknown neither breaks the row nor lengthens it
                "3 | +@5 -@15 ?@16 -@17                | UP",
                "3 | +@5 -@15 ?@16 -@17 -@18           | DOWN",
                "3 | +@5 -@15 -@16 ?@17 ?@18 ?@19      | UP",
                // NO_DATA stays what it is; rise ends either
                "3 | +@5 t@125 -@126 -@127 -@128       | NO_DATA",
                "1 | +@5 -@15 +@25                     | DOWN",
                "1 | +@5 -@15 +@25 +@35                | UP",
                "1 | +@5 -@15 +@25 -@35 +@45           | DOWN",
                "1 | +@5 -@15 +@25 ?@30 +@35           | UP",
            })
    void aProbeFallsAndRisesByRows(int fall, String story, String verdict) {
        assertThat(after(Story.tcp(fall), story).counted()).hasToString(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the time that only unknown reports cover moves the deadline of a probe
                "+@5 ?@15 t@134.9                      | UP",
                "+@5 ?@15 t@135                        | NO_DATA",
                "+@5 ?@15 ?@25 ?@35 t@154.9            | UP",
                "+@5 ?@15 ?@25 ?@35 t@155              | NO_DATA",
                // a failure between is evidence: the time up to it counts
                "+@5 -@15 ?@25 t@134.9                 | UP",
                "+@5 -@15 ?@25 t@135                   | NO_DATA",
            })
    void unknownIsNotSilenceOfAProbe(String story, String verdict) {
        assertThat(after(Story.tcp(0), story).counted()).hasToString(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+@5 ?@15 ?@100 t@125                  | false",
                "+@5 ?@15 ?@100 ?@124                  | false",
                "+@5 ?@15 ?@100 ?@125                  | true",
                "+@5 ?@15 ?@100 ?@125 +@126            | false",
                "+@5 ?@15 ?@100 ?@125 -@126            | false",
            })
    void aWindowOfUnknownIsBlind(String story, boolean blind) {
        Check check = Story.tcp(0);
        assertThat(after(check, story).isBlind(check.rule())).isEqualTo(blind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what was known is a hint until fresh evidence
                "+@5 !@50                              | UNDECIDED",
                "+@5 !@50 +@60                         | UP",
                "+@5 !@50 t@169.9                      | UNDECIDED",
                "+@5 !@50 t@170                        | NO_DATA",
                "+@5 !@50 x@60                         | DOWN",
                // a bad verdict is a hint, too; it still takes rise successes, or a whole window to say it again
                "+@5 t@125 !@130                       | UNDECIDED",
                "+@5 t@125 !@130 +@131                 | UNDECIDED",
                "+@5 t@125 !@130 +@131 +@132           | UP",
                "+@5 t@125 !@130 t@249.9               | UNDECIDED",
                "+@5 t@125 !@130 t@250                 | NO_DATA",
                "x@5 !@10 t@129.9                      | UNDECIDED",
                "x@5 !@10 t@130                        | DOWN",
                // never decided stays undecided
                "!@50 t@169.9                          | UNDECIDED",
                "!@50 t@170                            | NO_DATA",
                // twice within a window: the second starts it anew
                "+@5 !@50 !@160 t@279.9                | UNDECIDED",
                "+@5 !@50 !@160 t@280                  | NO_DATA",
            })
    void standingStillTurnsVerdictsIntoHints(String story, String verdict) {
        assertThat(after(Story.heartbeat(), story).counted()).hasToString(verdict);
    }

    @Test
    void failuresBeforeAPauseDoNotCountAfterIt() {
        Check check = Story.tcp(3);
        assertThat(after(check, "+@5 -@15 -@16 !@50 -@60").counted()).hasToString("UNDECIDED");
        assertThat(after(check, "+@5 -@15 -@16 !@50 -@60 -@61 -@62").counted()).hasToString("DOWN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+@5 m@10:60                           | DOWN",
                "+@5 m@10:60 +@20                      | DOWN",
                "+@5 m@10:60 +@20 t@59.9               | DOWN",
                "+@5 m@10:60 +@20 t@60                 | UP",
                // what happened beneath it shows when it ends
                "+@5 m@10:600 t@600                    | NO_DATA",
                "+@5 m@10:60 x@20 t@60                 | DOWN",
                "+@5 m@10:600 !@20 t@139               | DOWN",
            })
    void plannedWorkIsBadUntilItsEndWhateverIsHeard(String story, String verdict) {
        assertThat(after(Story.heartbeat(), story).counted()).hasToString(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+@5                | NEVER_BEFORE 125",
                "+@5 +@100          | NEVER_BEFORE 220",
                "+@5 t@125          | NEVER",
                "+@5 t@125 +@130    | NEVER_BEFORE 250",
                "+@5 m@10:60        | NEVER_BEFORE 60",
                "x@5 m@10:60        | NEVER_BEFORE 60",
                "x@5                | NEVER",
                "+@5 t@125 !@130    | NEVER_BEFORE 250",
            })
    void itWakesWhenTimeAloneMayChangeIt(String story, String wake) {
        Duration at = wake.equals("NEVER") ? Uptime.NEVER : Duration.ofSeconds(Long.parseLong(wake.split(" ")[1]));
        assertThat(after(Story.heartbeat(), story).wakeAt()).isEqualTo(at);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+@5 t@125                | 125 | no success for 2m",
                "t@120                    | 120 | no success since start",
                "+@5 -@15 t@125           | 130 | no success for 2m 5s, last: refused",
                "+@5 ?@15 t@135           | 135 | no success for 2m 10s, last: unknown: no file handle",
                "+@5 t@125 +@130          | 130 | silent for 2m, since then 1 of 2 successes in a row",
                "+@5 x@15                 | 15  | the host says: disk full",
                "+@5 m@10:60              | 15  | planned work",
            })
    void theReasonIsSaidAsPeopleSayIt(String story, int now, String words) {
        Check check = Story.tcp(0);
        assertThat(after(check, story).why(check, Duration.ofSeconds(now))).isEqualTo(words);
    }

    @Test
    void aRowOfFailuresIsCounted() {
        Check check = Story.tcp(3);
        assertThat(after(check, "+@5 -@15 -@16 -@17").why(check, Duration.ofSeconds(17)))
                .isEqualTo("refused (3 in a row)");
        assertThat(after(check, "+@5 -@15 -@16 -@17 +@20").why(check, Duration.ofSeconds(20)))
                .isEqualTo("down, since then 1 of 2 successes in a row");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | +@5 -@15             | false",
                "3 | +@5                  | false",
                "3 | +@5 -@15             | true",
                "3 | +@5 -@15 +@16        | false",
                "3 | +@5 -@15 -@16 -@17   | false",
                "3 | +@5 -@15 -@16 -@17 +@18      | true",
                "3 | +@5 -@15 -@16 -@17 +@18 +@19 | false",
                "0 | +@5 t@125            | false",
                "0 | +@5 t@125 +@126      | true",
            })
    void theQuickPaceServesOnlyWhileSomethingIsBeingDecided(int fall, String story, boolean confirming) {
        Check check = Story.tcp(fall);
        assertThat(after(check, story).isConfirming(check.rule())).isEqualTo(confirming);
    }
}
