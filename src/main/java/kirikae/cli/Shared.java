package kirikae.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.model.Settings;
import picocli.CommandLine.Option;

/** The options that every command takes, before or after its name, and what they lead to. */
final class Shared {
    @Option(
            names = "--config",
            scope = picocli.CommandLine.ScopeType.INHERIT,
            paramLabel = "FILE",
            defaultValue = "/etc/kirikae/kirikae.conf",
            description = "the configuration (default: ${DEFAULT-VALUE})")
    Path config = Path.of("/etc/kirikae/kirikae.conf");

    /** Loads the configuration; prints every problem, or every warning, to the writer. Empty when it cannot be used. */
    Optional<Settings> load(PrintWriter err) {
        Loaded loaded = ConfigLoader.load(config);
        if (loaded instanceof Loaded.Invalid invalid) {
            invalid.problems().forEach(err::println);
            int count = invalid.problems().size();
            err.println(count + (count == 1 ? " problem" : " problems") + " in the configuration; nothing was started");
            return Optional.empty();
        }
        Settings settings = ((Loaded.Valid) loaded).settings();
        settings.warnings().forEach(warning -> err.println("warning: " + warning));
        return Optional.of(settings);
    }
}
