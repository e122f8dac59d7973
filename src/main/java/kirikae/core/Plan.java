package kirikae.core;

import kirikae.model.RecordChange;

/** What it takes to show a target. */
public sealed interface Plan {
    /** The records are already right. */
    record Nothing() implements Plan {}

    /** This change does it. */
    record Apply(RecordChange change) implements Plan {}

    /** No safe change does it; the reason says what is in the way and what to do. */
    record Refused(String reason) implements Plan {}
}
