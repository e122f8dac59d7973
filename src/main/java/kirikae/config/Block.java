package kirikae.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A block of keys over further blocks that hold its defaults. A key is looked for in the block itself, then in each default in
 * turn; {@code null} counts as not written. Must not know which keys exist.
 */
final class Block {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int LONGEST_KEY = 64;

    private record Layer(ConfigObject object, String path) {}

    private final List<Layer> layers;
    private final Report report;

    Block(ConfigObject own, String path, Report report) {
        this(List.of(new Layer(own, path)), report);
    }

    private Block(List<Layer> layers, Report report) {
        this.layers = layers;
        this.report = report;
    }

    /** This block, with another one for what is not written here. */
    Block over(Block defaults) {
        List<Layer> all = new ArrayList<>(layers);
        all.addAll(defaults.layers);
        return new Block(List.copyOf(all), report);
    }

    /** This block as the defaults of another one that is empty: nothing counts as written where it is used. */
    Block asDefaults() {
        return new Block(nothing(), layers.get(0).path(), report).over(this);
    }

    /** The path of a key of this block. */
    String path(String key) {
        return join(layers.get(0).path(), key);
    }

    /** The place of this block. */
    Place place() {
        Layer own = layers.get(0);
        return report.place(own.object().origin(), own.path());
    }

    /** The place where a key of this block is missing. */
    Place place(String key) {
        return report.place(layers.get(0).object().origin(), path(key));
    }

    /** The value of a key, from here or from the defaults. */
    Optional<Value> find(String key) {
        for (int i = 0; i < layers.size(); i++) {
            ConfigValue found = layers.get(i).object().get(key);
            if (found != null && found.valueType() != ConfigValueType.NULL) {
                return Optional.of(value(i, key, found));
            }
        }
        return Optional.empty();
    }

    /** The value of a key; a problem when there is none. */
    Optional<Value> required(String key) {
        Optional<Value> found = find(key);
        if (found.isEmpty()) {
            report.error(place(key), "missing", "");
        }
        return found;
    }

    /** The block under a key, over the blocks under the same key of the defaults; empty when nobody wrote one. */
    Block block(String key) {
        List<Layer> found = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            ConfigValue value = layers.get(i).object().get(key);
            if (value instanceof ConfigObject object) {
                found.add(new Layer(object, join(layers.get(i).path(), key)));
            } else {
                found.add(new Layer(nothing(), join(layers.get(i).path(), key)));
                complain(i, key, value);
            }
        }
        return new Block(List.copyOf(found), report);
    }

    private void complain(int layer, String key, @org.jspecify.annotations.Nullable ConfigValue value) {
        if (value != null && value.valueType() != ConfigValueType.NULL) {
            value(layer, key, value).block();
        }
    }

    /** All keys that are written here or in the defaults, in the order of their names, with their values. */
    SortedMap<String, Value> entries() {
        SortedMap<String, Value> all = new TreeMap<>();
        for (Layer layer : layers) {
            for (String key : layer.object().keySet()) {
                find(key).ifPresent(value -> all.putIfAbsent(key, value));
            }
        }
        return all;
    }

    /** The keys that are written here, not in the defaults. */
    Set<String> ownKeys() {
        return new TreeSet<>(layers.get(0).object().keySet());
    }

    /** Tells every key written here that is not allowed, with the nearest allowed one. */
    void allow(Collection<String> allowed) {
        allowBesides(allowed, List.of());
    }

    /** As {@link #allow}, but for some keys of which something else was told already. */
    void allowBesides(Collection<String> allowed, Collection<String> told) {
        for (String key : ownKeys()) {
            if (!allowed.contains(key) && !told.contains(key)) {
                unknown(key, allowed);
            }
        }
    }

    private void unknown(String key, Collection<String> allowed) {
        Place place = report.place(originOf(key), path(key));
        if (Keys.LATER.containsKey(key)) {
            report.error(place, "not in this version; remove the " + Keys.LATER.get(key), "");
        } else {
            report.error(place, "unknown key", Nearest.suggestion(key, allowed));
        }
    }

    private com.typesafe.config.ConfigOrigin originOf(String key) {
        ConfigValue written = layers.get(0).object().get(key);
        return written == null ? layers.get(0).object().origin() : written.origin();
    }

    /** A required text. */
    Optional<String> text(String key) {
        return required(key).flatMap(Value::text);
    }

    /** A required duration within bounds. */
    Optional<Duration> duration(String key, Duration least, Duration most) {
        return required(key).flatMap(value -> value.duration(least, most));
    }

    /** A required whole number within bounds. */
    Optional<Integer> whole(String key, int least, int most) {
        return required(key).flatMap(value -> value.whole(least, most));
    }

    /** A required word. */
    <T> Optional<T> oneOf(String key, Map<String, T> words) {
        return required(key).flatMap(value -> value.oneOf(words));
    }

    /** Tells a problem of the block itself. */
    void error(String message) {
        report.error(place(), message, "");
    }

    /** Tells a problem of a key that may not be written here. */
    void error(String key, String message, String suggestion) {
        report.error(place(key), message, suggestion);
    }

    /** Tells a problem of a key, at its value when it is written. */
    void errorAt(String key, String message) {
        find(key).ifPresentOrElse(value -> value.error(message), () -> error(key, message, ""));
    }

    /** Tells that a key is allowed but deserves a word. */
    void warn(String key, String message) {
        find(key)
                .filter(Value::isOwn)
                .ifPresentOrElse(value -> value.warn(message), () -> report.warn(place(key), message));
    }

    private Value value(int layer, String key, ConfigValue found) {
        Value.Layer origin = layer == 0 ? Value.Layer.OWN : Value.Layer.DEFAULT;
        return new Value(found, join(layers.get(layer).path(), key), origin, report);
    }

    private static ConfigObject nothing() {
        return com.typesafe.config.ConfigFactory.empty().root();
    }

    private static String join(String path, String key) {
        String shown = key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) + "..." : key;
        String quoted = PLAIN_KEY.matcher(shown).matches() ? shown : ConfigUtil.quoteString(shown);
        return path.isEmpty() ? quoted : path + "." + quoted;
    }
}
