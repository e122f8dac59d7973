package kirikae.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Owns the names in the state folder: the journal's file, its older and its damaged editions, and how one takes the place of
 * another so that a crash between any two steps leaves a whole {@code events.jsonl}. Must not know what is in them.
 */
final class Vault {
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path dir;
    private final int keep;

    /** The names in this folder; so many older and damaged editions are kept. */
    Vault(Path dir, int keep) {
        this.dir = dir;
        this.keep = keep;
    }

    /** Makes the folder, for its owner and group, when it is missing; a link to a folder is fine. */
    static void makeFolder(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            Files.createDirectories(
                    dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        }
    }

    /** The folder. */
    Path dir() {
        return dir;
    }

    /** The journal's file. */
    Path events() {
        return dir.resolve("events.jsonl");
    }

    /** The edition before this one; 1 is the newest. */
    Path old(int age) {
        return dir.resolve("events.jsonl." + age);
    }

    /** The next edition while it is being written; means nothing until it has taken its place. */
    Path next() {
        return dir.resolve("events.jsonl.new");
    }

    /** The name under which a damaged edition is kept that was found at this time. */
    static String damagedName(Instant time) {
        return "events.jsonl.damaged-" + COMPACT.format(time);
    }

    /** Keeps the file as the newest older edition, under its present name too. */
    void keepOld() throws IOException {
        Files.deleteIfExists(old(keep));
        for (int age = keep - 1; age >= 1; age--) {
            moveIfThere(old(age), old(age + 1));
        }
        link(old(1));
    }

    /** Keeps the file under this name too, and of all such files the newest few. */
    void keepDamaged(String name) throws IOException {
        Path aside = dir.resolve(name);
        if (Files.exists(events()) && !Files.exists(aside)) {
            link(aside);
        }
        List<Path> damaged = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "events.jsonl.damaged-*")) {
            files.forEach(damaged::add);
        }
        damaged.sort(Comparator.comparing(Path::toString).reversed());
        for (Path file : damaged.subList(Math.min(keep, damaged.size()), damaged.size())) {
            Files.deleteIfExists(file);
        }
    }

    /** Puts the next edition, already synced, in the file's place. */
    void replace() throws IOException {
        Files.move(next(), events(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    /** Returns when the names are on the disk. */
    void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(dir, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** A second name; where the file system has no second names, the file moves. */
    private void link(Path name) throws IOException {
        try {
            Files.createLink(name, events());
        } catch (UnsupportedOperationException | IOException e) {
            Files.move(events(), name, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void moveIfThere(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            return; // fewer editions than may be kept
        }
    }
}
