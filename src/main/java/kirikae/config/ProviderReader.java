package kirikae.config;

import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.ProviderSettings;
import kirikae.model.Settings.Tsig;
import kirikae.model.Settings.Verification;
import kirikae.model.Settings.Verification.ReadBack;

/** Reads the providers, and answers which one a name means. */
final class ProviderReader {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]*");
    private static final Endpoint BUILTIN = new Endpoint("127.0.0.1", 5353);
    /** Stands for a server with problems of its own, so that nothing more is told because of it. */
    private static final Endpoint NEAR = new Endpoint("127.0.0.1", 53);

    private final Map<String, ProviderSettings> providers = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> kept = new HashSet<>();
    private final TsigReader tsig;

    /** Reads all providers of the block. */
    ProviderReader(Block block, SecretReader secrets) {
        this.tsig = new TsigReader(secrets);
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

    private Optional<ProviderSettings> provider(Block block) {
        String type = block.text("type").orElse("");
        if (!Keys.PROVIDERS.containsKey(type)) {
            unknown(block, type);
            return Optional.empty();
        }
        block.allow(Keys.PROVIDERS.getOrDefault(type, Set.of()));
        return switch (type) {
            case "builtin" -> Optional.of(builtin(block));
            case "rfc2136" -> rfc2136(block);
            default -> Optional.of(route53(block));
        };
    }

    private static void unknown(Block block, String type) {
        if (block.find("type").isPresent() && !type.isEmpty()) {
            block.errorAt("type", Types.unknown(type, Keys.PROVIDERS.keySet()));
        }
        block.allow(Keys.all(Keys.PROVIDERS));
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
        return new ProviderSettings.Route53(
                address, region, text(block, "profile"), role, VerificationReader.read(block, new ReadBack()));
    }

    private static ProviderSettings builtin(Block block) {
        Optional<Value> written = block.find("listen");
        return new ProviderSettings.Builtin(
                written.flatMap(value -> value.text().flatMap(text -> ListenReader.endpoint(value, text)))
                        .orElse(BUILTIN),
                VerificationReader.read(block, new ReadBack()));
    }

    private Optional<ProviderSettings> rfc2136(Block block) {
        Verification verification = VerificationReader.read(block, new Verification.ZoneServers());
        Optional<Value> written = block.required("server");
        Optional<Endpoint> server = written.flatMap(value -> value.text().flatMap(text -> server(value, text.strip())));
        Optional<Tsig> key = tsig.read(block, server.orElse(NEAR));
        return server.isEmpty() || key.isEmpty()
                ? Optional.empty()
                : Optional.of(new ProviderSettings.Rfc2136(server.get(), key.get(), verification));
    }

    private static Optional<Endpoint> server(Value value, String text) {
        Optional<AddressText.HostPort> found = AddressText.hostPort(text);
        if (found.isEmpty()) {
            value.error("must be the primary server's name or address, with :port where it is not 53");
        }
        return found.map(address -> new Endpoint(address.host(), address.port().orElse(53)));
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
        if (provider instanceof ProviderSettings.Rfc2136 rfc2136) {
            return AddressText.isLoopback(rfc2136.server().host());
        }
        return true;
    }
}
