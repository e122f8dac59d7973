package kirikae.journal;

import java.util.List;
import kirikae.model.Event;

/** What came of opening a journal. */
public sealed interface Opening {
    /**
     * The journal is open. A disk that cannot be written does not prevent this: events then wait in memory, and the watch knows.
     *
     * @param journal the caller's to close
     * @param standing what is in force, the caller's to keep
     * @param replay what is in force of the older events, then the newest, oldest first
     * @param complaints what was wrong with the files and what was done about it, a sentence each
     * @param damage how bad it is
     */
    record Opened(Journal journal, Standing standing, List<Event> replay, List<String> complaints, Damage damage)
            implements Opening {
        /** Copies the lists. */
        public Opened {
            replay = List.copyOf(replay);
            complaints = List.copyOf(complaints);
        }
    }

    /** Another daemon uses the folder; the message names both. */
    record InUse(String message) implements Opening {}

    /** The folder or its lock cannot be made or opened; the message says why and what to do. */
    record Unusable(String message) implements Opening {}

    /** What the files have lost. */
    enum Damage {
        /** Nothing. */
        NONE,
        /** The unfinished last line of a crash, which nobody was promised. */
        TORN_END,
        /**
         * Lines that had been synced, an override perhaps among them. Each service for which {@link Standing#isOverrideProved} is
         * false must start held: append those holds, and only then {@code started}, which ends this state.
         */
        LOST_LINES
    }
}
