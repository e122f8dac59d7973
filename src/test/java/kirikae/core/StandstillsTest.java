package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When standing still is so frequent that no silence can be judged. */
class StandstillsTest {
    private static final Duration WINDOW = Duration.ofSeconds(120);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // standstills at these seconds | told at
                "10 | ''",
                "10 20 | ''",
                "10 20 30 | 30",
                "10 20 30 40 50 | 30",
                "10 129 248 | 248",
                // a whole window between them ends the row
                "10 130 250 370 | ''",
                "10 20 140 150 | ''",
                "10 20 140 150 160 | 160",
                // told anew after it could see again
                "10 20 30 150 160 170 | 30 170",
            })
    void fromTheThirdOnWithinAWindowItIsToldOnce(String at, String told) {
        Standstills standstills = Standstills.none();
        StringBuilder seen = new StringBuilder();
        for (String second : at.split(" ")) {
            standstills = standstills.oneMore(WINDOW, Duration.ofSeconds(Long.parseLong(second)));
            seen.append(standstills.isTold() ? second + " " : "");
        }
        assertThat(seen.toString().strip()).isEqualTo(told);
    }
}
