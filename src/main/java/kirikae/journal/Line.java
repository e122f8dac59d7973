package kirikae.journal;

import kirikae.model.Event;

/** One line of the journal's file, as it was written or read. */
sealed interface Line {
    /** An event of this version. The text is without the newline. */
    record Known(Event event, String text) implements Line {}

    /** A well-formed event whose name this version does not know: kept as it is, skipped in replay. */
    record Foreign(String text) implements Line {}

    /** No event at all; the reason is one short line for people. */
    record Broken(String reason) implements Line {}
}
