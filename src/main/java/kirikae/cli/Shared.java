package kirikae.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.model.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name, and what they lead to. */
final class Shared {
    private static final Path STANDARD = Path.of("/etc/kirikae/kirikae.conf");

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "the configuration (default: /etc/kirikae/kirikae.conf)")
    private @Nullable Path config;

    @Option(
            names = "--socket",
            scope = ScopeType.INHERIT,
            paramLabel = "PATH",
            description = "the control socket of a running daemon (default: the configuration's control-socket)")
    private @Nullable Path socket;

    /** The configuration's file. */
    Path config() {
        return config == null ? STANDARD : config;
    }

    /** The control socket, where one was named. */
    Optional<Path> socket() {
        return Optional.ofNullable(socket);
    }

    /** Loads the configuration; prints every problem, or every warning, to the writer. Empty when it cannot be used. */
    Optional<Settings> load(PrintWriter err) {
        Loaded loaded = ConfigLoader.load(config());
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
