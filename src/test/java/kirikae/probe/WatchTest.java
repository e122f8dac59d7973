package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import kirikae.model.Check;
import kirikae.model.Check.Addresses;
import kirikae.model.CheckId;
import kirikae.model.Observation;
import org.junit.jupiter.api.Test;

/** When a check is looked at next; all times in milliseconds. */
class WatchTest {
    private static final CheckId ID = new CheckId("code", "primary", "site");
    private static final Function<Check.Probe, Attempt.Plan> NOTHING =
            check -> () -> new JointAttempt(Addresses.ANY, List.of());
    private static final long MS = 1_000_000L;
    private final Watch watch = Probes.watch(ID); // interval 1,000, confirm-interval 200, timeout 2,500
    private final long phase = Rhythm.phase(ID, 1_000 * MS);

    private void probe(long start, long end) {
        watch.start(start, NOTHING);
        watch.ended(end);
    }

    @Test
    void beginsAtItsPlace() {
        assertThat(watch.at).isEqualTo(phase);
    }

    @Test
    void keepsItsPlaceAlthoughAStartWasLate() {
        probe(phase + 30 * MS, phase + 60 * MS);
        assertThat(watch.at).isEqualTo(phase + 1_000 * MS);
    }

    @Test
    void standsAtItsDeadlineWhileItRuns() {
        watch.start(phase, NOTHING);
        assertThat(watch.at).isEqualTo(phase + 2_500 * MS);
    }

    @Test
    void startsAtOnceWhenTheLastOneTookLongerThanTheInterval() {
        probe(phase, phase + 2_500 * MS);
        assertThat(watch.at).isEqualTo(phase + 2_500 * MS);
        probe(phase + 2_500 * MS, phase + 2_510 * MS);
        assertThat(watch.at).isEqualTo(phase + 3_000 * MS);
    }

    @Test
    void leavesHalfAnIntervalBetweenTwoStarts() {
        probe(phase + 700 * MS, phase + 710 * MS);
        assertThat(watch.at).isEqualTo(phase + 2_000 * MS);
    }

    @Test
    void confirmsFromTheStartOfTheLastProbe() {
        probe(phase, phase + 50 * MS);
        assertThat(watch.pace(Watch.Pace.CONFIRM, phase + 60 * MS)).isEqualTo(phase + 200 * MS);
        assertThat(watch.pace(Watch.Pace.CONFIRM, phase + 600 * MS)).isEqualTo(phase + 600 * MS);
        probe(phase + 200 * MS, phase + 210 * MS);
        assertThat(watch.at).isEqualTo(phase + 400 * MS);
        assertThat(watch.pace(Watch.Pace.NORMAL, phase + 220 * MS)).isEqualTo(phase + 1_000 * MS);
    }

    @Test
    void aFailureWhileTheLoopWasLateIsUnknown() {
        Lateness lateness = new Lateness();
        lateness.note(1_000 * MS, 1_199 * MS);
        Observation failure = Observation.failure("no answer");
        assertThat(lateness.judged(failure, 0)).isEqualTo(failure);
        lateness.note(2_000 * MS, 2_312 * MS);
        assertThat(lateness.judged(failure, 2_313 * MS)).isEqualTo(failure);
        assertThat(lateness.judged(failure, 2_312 * MS))
                .isEqualTo(Observation.unknown("our own event loop was late by 312 ms; seen: no answer"));
        assertThat(lateness.judged(Observation.success(), 0)).isEqualTo(Observation.success());
    }

    @Test
    void spansReadWell() {
        assertThat(Line.span(Duration.ofSeconds(5))).isEqualTo("5 s");
        assertThat(Line.span(Duration.ofMillis(1_500))).isEqualTo("1.5 s");
        assertThat(Line.span(Duration.ofMillis(250))).isEqualTo("250 ms");
    }
}
