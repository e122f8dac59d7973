package kirikae.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One written value with its place. Reads it as a type, or tells why it is not of that type and gives nothing. Must not: put
 * what was written into a message, for it may be a secret; readers of harmless keys do that themselves.
 */
final class Value {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}(\\.\\d{1,9})?");
    private final ConfigValue raw;
    private final String path;
    private final Layer layer;
    private final Report report;

    /** Which layer of defaults a value comes from. */
    enum Layer {
        /** Written where it is used. */
        OWN,
        /** A default. */
        DEFAULT
    }

    Value(ConfigValue raw, String path, Layer layer, Report report) {
        this.raw = raw;
        this.path = path;
        this.layer = layer;
        this.report = report;
    }

    /** True when it was written where it is used, false for a default. */
    boolean isOwn() {
        return layer == Layer.OWN;
    }

    /** The path of its key. */
    String path() {
        return path;
    }

    /** Where it was written. */
    Place place() {
        return report.place(raw.origin(), path);
    }

    /** True when it came from the environment, wholly or in part. */
    boolean isFromEnvironment() {
        return raw.origin().description().contains(Substitutions.ENVIRONMENT);
    }

    /** True for a block in braces. */
    boolean isBlock() {
        return raw instanceof ConfigObject;
    }

    /** The block, or a problem. */
    Optional<Block> block() {
        if (raw instanceof ConfigObject object) {
            return Optional.of(new Block(object, path, report));
        }
        return wrong("a block in { }");
    }

    /** A text; numbers and booleans count as they are written. */
    Optional<String> text() {
        return scalar("a text");
    }

    private Optional<String> scalar(String wanted) {
        if (raw.valueType() == ConfigValueType.STRING
                || raw.valueType() == ConfigValueType.NUMBER
                || raw.valueType() == ConfigValueType.BOOLEAN) {
            String text = raw.atKey("v").getString("v");
            return text.contains(Substitutions.UNRESOLVED) ? Optional.empty() : Optional.of(text);
        }
        return wrong(wanted);
    }

    /** A list of values; a single value counts as a list of one. */
    List<Value> list() {
        if (!(raw instanceof ConfigList list)) {
            if (isBlock()) {
                wrong("a list");
                return List.of();
            }
            return List.of(this);
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            values.add(new Value(list.get(i), path + "[" + i + "]", layer, report));
        }
        return values;
    }

    /** True for a list in brackets. */
    boolean isList() {
        return raw instanceof ConfigList;
    }

    /** All texts of a list; those that are not texts are told and left out. */
    List<String> texts() {
        return list().stream().flatMap(value -> value.text().stream()).toList();
    }

    /** A whole number within bounds. */
    Optional<Integer> whole(int least, int most) {
        Optional<String> text = scalar("a whole number").map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!WHOLE.matcher(text.get()).matches()) {
            error("must be a whole number");
            return Optional.empty();
        }
        long number = Long.parseLong(text.get());
        if (number < least || number > most) {
            error(
                    most == Integer.MAX_VALUE
                            ? "must be at least " + least
                            : "must be between " + least + " and " + most);
            return Optional.empty();
        }
        return Optional.of((int) number);
    }

    /** A number above 0 and at most 1. */
    Optional<Double> fraction() {
        Optional<String> text = scalar("a number above 0 and at most 1").map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        double number = DECIMAL.matcher(text.get()).matches() ? Double.parseDouble(text.get()) : -1;
        if (!(number > 0 && number <= 1)) {
            error("must be a number above 0 and at most 1");
            return Optional.empty();
        }
        return Optional.of(number);
    }

    /** A duration with a unit, within bounds. */
    Optional<Duration> duration(Duration least, Duration most) {
        Optional<String> text = scalar("a duration such as 10s, 2m or 500ms");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = DurationText.parse(text.get());
        if (duration.isEmpty()) {
            badDuration(text.get().strip());
            return duration;
        }
        if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
            boolean small = duration.get().compareTo(least) < 0;
            error("must be at " + (small ? "least " + DurationText.of(least) : "most " + DurationText.of(most)));
            return Optional.empty();
        }
        return duration;
    }

    private void badDuration(String text) {
        if (WHOLE.matcher(text).matches() && text.length() < 10) {
            error("a duration needs a unit", "did you mean " + text + "s?");
        } else {
            error("must be a duration such as 10s, 2m or 500ms");
        }
    }

    /** One of some words. */
    <T> Optional<T> oneOf(Map<String, T> words) {
        String known = String.join(", ", words.keySet().stream().sorted().toList());
        Optional<String> text = scalar("one of " + known);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> found = Optional.ofNullable(words.get(text.get()));
        if (found.isEmpty()) {
            error("must be one of " + known, Nearest.suggestion(text.get(), words.keySet()));
        }
        return found;
    }

    /** A yes or no. */
    Optional<Boolean> flag() {
        return oneOf(Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false));
    }

    /** Tells that this value is wrong. */
    void error(String message) {
        error(message, "");
    }

    /** Tells that this value is wrong, and what to write instead. */
    void error(String message, String suggestion) {
        report.error(place(), message, suggestion);
    }

    /** Tells that this value is allowed but deserves a word. */
    void warn(String message) {
        report.warn(place(), message);
    }

    private <T> Optional<T> wrong(String wanted) {
        boolean silent = raw.valueType() == ConfigValueType.STRING
                && String.valueOf(raw.unwrapped()).contains(Substitutions.UNRESOLVED);
        if (!silent) {
            error("must be " + wanted + ", not " + written());
        }
        return Optional.empty();
    }

    private String written() {
        return switch (raw.valueType()) {
            case OBJECT -> "a block";
            case LIST -> "a list";
            case NUMBER -> "a number";
            case BOOLEAN -> "a yes or no";
            case NULL -> "null";
            case STRING -> "a text";
        };
    }
}
