package kirikae.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: a number and a unit, the units of the HOCON specification ("Duration format"). A number
 * without a unit is no duration here, for HOCON would take it as milliseconds.
 */
public final class DurationText {
    private static final Pattern SHAPE = Pattern.compile("(-?\\d{1,12}(?:\\.\\d{1,9})?)\\s*([a-z]{1,12})");
    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("nano", 1L),
            Map.entry("nanos", 1L),
            Map.entry("nanosecond", 1L),
            Map.entry("nanoseconds", 1L),
            Map.entry("us", 1_000L),
            Map.entry("micro", 1_000L),
            Map.entry("micros", 1_000L),
            Map.entry("microsecond", 1_000L),
            Map.entry("microseconds", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("milli", 1_000_000L),
            Map.entry("millis", 1_000_000L),
            Map.entry("millisecond", 1_000_000L),
            Map.entry("milliseconds", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("second", 1_000_000_000L),
            Map.entry("seconds", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("minute", 60_000_000_000L),
            Map.entry("minutes", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("hour", 3_600_000_000_000L),
            Map.entry("hours", 3_600_000_000_000L),
            Map.entry("d", 86_400_000_000_000L),
            Map.entry("day", 86_400_000_000_000L),
            Map.entry("days", 86_400_000_000_000L));

    private DurationText() {}

    /** The duration, or nothing when the text is none. Parts below a nanosecond are cut. */
    public static Optional<Duration> parse(String text) {
        Matcher shape = SHAPE.matcher(text.strip());
        Long unit = shape.matches() ? UNITS.get(shape.group(2)) : null;
        if (unit == null) {
            return Optional.empty();
        }
        String number = shape.group(1);
        return Optional.of(number.indexOf('.') < 0 ? whole(Long.parseLong(number), unit) : decimal(number, unit));
    }

    private static Duration whole(long number, long unit) {
        if (unit >= SECOND) {
            return Duration.ofSeconds(number * (unit / SECOND));
        }
        long inSecond = SECOND / unit;
        return Duration.ofSeconds(number / inSecond, number % inSecond * unit);
    }

    private static Duration decimal(String number, long unit) {
        BigDecimal[] parts = new BigDecimal(number)
                .multiply(BigDecimal.valueOf(unit))
                .divideAndRemainder(BigDecimal.valueOf(SECOND));
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
    }

    /** The shortest spelling in one unit, such as {@code 2m} or {@code 90s}. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds != 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds != 0 && seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
