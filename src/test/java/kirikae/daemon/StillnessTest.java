package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kirikae.core.Input;
import org.junit.jupiter.api.Test;

/** F15: a process that pauses again and again judges nothing, and says so. */
class StillnessTest {
    private final List<String> told = new ArrayList<>();
    private final List<Input> given = new ArrayList<>();
    private Duration now = Duration.ofSeconds(100);
    private final Stillness stillness = new Stillness(
            Chronicle.unwritten(event ->
                    told.add(event.name().text() + " " + event.text("reason").orElse(""))),
            () -> now,
            List::of,
            given::add);

    private void pause(long seconds) {
        stillness.stood(new UptimeClock.Look(now, Duration.ofSeconds(seconds), Duration.ZERO));
        now = now.plusSeconds(50);
    }

    @Test
    void f15PausesThatComeTooOftenForAnyWindowAreToldOnceAsBlind() {
        for (int i = 0; i < 5; i++) {
            pause(3);
        }
        assertThat(given).hasSize(5).allMatch(new Input.StoodStill(Duration.ofSeconds(3))::equals);
        assertThat(told).filteredOn(line -> line.startsWith("stood-still")).hasSize(5);
        assertThat(told)
                .filteredOn(line -> line.startsWith("blind"))
                .singleElement()
                .asString()
                .contains("stood still 3 times", "within 2m", "no silence can be judged");
    }

    @Test
    void aPauseNowAndThenIsNoBlindness() {
        for (int i = 0; i < 5; i++) {
            pause(600);
            now = now.plusSeconds(120);
        }
        assertThat(told).hasSize(5).noneMatch(line -> line.startsWith("blind"));
    }
}
