package kirikae.config;

import java.util.Map;
import java.util.Optional;
import kirikae.model.Secret;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Tsig;

/** Reads the key that signs dynamic updates. Owns the warning where there is none. */
final class TsigReader {
    private static final Map<String, Tsig.Algorithm> ALGORITHMS =
            Map.of("hmac-sha256", Tsig.Algorithm.HMAC_SHA256, "hmac-sha512", Tsig.Algorithm.HMAC_SHA512);

    private final SecretReader secrets;

    TsigReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    /** The key, none where name and secret are empty, or a problem. */
    Optional<Tsig> read(Block provider, Endpoint server) {
        Block block = provider.block("tsig");
        block.allow(Keys.TSIG);
        String name = block.find("name").flatMap(Value::text).map(String::strip).orElse("");
        Optional<Value> secret = block.find("secret").filter(value -> value.isBlock() || !isEmpty(value));
        if (name.isEmpty() && secret.isEmpty()) {
            warnUnsigned(provider, server);
            return Optional.of(new Tsig.None());
        }
        if (name.isEmpty() || secret.isEmpty()) {
            String missing = name.isEmpty() ? "name" : "secret";
            block.errorAt(missing, "missing: a TSIG key needs both its name and its secret");
            return Optional.empty();
        }
        boolean good = AddressText.name(block.find("name").orElseThrow(), name).isPresent();
        Optional<Tsig.Algorithm> algorithm = block.find("algorithm")
                .map(value -> value.oneOf(ALGORITHMS))
                .orElse(Optional.of(Tsig.Algorithm.HMAC_SHA256));
        Optional<Secret> key = secrets.base64(secret.get());
        return good && algorithm.isPresent() && key.isPresent()
                ? Optional.of(new Tsig.Key(name, algorithm.get(), key.get()))
                : Optional.empty();
    }

    private static boolean isEmpty(Value value) {
        return value.text().filter(text -> text.strip().isEmpty()).isPresent();
    }

    private static void warnUnsigned(Block provider, Endpoint server) {
        if (!AddressText.isLoopback(server.host())) {
            provider.warn(
                    "server",
                    "no tsig: updates go unsigned to another machine, and its answers cannot be verified; add tsig"
                            + " { name, algorithm, secret }");
        }
    }
}
