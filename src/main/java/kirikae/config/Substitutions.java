package kirikae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${NAME}} from the configuration and the environment. A name that is nowhere becomes a problem and a
 * placeholder, so that the rest can still be checked and all such names are told at once.
 */
final class Substitutions {
    /** Stands where an unresolved substitution was; readers pass over it silently, for it was told already. */
    static final String UNRESOLVED = "\u0000unresolved\u0000";
    /** How the origin of a value from the environment begins. */
    static final String ENVIRONMENT = "environment variable ";

    private static final Pattern NAME = Pattern.compile("\\$\\{\\??([^}]*)}");
    private static final String SERVICES = "services";
    private static final String PIECE = "piece";
    private static final int MOST_MISSING = 100;
    private final Map<String, String> environment;
    private final Report report;
    private final Set<String> missing = new HashSet<>();

    /** Takes the environment, and where to put problems. */
    Substitutions(Map<String, String> environment, Report report) {
        this.environment = environment;
        this.report = report;
    }

    /** Gives the configuration without substitutions; nothing when that is impossible. */
    Optional<Config> resolve(Config config) {
        if (!(config.root().get(SERVICES) instanceof ConfigObject services)) {
            return resolveWhole(config);
        }
        try {
            return Optional.of(resolvePieces(config.root(), services));
        } catch (
                RuntimeException
                        e) { // such as values that refer to themselves; the whole tells what is wrong, if anything
            return resolveWhole(config);
        }
    }

    /**
     * Resolves every service by itself: the library's memory of what it resolved costs time with the square of its size, seconds
     * for 10,000 services.
     */
    private Config resolvePieces(ConfigObject root, ConfigObject services) {
        Config source = root.toConfig();
        Map<String, ConfigValue> resolved = new HashMap<>();
        services.forEach((name, value) -> resolved.put(name, resolvePiece(value, source)));
        ConfigValue all = ConfigValueFactory.fromMap(resolved).withOrigin(services.origin());
        return resolvePiece(root.withoutKey(SERVICES), source, 0).withValue(SERVICES, all);
    }

    private ConfigValue resolvePiece(ConfigValue value, Config source) {
        return resolvePiece(value.atKey(PIECE).root(), source, 0).getValue(PIECE);
    }

    private Config resolvePiece(ConfigObject piece, Config source, int round) {
        try {
            return piece.toConfig().resolveWith(source, options());
        } catch (ConfigException.UnresolvedSubstitution e) {
            if (round == MOST_MISSING || !isNew(e)) {
                throw e;
            }
            return resolvePiece(piece, source, round + 1);
        }
    }

    private Optional<Config> resolveWhole(Config config) {
        for (int round = 0; round <= MOST_MISSING; round++) {
            try {
                return Optional.of(config.resolve(options()));
            } catch (ConfigException.UnresolvedSubstitution e) {
                if (!isNew(e)) {
                    report.error(place(e), "${" + name(e) + "} refers to itself", "");
                    return Optional.empty();
                }
            } catch (ConfigException e) {
                report.error(place(e), ParseTrouble.words(e), "");
                return Optional.empty();
            } catch (RuntimeException e) { // the library on garbage; its text could hold a secret
                report.error(report.place(), "substitutions cannot be resolved", "");
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Tells a name that is nowhere; false for one that was told already, or that refers to itself. */
    private boolean isNew(ConfigException e) {
        String name = name(e);
        if (name.isEmpty() || String.valueOf(e.getMessage()).contains("part of a cycle") || !missing.add(name)) {
            return false;
        }
        report.error(place(e), "${" + name + "} is neither a key of the configuration nor set in the environment", "");
        return true;
    }

    private static String name(ConfigException e) {
        Matcher name = NAME.matcher(String.valueOf(e.getMessage()));
        return name.find() ? name.group(1) : "";
    }

    private Place place(ConfigException e) {
        return e.origin() == null ? report.place() : report.place(e.origin(), "");
    }

    private ConfigResolveOptions options() {
        return ConfigResolveOptions.defaults()
                .setUseSystemEnvironment(false)
                .appendResolver(new Environment(environment, missing));
    }

    private record Environment(Map<String, String> environment, Set<String> missing) implements ConfigResolver {
        @Override
        @org.jspecify.annotations.Nullable
        public ConfigValue lookup(String path) {
            String value = missing.contains(path) ? UNRESOLVED : environment.get(path);
            return value == null ? null : ConfigValueFactory.fromAnyRef(value, ENVIRONMENT + path);
        }

        @Override
        public ConfigResolver withFallback(ConfigResolver fallback) {
            return this;
        }
    }
}
