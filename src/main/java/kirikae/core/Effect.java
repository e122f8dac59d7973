package kirikae.core;

import java.util.List;
import java.util.Map;
import java.util.Set;
import kirikae.model.EventName;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;

/** What is to be done outside. Results come back as {@link Input}s with the same attempt number. */
public sealed interface Effect {
    /** Ask whether our own eyes can be trusted. */
    record Ask(long attempt, Set<Question> questions) implements Effect {}

    /** Read the live records at the service's names. */
    record Read(long attempt) implements Effect {}

    /** Put this change into its zone's queue. */
    record Send(long attempt, RecordChange change) implements Effect {}

    /** Take the change out of its zone's queue. */
    record Withdraw(long attempt) implements Effect {}

    /** Ask whether the change is in sync. */
    record Poll(long attempt, String changeId) implements Effect {}

    /**
     * Ask the name servers whether they answer exactly these records at the service's names.
     *
     * @param except servers that did already
     */
    record AskServers(long attempt, List<RecordSet> wanted, Set<String> except) implements Effect {
        /** Copies its collections. */
        public AskServers {
            wanted = List.copyOf(wanted);
            except = Set.copyOf(except);
        }
    }

    /** Probe a check at its confirm-interval, or again at its interval. */
    record Pace(int target, int check, Tempo tempo) implements Effect {}

    /** Journal, log and show this; the shell adds the time and the service. */
    record Tell(EventName event, Map<String, Object> fields) implements Effect {}

    /** How often a check is probed. */
    enum Tempo {
        NORMAL,
        CONFIRM
    }

    /** The parts of "is it me?". */
    enum Question {
        /** Do the anchors (or, without any, the provider) answer? */
        NETWORK,
        /** Does our own listener take a heartbeat? */
        OWN_LISTENER,
        /** May one more service leave its primary now? */
        LEAVE
    }
}
