package kirikae.daemon;

import java.util.Map;
import java.util.Optional;
import kirikae.journal.JournalWatch;
import kirikae.model.EventName;

/** Makes {@code journal-error} events of what the journal says of itself; what comes before there is a chronicle waits. */
final class JournalTrouble implements JournalWatch {
    private final DecisionLoop loop;
    private Optional<Chronicle> chronicle = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();

    JournalTrouble(DecisionLoop loop) {
        this.loop = loop;
    }

    /** From now on there is somebody to tell. */
    void tellThrough(Chronicle teller) {
        loop.execute(() -> chronicle = Optional.of(teller));
    }

    /** The trouble that is not over; from any thread. */
    Optional<String> now() {
        return trouble;
    }

    @Override
    public void trouble(String what) {
        trouble = Optional.of(what);
        tell(Map.of("reason", what));
    }

    @Override
    public void over(String what) {
        trouble = Optional.empty();
        tell(Map.of("reason", what, "ended", true));
    }

    @Override
    public void notice(String what) {
        tell(Map.of("reason", what, "ended", true));
    }

    private void tell(Map<String, Object> fields) {
        loop.execute(() -> tellOrWait(fields));
    }

    private void tellOrWait(Map<String, Object> fields) {
        if (chronicle.isPresent()) {
            chronicle.get().tell(EventName.JOURNAL_ERROR, fields);
        } else {
            loop.execute(() -> tellOrWait(fields));
        }
    }
}
