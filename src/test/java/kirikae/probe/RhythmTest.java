package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import kirikae.model.CheckId;
import org.junit.jupiter.api.Test;

class RhythmTest {
    private static final long SECOND = 1_000_000_000L;

    private static CheckId check(int number) {
        return new CheckId("service-" + number, "primary", "site");
    }

    @Test
    void tenThousandChecksAreSpreadEvenlyOverTheirInterval() {
        int[] started = new int[100];
        IntStream.range(0, 10_000)
                .mapToLong(i -> Rhythm.phase(check(i), 10 * SECOND))
                .forEach(phase -> started[(int) (phase / (SECOND / 10))]++);
        // 100 a tenth on average; five standard deviations of a fair spread
        assertThat(IntStream.of(started).min().orElseThrow()).isGreaterThan(50);
        assertThat(IntStream.of(started).max().orElseThrow()).isLessThan(150);
    }

    @Test
    void thePlaceOfACheckIsTheSameInEveryProcess() {
        assertThat(Rhythm.hash(new CheckId("code", "primary", "site"))).isEqualTo(-5601533209504464395L);
    }

    @Test
    void nextIsTheFirstPlaceNotBeforeTheTime() {
        assertThat(Rhythm.next(3, 10, 0)).isEqualTo(3);
        assertThat(Rhythm.next(3, 10, 3)).isEqualTo(3);
        assertThat(Rhythm.next(3, 10, 4)).isEqualTo(13);
        assertThat(Rhythm.next(3, 10, -9)).isEqualTo(-7);
    }
}
