package kirikae.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import kirikae.model.Secret;

/**
 * Reads secrets: a text, or {@code { file = PATH }}. Owns the rule that no message repeats a secret, nor a key written inside
 * of one.
 */
final class SecretReader {
    private static final int SHORTEST_TOKEN = 16;
    private static final int SHORTEST_KEY = 16;
    private static final long LARGEST_FILE = 64L << 10;
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");
    private final Path folder;
    private final Report report;
    private final Map<Path, String> read = new HashMap<>();

    /** Takes the folder that relative paths start from. */
    SecretReader(Path folder, Report report) {
        this.folder = folder;
        this.report = report;
    }

    /** A token of at least 16 characters. */
    Optional<Secret> token(Value value) {
        Optional<String> text = value.isBlock() ? fromFile(value) : literal(value);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().length() < SHORTEST_TOKEN) {
            value.error("must have at least 16 characters");
            return Optional.empty();
        }
        if (!PRINTABLE.matcher(text.get()).matches()) {
            value.error("must be printable ASCII without spaces around it");
            return Optional.empty();
        }
        return text.map(Secret::new);
    }

    /** The base64 text of a key of at least 16 octets. */
    Optional<Secret> base64(Value value) {
        Optional<String> text = (value.isBlock() ? fromFile(value) : literal(value)).map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (Base64.getDecoder().decode(text.get()).length < SHORTEST_KEY) {
                value.error("must be a key of at least 16 octets");
                return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            value.error("must be base64, as tsig-keygen writes it");
            return Optional.empty();
        }
        return text.map(Secret::new);
    }

    /** Any secret of at least one character; a header, an address or a password may be short. */
    Optional<Secret> secret(Value value) {
        Optional<String> text = value.isBlock() ? fromFile(value) : literal(value);
        if (text.isPresent() && !PRINTABLE.matcher(text.get()).matches()) {
            value.error("must be printable ASCII without spaces around it, and not empty");
            return Optional.empty();
        }
        return text.map(Secret::new);
    }

    private Optional<String> literal(Value value) {
        if (value.isList()) {
            value.error("must be a text or { file = PATH }, not a list");
            return Optional.empty();
        }
        Optional<String> text = value.text();
        if (text.isPresent() && !value.isFromEnvironment()) {
            warnWhenOthersRead(value);
        }
        return text;
    }

    /** Told once a file, not once a secret. */
    private void warnWhenOthersRead(Value value) {
        String file = value.place().file();
        if (isReadByOthers(Path.of(file))) {
            report.warn(
                    new Place(file, 0, ""),
                    "holds secrets and every user may read it: chmod o-r, or write { file = PATH } for each secret");
        }
    }

    private Optional<String> fromFile(Value value) {
        Block block = value.block().orElseThrow();
        if (!block.ownKeys().equals(Keys.SECRET)) {
            value.error("must be a text or { file = PATH }");
            return Optional.empty();
        }
        return block.text("file").flatMap(path -> contents(block, path));
    }

    private Optional<String> contents(Block block, String written) {
        try {
            return Optional.of(contents(block, folder.resolve(written).normalize()));
        } catch (IOException | InvalidPathException e) {
            block.errorAt("file", "the secret's file '" + written + "' cannot be read" + reason(e));
            return Optional.empty();
        }
    }

    private static String reason(Exception e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return ": no such file";
        }
        return e instanceof java.nio.file.AccessDeniedException ? ": permission denied" : "";
    }

    private String contents(Block block, Path file) throws IOException {
        String known = read.get(file);
        if (known != null) {
            return known;
        }
        if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE)) {
            throw new IOException("no file of at most 64 KiB");
        }
        String text = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", "");
        if (isReadByOthers(file)) {
            block.find("file").ifPresent(value -> value.warn("every user may read this file: chmod o-r"));
        }
        read.put(file, text);
        return text;
    }

    private static boolean isReadByOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // only a warning hangs on it; reading the file itself tells what is wrong
        }
    }
}
