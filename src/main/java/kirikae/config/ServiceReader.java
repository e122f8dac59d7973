package kirikae.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kirikae.model.DomainName;
import kirikae.model.Service;
import kirikae.model.Settings.ProviderSettings;
import kirikae.model.Target;

/** Reads one service. */
final class ServiceReader {
    /** What services, targets, checks and providers may be called. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** What is said of another name. */
    static final String NAME_RULE = "a name is 1 to 64 of the characters A-Z a-z 0-9 . _ -";

    private static final int MOST_LABELS = 10;
    private final Block defaults;
    private final Value defaultProvider;
    private final ProviderReader providers;
    private final CheckReader checks;
    private final ManagedNames managed;

    /** Takes the defaults of services and checks, the default provider, and who knows the rest. */
    ServiceReader(
            Block defaults, Value defaultProvider, ProviderReader providers, CheckReader checks, ManagedNames managed) {
        this.defaults = defaults;
        this.defaultProvider = defaultProvider;
        this.providers = providers;
        this.checks = checks;
        this.managed = managed;
    }

    /** The service, or nothing after a problem. */
    Optional<Service> read(String name, Value value) {
        if (!NAME.matcher(name).matches()) {
            value.error(NAME_RULE);
        }
        Optional<Block> own = value.block();
        if (own.isEmpty() || isDotted(name, own.get(), value)) {
            return Optional.empty();
        }
        own.get().allow(Keys.SERVICE);
        return read(name, own.get().over(defaults));
    }

    /** HOCON takes an unquoted dot as a step into a block, so that a.b { } is a service a with an unknown key b. */
    private static boolean isDotted(String name, Block own, Value value) {
        StringBuilder dotted = new StringBuilder(name);
        Optional<Block> block = Optional.of(own);
        for (int depth = 0; depth < MOST_LABELS && block.isPresent(); depth++) {
            Set<String> keys = block.get().ownKeys();
            String key = keys.size() == 1 ? keys.iterator().next() : "";
            boolean step = !key.isEmpty() && !Keys.SERVICE.contains(key);
            block = block.filter(here -> step)
                    .flatMap(here -> here.find(key))
                    .filter(Value::isBlock)
                    .flatMap(Value::block);
            dotted.append(block.isPresent() ? "." + key : "");
        }
        if (dotted.length() > name.length()) {
            value.error(
                    "no key of a service stands here", "does its name have dots? Then quote it: \"" + dotted + "\"");
        }
        return dotted.length() > name.length();
    }

    private Optional<Service> read(String name, Block block) {
        Value written = block.find("provider").orElse(defaultProvider);
        Optional<String> provider = written.text().map(String::strip);
        List<ProviderSettings> settings = provider.flatMap(found -> providers.use(written, found)).stream()
                .toList();
        Optional<String> zone = zone(block);
        List<DomainName> zoneName = zone.filter(found -> found.indexOf('.') >= 0).flatMap(AddressText::name).stream()
                .toList();
        Optional<Long> ttl = PolicyReader.ttl(block);
        Map<DomainName, Value> names = names(block, zoneName);
        if (zone.isPresent() && provider.isPresent()) {
            names.forEach((found, at) -> managed.manage(name, provider.get(), zone.get(), found, at));
        }
        ServiceFrame frame =
                new ServiceFrame(name, new LinkedHashSet<>(names.keySet()), zoneName, ttl.orElse(0L), settings);
        TargetReader targets = new TargetReader(block, defaults, frame, checks);
        List<Target> read = targets.read();
        Optional<Service.AlertWhen> alertWhen = PolicyReader.alertWhen(block, targets.mostChecks());
        Optional<Service.Recovery> recovery = PolicyReader.recovery(block.block("recovery"));
        Optional<Service.FlapGuard> guard = PolicyReader.flapGuard(block.block("flap-guard"));
        if (provider.isEmpty() || zone.isEmpty() || alertWhen.isEmpty() || recovery.isEmpty() || guard.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Service(
                name,
                provider.get(),
                zone.get(),
                List.copyOf(names.keySet()),
                read,
                alertWhen.get(),
                recovery.get(),
                guard.get()));
    }

    /** A name in canonical form, or a hosted zone id as written. */
    private static Optional<String> zone(Block block) {
        Optional<Value> written = block.required("zone");
        Optional<String> text = written.flatMap(Value::text).map(ContentReader::zoneId);
        if (text.isEmpty()) {
            return text;
        }
        if (text.get().isEmpty()) {
            written.get().error("must be a zone's name, or a hosted zone id");
            return Optional.empty();
        }
        if (text.get().indexOf('.') < 0) {
            return text;
        }
        Optional<DomainName> name = AddressText.name(text.get());
        if (name.isEmpty()) {
            written.get().error("is not a zone's name");
        }
        return name.map(
                found -> found.text().indexOf('.') < found.text().length() - 1 ? found.toString() : found.text());
    }

    private static Map<DomainName, Value> names(Block block, List<DomainName> zone) {
        Optional<Value> written = block.required("names");
        List<Value> values = written.map(Value::list).orElse(List.of());
        if (values.isEmpty() && written.filter(Value::isList).isPresent()) {
            written.get().error("a service needs at least one name");
        }
        Map<DomainName, Value> names = new LinkedHashMap<>();
        values.forEach(value -> value.text()
                .flatMap(text -> AddressText.name(value, text))
                .ifPresent(name -> name(names, value, name, zone)));
        return names;
    }

    private static void name(Map<DomainName, Value> names, Value value, DomainName name, List<DomainName> zone) {
        if (names.putIfAbsent(name, value) != null) {
            value.error("'" + name + "' stands here twice");
        }
        if (zone.stream().anyMatch(within -> !name.isWithin(within))) {
            value.error("'" + name + "' does not lie in the zone " + zone.get(0));
        }
    }
}
