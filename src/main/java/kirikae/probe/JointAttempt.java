package kirikae.probe;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kirikae.model.Check.Addresses;
import kirikae.model.Observation;
import kirikae.model.Observation.Outcome;

/** Asks several addresses at the same time, and says whether any or all of them answered. Owns its parts. */
final class JointAttempt implements Attempt {
    private static final int LONGEST = 1_000;

    private final Addresses rule;
    private final List<Attempt> parts;
    private final SortedMap<Integer, Observation> outcomes = new TreeMap<>();
    private Consumer<Observation> done = unheard -> {};
    private boolean over;

    JointAttempt(Addresses rule, List<Attempt> parts) {
        this.rule = rule;
        this.parts = List.copyOf(parts);
    }

    @Override
    public void begin(Loop loop, Consumer<Observation> listener) {
        done = listener;
        for (int i = 0; i < parts.size() && !over; i++) {
            int part = i;
            parts.get(i).begin(loop, outcome -> partDone(part, outcome));
        }
    }

    @Override
    public void hasten() {
        parts.forEach(Attempt::hasten);
    }

    @Override
    public Observation expire() {
        over = true;
        for (int i = 0; i < parts.size(); i++) {
            Attempt part = parts.get(i);
            outcomes.computeIfAbsent(i, pending -> part.expire());
        }
        return joined(rule, List.copyOf(outcomes.values()));
    }

    private void partDone(int part, Observation outcome) {
        if (over) {
            return;
        }
        outcomes.put(part, outcome);
        if (outcome.outcome() == deciding(rule)) {
            expire();
            done.accept(outcome);
        } else if (outcomes.size() == parts.size()) {
            over = true;
            done.accept(joined(rule, List.copyOf(outcomes.values())));
        }
    }

    /** The outcome that settles it alone. */
    private static Outcome deciding(Addresses rule) {
        return rule == Addresses.ANY ? Outcome.SUCCESS : Outcome.FAILURE;
    }

    /** Folds outcomes: the deciding one if it is among them; else unknown if one is unknown; else what they all say. */
    static Observation joined(Addresses rule, List<Observation> outcomes) {
        for (Outcome which : List.of(deciding(rule), Outcome.UNKNOWN)) {
            List<Observation> some =
                    outcomes.stream().filter(each -> each.outcome() == which).toList();
            if (!some.isEmpty()) {
                return new Observation(which, reasons(some));
            }
        }
        return new Observation(outcomes.get(0).outcome(), reasons(outcomes));
    }

    private static String reasons(List<Observation> outcomes) {
        String all = outcomes.stream().map(Observation::reason).distinct().collect(Collectors.joining("; "));
        return all.length() <= LONGEST ? all : all.substring(0, LONGEST - 1) + "…";
    }
}
