package kirikae.sim;

import java.util.ArrayList;
import java.util.List;
import kirikae.core.Input;
import kirikae.core.Step;

/** The last things that happened, kept cheaply and only put into words when something broke. */
final class Trace {
    private static final int LENGTH = 400;
    private final Object[] lines = new Object[LENGTH];
    private long count;

    private record Taken(long wall, long uptime, String service, Input input, Step step) {
        @Override
        public String toString() {
            return wall + " up " + uptime + " " + service + " <- " + input + "\n      -> " + step.effects()
                    + "\n      work " + step.next().work() + " actual "
                    + step.next().actual() + " wake "
                    + step.wakeAt();
        }
    }

    void step(long wall, long uptime, Seat seat, Input input, Step step) {
        add(new Taken(wall, uptime, seat.site.service.name(), input, step));
    }

    void note(long wall, String text) {
        add(wall + " " + text);
    }

    private void add(Object line) {
        lines[(int) (count++ % LENGTH)] = line;
    }

    /** The last of them, oldest first, those of one service or of all. */
    List<String> last(int wanted) {
        List<String> words = new ArrayList<>();
        for (long i = Math.max(0, count - Math.min(wanted, LENGTH)); i < count; i++) {
            words.add(String.valueOf(lines[(int) (i % LENGTH)]));
        }
        return words;
    }
}
