package kirikae.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import kirikae.model.Settings;

/**
 * Loads a configuration: reads the file and those of {@code conf.d} beside it, resolves substitutions, checks every
 * rule of contract.md section 2, and tells all problems at once. Opens no socket and looks up no name. Must not: print, or put a
 * secret into any text.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Takes the path of the main file and gives the settings or all problems. Substitutions read the environment of this
     * process.
     */
    public static Loaded load(Path file) {
        return load(file, System.getenv());
    }

    /** As {@link #load(Path)}, with the given environment. */
    static Loaded load(Path file, Map<String, String> environment) {
        Report report = new Report(file.toString());
        try {
            return load(file, environment, report);
        } catch (StackOverflowError e) {
            report.error(new Place(file.toString(), 0, ""), "braces, brackets or keys are nested too deeply", "");
            return new Loaded.Invalid(report.problems());
        }
    }

    private static Loaded load(Path file, Map<String, String> environment, Report report) {
        Optional<Settings> settings = new Sources(file, environment, report)
                .read()
                .flatMap(sources -> new SettingsReader(file, report).read(sources));
        if (report.hasErrors() || settings.isEmpty()) {
            return new Loaded.Invalid(report.problems());
        }
        return new Loaded.Valid(withWarnings(settings.get(), report));
    }

    private static Settings withWarnings(Settings bare, Report report) {
        return new Settings(
                bare.files(),
                bare.listen(),
                bare.controlSocket(),
                bare.stateDir(),
                bare.isolation(),
                bare.deadMan(),
                bare.providers(),
                bare.triggers(),
                bare.services(),
                bare.notices(),
                report.warnings().stream().map(Problem::toString).collect(Collectors.toList()));
    }
}
