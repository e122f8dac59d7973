package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import kirikae.model.CheckId;
import org.junit.jupiter.api.Test;

class AgendaTest {
    /** Random additions, removals and moves against a list that is searched. */
    @Test
    void alwaysHasTheEarliestFirst() {
        Random random = new Random(7);
        Agenda agenda = new Agenda();
        List<Watch> model = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            if (model.size() < 5 || random.nextInt(3) > 0) {
                Watch watch = Probes.watch(new CheckId("s" + i, "primary", "c"));
                watch.at = random.nextInt(1_000);
                agenda.add(watch);
                model.add(watch);
            } else {
                agenda.remove(model.remove(random.nextInt(model.size())));
            }
            long earliest =
                    model.stream().min(Comparator.comparingLong(w -> w.at)).orElseThrow().at;
            assertThat(agenda.size()).isEqualTo(model.size());
            assertThat(agenda.firstAt(-1)).isEqualTo(earliest);
            assertThat(agenda.isDue(earliest)).isTrue();
            assertThat(agenda.isDue(earliest - 1)).isFalse();
        }
    }

    @Test
    void emptiesInOrder() {
        Agenda agenda = new Agenda();
        Random random = new Random(8);
        for (int i = 0; i < 1_000; i++) {
            Watch watch = Probes.watch(new CheckId("s" + i, "primary", "c"));
            watch.at = random.nextInt();
            agenda.add(watch);
        }
        long before = Long.MIN_VALUE;
        while (agenda.size() > 0) {
            Watch first = agenda.first();
            assertThat(first.at).isGreaterThanOrEqualTo(before);
            before = first.at;
            agenda.remove(first);
            assertThat(first.place).isEqualTo(Watch.NOWHERE);
        }
        assertThat(agenda.firstAt(42)).isEqualTo(42);
    }
}
