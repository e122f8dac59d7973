package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kirikae.model.Settings;

/** A configuration folder for one test. */
final class Conf {
    /** A service that is fine; further keys of it go to the place of the mark. */
    static final String WEB = """
            services { web {
              zone = "example.com", names = ["www.example.com"]
              primary { A = ["203.0.113.10"], checks { port { type = tcp, address = "203.0.113.10:443" } } }
              maintenance { A = ["203.0.113.80"] }
            } }
            """;

    final Path folder;
    final Path main;
    private final Map<String, String> environment = new HashMap<>();

    Conf(Path folder) {
        this.folder = folder;
        this.main = folder.resolve("kirikae.conf");
    }

    Conf env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Writes a file that only its owner may read. */
    Conf file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Conf text(String text) {
        return file("kirikae.conf", text);
    }

    Loaded load() {
        return ConfigLoader.load(main, environment);
    }

    Settings settings() {
        Loaded loaded = load();
        assertThat(loaded).as(loaded.toString()).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).settings();
    }

    /** All problems as printed, without the folder. */
    List<String> problems() {
        Loaded loaded = load();
        assertThat(loaded).as(loaded.toString()).isInstanceOf(Loaded.Invalid.class);
        return ((Loaded.Invalid) loaded).problems().stream().map(this::shown).collect(Collectors.toList());
    }

    /** All warnings without the folder. */
    List<String> warnings() {
        return settings().warnings().stream().map(this::relative).toList();
    }

    private String shown(Problem problem) {
        return relative(problem.toString());
    }

    private String relative(String text) {
        return text.replace(folder + "/", "");
    }
}
