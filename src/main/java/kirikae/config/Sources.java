package kirikae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the main file, the files it includes and {@code conf.d/*.conf} beside it, and resolves substitutions. Owns: which
 * files may be read, and how large. Must not: know a key.
 */
final class Sources {
    private static final long LARGEST_FILE = 32L << 20;
    private static final String SERVICES = "services";
    private static final int MOST_FILES = 10_000;
    private final Path main;
    private final Map<String, String> environment;
    private final Report report;
    private final List<Path> files = new ArrayList<>();
    private final Set<Path> open = new HashSet<>();

    /** Takes the main file, the environment for substitutions, and where to put problems. */
    Sources(Path main, Map<String, String> environment, Report report) {
        this.main = main;
        this.environment = environment;
        this.report = report;
    }

    /**
     * What was read.
     *
     * @param files absolute paths, the main one first
     * @param root everything, resolved; without the defaults of the jar
     */
    record Text(List<Path> files, ConfigObject root) {}

    /** Gives what was read, or nothing when it cannot be read as HOCON. */
    Optional<Text> read() {
        Optional<Config> read = parse(main);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Config joined = read.get();
        for (Path file : furtherFiles()) {
            Optional<Config> further = parse(file);
            read = further.isEmpty() ? further : read;
            joined = further.orElse(ConfigFactory.empty()).withFallback(joined);
        }
        return read.isEmpty() ? Optional.empty() : resolve(joined);
    }

    private Optional<Text> resolve(Config joined) {
        return new Substitutions(environment, report)
                .resolve(joined)
                .map(config -> new Text(files.stream().distinct().toList(), config.root()));
    }

    /** Parses one file; nothing, and a problem, when it cannot be read. */
    Optional<Config> parse(Path file) {
        report.reading(file.toString());
        files.add(file.toAbsolutePath().normalize());
        Optional<String> obstacle = obstacle(file);
        if (obstacle.isPresent()) {
            report.error(new Place(file.toString(), 0, ""), obstacle.get(), "");
            return Optional.empty();
        }
        return parseReadable(file);
    }

    /** The folder of the main file, as typed. */
    Path folder() {
        Path parent = main.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private Optional<Config> parseReadable(Path file) {
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setAllowMissing(false)
                .setIncluder(new FolderIncluder(this, file, report));
        open.add(file.toAbsolutePath().normalize());
        try {
            Optional<Config> inPieces = parseInPieces(file, options);
            return inPieces.isPresent() ? inPieces : Optional.of(ConfigFactory.parseFile(file.toFile(), options));
        } catch (ConfigException e) {
            tell(e, file);
        } catch (RuntimeException e) { // the library's parser on garbage; its text could hold a secret
            report.error(new Place(file.toString(), 0, ""), "cannot be read as HOCON", "");
        } finally {
            open.remove(file.toAbsolutePath().normalize());
        }
        return Optional.empty();
    }

    private void tell(ConfigException e, Path file) {
        Place place = placeOf(e, file);
        String words = ParseTrouble.words(e);
        BrokenQuote quote =
                words.contains(ParseTrouble.OPEN_QUOTE) && place.file().equals(file.toString())
                        ? BrokenQuote.at(file, place.line())
                        : new BrokenQuote(0, "");
        report.error(
                place,
                words + (quote.column() > 0 ? ": it opens at column " + quote.column() : ""),
                quote.suggestion());
    }

    /** Nothing when the file is small, cannot be cut, or defines a service in several places: then it is parsed as a whole. */
    private static Optional<Config> parseInPieces(Path file, ConfigParseOptions options) {
        Optional<Pieces> pieces = text(file).flatMap(Pieces::of);
        if (pieces.isEmpty()) {
            return Optional.empty();
        }
        ConfigParseOptions named = options.setOriginDescription(file.toString());
        Map<String, ConfigValue> services = new HashMap<>();
        Config frame = ConfigFactory.parseString(pieces.get().frame(), named);
        boolean distinct = addServices(services, frame);
        for (String part : pieces.get().parts()) {
            distinct = distinct && addServices(services, ConfigFactory.parseString(part, named));
        }
        ConfigValue all =
                ConfigValueFactory.fromMap(services).withOrigin(frame.root().origin());
        return distinct ? Optional.of(frame.withValue(SERVICES, all)) : Optional.empty();
    }

    private static boolean addServices(Map<String, ConfigValue> services, Config piece) {
        int before = services.size();
        if (piece.root().get(SERVICES) instanceof ConfigObject some) {
            services.putAll(some);
            return services.size() == before + some.size();
        }
        return false;
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) { // not UTF-8, or gone: the library says it
            return Optional.empty();
        }
    }

    /** True while the file is being parsed: including it now would never end. */
    boolean isOpen(Path file) {
        return open.contains(file.toAbsolutePath().normalize());
    }

    private Place placeOf(ConfigException e, Path file) {
        return e.origin() == null ? new Place(file.toString(), 0, "") : report.place(e.origin(), "");
    }

    private Optional<String> obstacle(Path file) {
        if (files.size() > MOST_FILES) {
            return Optional.of("more than " + MOST_FILES + " files are included");
        }
        if (!Files.exists(file)) {
            return Optional.of("no such file");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of("is not a file");
        }
        return Files.isReadable(file) ? tooLarge(file) : Optional.of("cannot be read: permission denied");
    }

    private static Optional<String> tooLarge(Path file) {
        try {
            return Files.size(file) > LARGEST_FILE ? Optional.of("is larger than 32 MiB") : Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private List<Path> furtherFiles() {
        Path further = folder().resolve("conf.d");
        if (!Files.isDirectory(further)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(further, "*.conf")) {
            entries.forEach(found::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            report.error(new Place(further.toString(), 0, ""), "the folder cannot be read", "");
        }
        return found.stream()
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .filter(this::isInside)
                .sorted()
                .toList();
    }

    private boolean isInside(Path file) {
        boolean inside = isBelowFolder(file);
        if (!inside && Files.exists(file)) {
            report.error(new Place(file.toString(), 0, ""), FolderIncluder.OUTSIDE, "");
        }
        return inside;
    }

    /** True when the file, after following links and "..", exists and lies below the folder of the main file. */
    boolean isBelowFolder(Path file) {
        try {
            return file.toRealPath().startsWith(folder().toAbsolutePath().toRealPath());
        } catch (IOException e) {
            report.error(new Place(file.toString(), 0, ""), "no such file", "");
            return false;
        }
    }
}
