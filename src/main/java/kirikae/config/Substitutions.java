package kirikae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
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
        for (int round = 0; round <= MOST_MISSING; round++) {
            try {
                return Optional.of(config.resolve(options()));
            } catch (ConfigException.UnresolvedSubstitution e) {
                if (!tell(e)) {
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

    private boolean tell(ConfigException e) {
        Matcher name = NAME.matcher(String.valueOf(e.getMessage()));
        String found = name.find() ? name.group(1) : "";
        boolean cycle = String.valueOf(e.getMessage()).contains("part of a cycle");
        if (found.isEmpty() || !missing.add(found) || cycle) {
            report.error(place(e), "${" + found + "} refers to itself", "");
            return false;
        }
        report.error(place(e), "${" + found + "} is neither a key of the configuration nor set in the environment", "");
        return true;
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
