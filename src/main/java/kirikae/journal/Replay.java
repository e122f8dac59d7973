package kirikae.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import kirikae.model.Escapes;

/**
 * One reading of a journal's file.
 *
 * @param retained what the readable lines say
 * @param goodEnd where the last whole line ends, in bytes; what comes after it was cut off by a crash
 * @param torn the beginning of what was cut off, for people; empty when nothing was
 * @param broken how many lines are no events
 * @param lastBroken the number of the last of them, counted from 1; 0 when there is none
 */
record Replay(Retained retained, long goodEnd, String torn, long broken, long lastBroken) {
    private static final int SHOWN = 120;

    /** Reads the whole file in bounded memory, keeping as many lines as said. */
    static Replay read(Path file, int keep) throws IOException {
        return read(file, new Reading(keep, 0, List.of()));
    }

    /** Reads again, with a line of ours after the last broken one: whoever reads the result knows where something is missing. */
    Replay again(Path file, int keep, Line.Known mark) throws IOException {
        return read(file, new Reading(keep, lastBroken, List.of(mark)));
    }

    private static Replay read(Path file, Reading reading) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            LineReader lines = new LineReader(in);
            for (Optional<LineReader.Piece> piece = lines.next(); piece.isPresent(); piece = lines.next()) {
                reading.take(piece.get());
            }
        }
        return new Replay(reading.retained, reading.goodEnd, reading.torn, reading.broken, reading.lastBroken);
    }

    /** The reading under way. */
    private static final class Reading {
        private final Retained retained;
        private final long markAfter;
        private final List<Line.Known> marks;
        private long number;
        private long goodEnd;
        private String torn = "";
        private long broken;
        private long lastBroken;

        Reading(int keep, long markAfter, List<Line.Known> marks) {
            this.retained = new Retained(keep);
            this.markAfter = markAfter;
            this.marks = marks;
        }

        void take(LineReader.Piece piece) {
            number++;
            if (piece.isTorn()) {
                torn = Escapes.escape(Escapes.bound(
                        StandardCharsets.UTF_8.decode(piece.bytes().duplicate()).toString(), SHOWN));
                return;
            }
            goodEnd = piece.end();
            Line line = line(piece);
            if (line instanceof Line.Broken) {
                broken++;
                lastBroken = number;
            } else if (piece.bytes().hasRemaining()) {
                retained.add(line);
            }
            if (number == markAfter) {
                marks.forEach(retained::add);
            }
        }

        private static Line line(LineReader.Piece piece) {
            if (!piece.bytes().hasRemaining()) {
                return new Line.Foreign("");
            }
            return piece.ended()
                    ? piece.text().map(EventJson::decode).orElse(new Line.Broken("no UTF-8 text"))
                    : new Line.Broken("no end");
        }
    }
}
