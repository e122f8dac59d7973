package kirikae.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.ProviderSettings;

/** Reads the providers, and answers which one a name means. */
final class ProviderReader {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]*");
    private static final Endpoint BUILTIN = new Endpoint("127.0.0.1", 5353);
    private final Map<String, ProviderSettings> providers = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> kept = new HashSet<>();

    /** Reads all providers of the block. */
    ProviderReader(Block block) {
        kept.addAll(block.ownKeys());
        block.entries().forEach((name, value) -> {
            names.add(name);
            if (!ServiceReader.NAME.matcher(name).matches()) {
                value.error(ServiceReader.NAME_RULE);
            } else if (value.block().isPresent()) {
                provider(block.block(name)).ifPresent(provider -> providers.put(name, provider));
            }
        });
    }

    /** Notes that a service uses a provider; a problem when there is no such one. Nothing for one with problems of its own. */
    Optional<ProviderSettings> use(Value written, String name) {
        kept.add(name);
        if (!names.contains(name)) {
            String near = Nearest.suggestion(name, names);
            written.error("no provider of this name", near.isEmpty() ? "known: " + String.join(", ", sorted()) : near);
        }
        return Optional.ofNullable(providers.get(name));
    }

    /** Those that the operator wrote or a service uses. */
    Map<String, ProviderSettings> inUse() {
        Map<String, ProviderSettings> used = new HashMap<>(providers);
        used.keySet().retainAll(kept);
        return used;
    }

    private List<String> sorted() {
        return names.stream().sorted().toList();
    }

    private static Optional<ProviderSettings> provider(Block block) {
        String type = block.text("type").orElse("");
        if (!Keys.PROVIDERS.containsKey(type)) {
            unknown(block, type);
            return Optional.empty();
        }
        block.allow(Keys.PROVIDERS.getOrDefault(type, Set.of()));
        return Optional.of(type.equals("builtin") ? builtin(block) : route53(block));
    }

    private static void unknown(Block block, String type) {
        if (block.find("type").isPresent() && !type.isEmpty()) {
            block.errorAt("type", Types.unknown(type, Keys.PROVIDERS.keySet()));
        }
        block.allowBesides(Keys.all(Keys.PROVIDERS), Keys.LATER_PROVIDER);
    }

    private static ProviderSettings route53(Block block) {
        Optional<Value> endpoint = block.find("endpoint");
        String address = endpoint.flatMap(Value::text).map(String::strip).orElse("");
        if (!address.isEmpty()) {
            endpoint.ifPresent(value -> UrlText.read(value, address, SCHEMES));
        }
        String region = text(block, "region");
        if (!WORD.matcher(region).matches()) {
            block.errorAt("region", "must be a region such as us-east-1");
        }
        String role = text(block, "assume-role");
        if (!role.isEmpty() && !role.startsWith("arn:")) {
            block.errorAt("assume-role", "must be the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME");
        }
        return new ProviderSettings.Route53(address, region, text(block, "profile"), role, nameServers(block));
    }

    private static List<String> nameServers(Block block) {
        List<String> servers = new ArrayList<>();
        block.find("verify-name-servers")
                .map(Value::list)
                .orElse(List.of())
                .forEach(value -> value.text().ifPresent(text -> {
                    if (AddressText.hostPort(text.strip()).isEmpty()) {
                        value.error("must be a name server's name or address, with :port where it is not 53");
                    }
                    servers.add(text.strip());
                }));
        return List.copyOf(servers);
    }

    private static ProviderSettings builtin(Block block) {
        Optional<Value> written = block.find("listen");
        return new ProviderSettings.Builtin(written.flatMap(
                        value -> value.text().flatMap(text -> ListenReader.endpoint(value, text)))
                .orElse(BUILTIN));
    }

    private static String text(Block block, String key) {
        return block.find(key).flatMap(Value::text).map(String::strip).orElse("");
    }

    /** True when reaching it proves nothing about the network. */
    static boolean isLocal(ProviderSettings provider) {
        if (provider instanceof ProviderSettings.Route53 route53) {
            return !route53.endpoint().isEmpty()
                    && AddressText.isLoopback(UrlText.host(URI.create(route53.endpoint())));
        }
        return true;
    }
}
