package kirikae.web;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Owns how a length of time is written in a query: a whole number with its unit, {@code 90s}, {@code 24h}, {@code 7d}. */
final class Since {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Since() {}

    /** The duration; empty when the text is none. */
    static Optional<Duration> of(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.ofNullable(UNITS.get(form.group(2)))
                        .map(unit -> unit.multipliedBy(Long.parseLong(form.group(1))))
                : Optional.empty();
    }
}
