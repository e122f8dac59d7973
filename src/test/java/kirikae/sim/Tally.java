package kirikae.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import kirikae.model.EventName;

/** What a soak has seen so far. */
final class Tally {
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Map<EventName, Long> events = new EnumMap<>(EventName.class);
    private long steps;
    private long applied;
    private long worlds;
    private double months;

    void count(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void count(EventName event) {
        events.merge(event, 1L, Long::sum);
    }

    void step() {
        steps++;
    }

    void applied() {
        applied++;
    }

    void world(double serviceMonths) {
        worlds++;
        months += serviceMonths;
    }

    long of(Fault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    long of(EventName event) {
        return events.getOrDefault(event, 0L);
    }

    double months() {
        return months;
    }

    long steps() {
        return steps;
    }

    long appliedChanges() {
        return applied;
    }

    @Override
    public String toString() {
        return String.format(
                        "%.0f service-months in %d worlds, %,d steps, %,d applied changes",
                        months, worlds, steps, applied)
                + "\n  faults: "
                + faults.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "))
                + "\n  events: "
                + events.entrySet().stream()
                        .map(entry -> entry.getKey().text() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }
}
