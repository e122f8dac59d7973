package kirikae.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Answers {@code include} statements of one file. Owns the rule: only files below the configuration's folder, and a missing
 * one is an error. The library on its own would fetch addresses and take a missing file for an empty one.
 */
final class FolderIncluder implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    /** What is said of a file elsewhere. */
    static final String OUTSIDE = "lies outside the configuration's folder: only files below it may be included";

    private final Sources sources;
    private final Path including;
    private final Report report;

    /** Takes who reads files, and the file whose statements it answers. */
    FolderIncluder(Sources sources, Path including, Report report) {
        this.sources = sources;
        this.including = including;
        this.report = report;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this; // the library's own includer must never be asked
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return what.contains("://") ? refuse("://", "an address") : file(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return file(what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return refuse("url", "an address");
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return refuse("classpath", "a class path");
    }

    private ConfigObject refuse(String word, String what) {
        report.error(
                place(word), "include of " + what + " is not allowed: only files below the configuration's folder", "");
        return nothing();
    }

    private ConfigObject file(String what) {
        Path path;
        try {
            path = including.resolveSibling(what);
        } catch (InvalidPathException e) {
            report.error(place(what), "include names no file", "");
            return nothing();
        }
        Path found = withSuffix(path);
        Optional<String> obstacle = obstacle(found);
        if (obstacle.isPresent()) {
            report.error(place(what), "include of '" + what + "'" + obstacle.get(), "");
            return nothing();
        }
        return sources.parse(found).orElse(ConfigFactory.empty()).root();
    }

    private Optional<String> obstacle(Path found) {
        if (!Files.exists(found)) {
            return Optional.of(": no such file");
        }
        if (!sources.isBelowFolder(found)) {
            return Optional.of(" " + OUTSIDE);
        }
        return sources.isOpen(found) ? Optional.of(" goes round in a circle") : Optional.empty();
    }

    /** HOCON allows the suffix to be left out. */
    private static Path withSuffix(Path path) {
        return Files.isRegularFile(path) ? path : suffixed(path);
    }

    private static Path suffixed(Path path) {
        Path longer = path.resolveSibling(path.getFileName() + ".conf");
        return Files.exists(longer) ? longer : path;
    }

    private static ConfigObject nothing() {
        return ConfigFactory.empty().root();
    }

    /** The library does not tell the line of an include statement, so it is looked for. */
    private Place place(String word) {
        int line = 0;
        try {
            List<String> lines = Files.readAllLines(including, StandardCharsets.UTF_8);
            for (int i = lines.size() - 1; i >= 0; i--) {
                String text = lines.get(i).strip();
                line = text.contains("include") && text.contains(word) && !text.startsWith("#") ? i + 1 : line;
            }
        } catch (IOException e) {
            line = 0; // a place without a line still names the file
        }
        return new Place(including.toString(), line, "");
    }
}
