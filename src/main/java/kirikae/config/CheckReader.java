package kirikae.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kirikae.model.Check;

/** Reads one check of any type. */
final class CheckReader {
    private final PushReader pushes;
    private final ManagedNames managed;

    /** Takes who reads pushed checks, and who knows all managed names. */
    CheckReader(PushReader pushes, ManagedNames managed) {
        this.pushes = pushes;
        this.managed = managed;
    }

    /**
     * Reads a check.
     *
     * @param name its name, valid
     * @param own its block as written
     * @param defaults what holds for keys that are not written
     * @param aim the target it watches
     */
    Optional<Check> read(String name, Block own, Block defaults, Aim aim) {
        Block block = own.over(defaults);
        Optional<String> type = block.text("type").filter(found -> isKnown(block, found));
        if (type.isEmpty()) {
            block.allow(Keys.all(Keys.CHECKS));
            return Optional.empty();
        }
        allow(block, type.get());
        return switch (type.get()) {
            case "heartbeat" -> pushes.heartbeat(name, block);
            case "datadog-check" -> pushes.datadogCheck(name, block);
            case "http" -> new HttpReader(managed, aim).read(name, block);
            case "tcp" -> tcp(name, block, aim);
            default -> exec(name, block);
        };
    }

    private static boolean isKnown(Block block, String type) {
        if (Keys.CHECKS.containsKey(type)) {
            return true;
        }
        block.errorAt("type", Types.unknown(type, Keys.CHECKS.keySet()));
        return false;
    }

    private static void allow(Block block, String type) {
        Set<String> allowed = Keys.CHECKS.getOrDefault(type, Set.of());
        Set<String> elsewhere = Keys.all(Keys.CHECKS);
        block.ownKeys().stream()
                .filter(key -> elsewhere.contains(key) && !allowed.contains(key))
                .forEach(key -> block.errorAt(key, "is not a key of a check of type " + type));
        block.allowBesides(allowed, elsewhere);
    }

    private Optional<Check> tcp(String name, Block block, Aim aim) {
        Optional<RuleReader.Timing> timing = RuleReader.timing(block);
        Optional<Check.Addresses> addresses = addresses(block);
        Optional<AddressText.HostPort> address = block.required("address").flatMap(CheckReader::address);
        if (timing.isEmpty() || addresses.isEmpty() || address.isEmpty()) {
            return Optional.empty();
        }
        String host = address.get().host();
        int port = address.get().port().orElse(0);
        tellWhereItConnects(block, host, aim);
        return Optional.of(new Check.Tcp(
                name, timing.get().rule(), timing.get().pace(), host, port, aim.pinned(host), addresses.get()));
    }

    private void tellWhereItConnects(Block block, String host, Aim aim) {
        block.find("address").ifPresent(value -> managed.look(aim.service(), host, value));
        if (aim.isBlind(host)) {
            block.errorAt(
                    "address",
                    "'" + host + "' is a name that this service moves, and the target has no addresses of"
                            + " its own: give the target's own address");
        }
    }

    /** A host with a port from 1. */
    static Optional<AddressText.HostPort> address(Value value) {
        Optional<String> text = value.text().map(String::strip);
        Optional<AddressText.HostPort> address =
                text.flatMap(AddressText::hostPort).filter(found -> found.port().orElse(0) > 0);
        if (text.isPresent() && address.isEmpty()) {
            value.error("must be host:port, as 192.0.2.1:443, [2001:db8::1]:443 or www.example.com:443");
        }
        return address;
    }

    /** Which of several addresses must answer. */
    static Optional<Check.Addresses> addresses(Block block) {
        return block.oneOf("addresses", Map.of("any", Check.Addresses.ANY, "all", Check.Addresses.ALL));
    }

    private static Optional<Check> exec(String name, Block block) {
        Optional<RuleReader.Timing> timing = RuleReader.timing(block);
        List<String> command =
                block.required("command").map(CheckReader::command).orElse(List.of());
        return command.isEmpty() || timing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Check.Exec(name, timing.get().rule(), timing.get().pace(), command));
    }

    private static List<String> command(Value value) {
        if (!value.isList() || value.list().isEmpty()) {
            value.error("must be a list: [\"/path/to/program\", \"argument\"]; no shell reads it");
            return List.of();
        }
        List<String> command = value.texts();
        if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)
                || command.stream().limit(1).anyMatch(String::isBlank)) {
            value.error("an empty program, or a NUL character");
            return List.of();
        }
        if (command.stream().limit(1).anyMatch(program -> !program.startsWith("/"))) {
            value.warn("the program has no absolute path: what runs depends on the daemon's PATH and folder");
        }
        return command;
    }
}
