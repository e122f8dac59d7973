package kirikae.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kirikae.model.Channel;

/**
 * The configured channels, and who asks for one by name. A channel whose secret comes from a variable that is not set is only an
 * error when somebody is to be told through it.
 */
final class ChannelNames {
    private static final Map<String, String> NEEDED =
            Map.of("pagerduty", "routing-key", "webhook", "url", "slack", "url", "teams", "url");
    private final Map<String, Channel> good = new HashMap<>();
    private final Map<String, Value> incomplete = new TreeMap<>();
    private final Set<String> names = new TreeSet<>();
    private final Set<String> used = new TreeSet<>();

    /** Reads all channels of the block. */
    ChannelNames(Block block, SecretReader secrets, Report report) {
        ChannelReader reader = new ChannelReader(secrets, report);
        block.entries().forEach((name, value) -> {
            names.add(name);
            if (!ServiceReader.NAME.matcher(name).matches()) {
                value.error(ServiceReader.NAME_RULE);
            } else if (value.block().isPresent()) {
                read(reader, name, value, value.block().get());
            }
        });
    }

    private void read(ChannelReader reader, String name, Value value, Block block) {
        if (needed(block).filter(key -> block.find(key).isEmpty()).isPresent()) {
            incomplete.put(name, value);
        } else {
            reader.read(name, block).ifPresent(channel -> good.put(name, channel));
        }
    }

    private static Optional<String> needed(Block block) {
        return block.find("type")
                .flatMap(Value::text)
                .map(type -> NEEDED.getOrDefault(type, ""))
                .filter(key -> !key.isEmpty());
    }

    /** The channels without problems; those that are left out are told. */
    Map<String, Channel> good() {
        incomplete.forEach((name, value) -> {
            if (!used.contains(name)) {
                value.block()
                        .ifPresent(block -> block.warn(needed(block).orElse(""), "missing: the channel is left out"));
            }
        });
        return Map.copyOf(good);
    }

    /** A list of names, each that of a channel. */
    List<String> list(Value written) {
        List<String> found = new ArrayList<>();
        written.list()
                .forEach(value ->
                        one(value).filter(name -> !found.contains(name)).ifPresent(found::add));
        return found;
    }

    /** The name of a channel, or a problem. */
    Optional<String> one(Value written) {
        return written.text().map(String::strip).filter(name -> {
            Optional<String> fault = fault(name);
            fault.ifPresent(words -> written.error(words, suggestion(name)));
            return fault.isEmpty();
        });
    }

    /** Why nobody can be told through a channel of this name; notes that it is used. */
    Optional<String> fault(String name) {
        used.add(name);
        Optional<Value> missing = Optional.ofNullable(incomplete.get(name));
        if (missing.isPresent()) {
            String key =
                    missing.flatMap(Value::block).flatMap(ChannelNames::needed).orElse("a key");
            return Optional.of(
                    "the channel '" + name + "' has no " + key + ": write it, or set the variable that it comes from");
        }
        return names.contains(name) ? Optional.empty() : Optional.of("no channel is called '" + name + "'");
    }

    /** What was probably meant. */
    String suggestion(String name) {
        String near = names.contains(name) ? "" : Nearest.suggestion(name, names);
        boolean unknown = near.isEmpty() && !names.contains(name);
        return unknown ? (names.isEmpty() ? "write it under channels" : "known: " + String.join(", ", names)) : near;
    }
}
