package kirikae.config;

import java.time.Duration;
import java.util.Optional;
import kirikae.model.Check;

/** Reads when a check's verdict moves and how often it looks. Owns the limits of contract.md section 2, "Limits". */
final class RuleReader {
    /** The longest duration of any key but ttl: more is a slip of the pen, and nothing overflows below it. */
    static final Duration LONGEST = Duration.ofDays(365);

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final int MOST_IN_A_ROW = 1_000_000;

    private RuleReader() {}

    /** The rule of any check. */
    static Optional<Check.Rule> rule(Block check) {
        Optional<Duration> window = check.duration("no-data-window", SHORTEST_WINDOW, LONGEST);
        Optional<Integer> rise = check.whole("rise", 1, MOST_IN_A_ROW);
        Optional<Integer> fall = check.whole("fall", 0, MOST_IN_A_ROW);
        return window.isEmpty() || rise.isEmpty() || fall.isEmpty()
                ? Optional.empty()
                : Optional.of(new Check.Rule(window.get(), rise.get(), fall.get()));
    }

    /** The pace of a check that looks by itself. */
    static Optional<Check.Pace> pace(Block check) {
        Optional<Duration> interval = check.duration("interval", SHORTEST_INTERVAL, LONGEST);
        Optional<Duration> timeout = check.duration("timeout", SHORTEST_TIMEOUT, LONGEST);
        Optional<Duration> confirm = check.duration("confirm-interval", SHORTEST_INTERVAL, LONGEST);
        if (interval.isEmpty() || timeout.isEmpty() || confirm.isEmpty()) {
            return Optional.empty();
        }
        return confirm(check, interval.get(), confirm.get())
                .map(paced -> new Check.Pace(interval.get(), timeout.get(), paced));
    }

    /** A default is cut to the interval; one that is written for this check must fit. */
    private static Optional<Duration> confirm(Block check, Duration interval, Duration confirm) {
        boolean longer = confirm.compareTo(interval) > 0;
        Optional<Value> own = check.find("confirm-interval").filter(Value::isOwn);
        if (longer && own.isPresent()) {
            own.get().error("must not be longer than interval (" + DurationText.of(interval) + ")");
            return Optional.empty();
        }
        return Optional.of(longer ? interval : confirm);
    }

    /** The rule and the pace of a check that looks by itself, which must fit each other. */
    record Timing(Check.Rule rule, Check.Pace pace) {}

    /** Rule and pace; a problem when the window ends before the next look could have succeeded. */
    static Optional<Timing> timing(Block check) {
        Optional<Check.Rule> rule = rule(check);
        Optional<Check.Pace> pace = pace(check);
        if (rule.isEmpty() || pace.isEmpty()) {
            return Optional.empty();
        }
        Timing timing = new Timing(rule.get(), pace.get());
        if (timing.rule().noDataWindow().compareTo(timing.pace().interval()) <= 0) {
            tellWindowWithinInterval(check, timing);
        }
        return Optional.of(timing);
    }

    private static void tellWindowWithinInterval(Block check, Timing timing) {
        String key = check.find("no-data-window").filter(Value::isOwn).isPresent() ? "no-data-window" : "interval";
        check.errorAt(
                key,
                "no-data-window (" + DurationText.of(timing.rule().noDataWindow())
                        + ") must be longer than interval ("
                        + DurationText.of(timing.pace().interval())
                        + "): the check would be without data between two probes");
    }
}
