package kirikae.sim;

import java.util.HashSet;
import java.util.Set;
import kirikae.model.RecordChange;

/** One switch that the daemon has announced ("switch-started"), and how often it was applied. */
final class Decision {
    final int to;
    final boolean automatic;
    final long number;
    private final Set<RecordChange> done = new HashSet<>();
    private int applied;
    private int allowed = 1;

    Decision(int to, boolean automatic, long number) {
        this.to = to;
        this.automatic = automatic;
        this.number = number;
    }

    /** The records were changed by somebody else meanwhile, so that doing it once more is right. */
    void excuse() {
        allowed++;
    }

    /** Counts one more application; false when it is one too many. An order may need several to put a half-read drift right. */
    boolean apply(RecordChange change) {
        boolean isNew = done.add(change);
        applied++;
        return applied <= allowed || (!automatic && isNew);
    }
}
