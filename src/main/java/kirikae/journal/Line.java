package kirikae.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kirikae.model.Event;

/** One line of the journal's file, as it was written or read. */
sealed interface Line {
    /** An event of this version. The text is without the newline. */
    record Known(Event event, String text) implements Line {}

    /** A well-formed event whose name this version does not know: kept as it is, skipped in replay. */
    record Foreign(String text) implements Line {}

    /** The lines as they stand in the file. A broken one is never written. */
    static byte[] bytes(List<? extends Line> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(lines.size() * 160);
        for (Line line : lines) {
            bytes.writeBytes(line.text().getBytes(StandardCharsets.UTF_8));
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /** The line without its newline; empty for a broken one. */
    String text();

    /** No event at all; the reason is one short line for people. */
    record Broken(String reason) implements Line {
        @Override
        public String text() {
            return "";
        }
    }
}
