package kirikae.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Owns {@code events.mark}: how long the journal's file must be at least, because an override (hold, release, hold-expired) was
 * synced to that point. A shorter or missing file has lost an override, which the file itself cannot tell. The mark is an extra
 * witness, never state: an unreadable one says nothing (0).
 */
final class OverrideMark {
    private static final int WIDTH = 19;

    private final Path path;
    private final Disk disk;

    /** The mark in this folder. */
    OverrideMark(Path dir, Disk disk) {
        this.path = dir.resolve("events.mark");
        this.disk = disk;
    }

    /** The least length in bytes; 0 when nothing is known. */
    long read() {
        try {
            String text = Files.readString(path, StandardCharsets.US_ASCII).strip();
            return text.matches("\\d{1," + WIDTH + "}") ? Long.parseLong(text) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException | NumberFormatException e) {
            return 0; // no witness is not evidence of damage
        }
    }

    /** Sets it to the end of the last override among these lines, which begin at this byte; keeps it when there is none. */
    void follow(List<? extends Line> lines, long start) throws IOException {
        long at = start;
        long end = 0;
        for (Line line : lines) {
            at += Line.bytes(List.of(line)).length;
            if (line instanceof Line.Known known && Standing.isOverride(known.event())) {
                end = at;
            }
        }
        if (end > 0) {
            set(end);
        }
    }

    /** Sets it. A crash may leave the old one, so it is written after the override itself. */
    private void set(long length) throws IOException {
        try (Disk.Out out = disk.open(path)) {
            out.write(text(length), 0);
        }
    }

    /** Takes it back, for sure, before the file is replaced by a shorter one. */
    void clear() throws IOException {
        try (Disk.Out out = disk.open(path)) {
            out.write(text(0), 0);
            out.sync();
        }
    }

    private static ByteBuffer text(long length) {
        return ByteBuffer.wrap(String.format("%0" + WIDTH + "d%n", length).getBytes(StandardCharsets.US_ASCII));
    }
}
