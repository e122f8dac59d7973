package kirikae.core;

import java.time.Duration;
import java.util.List;
import kirikae.model.Observation;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;
import kirikae.model.ServerAnswer;

/** Everything that can happen to a service. One door: {@link StateMachine#step}. */
public sealed interface Input {
    /** A check reported; indices as in the service. */
    record Observed(int target, int check, Observation observation) implements Input {}

    /** A host announced planned work until then, or ended it ({@link Uptime#LONG_AGO}). */
    record Maint(int target, int check, Duration until, String reason) implements Input {}

    /** Time passed: the wake-up asked for. */
    record Tick() implements Input {}

    /** The process was paused, suspended or late: nothing was heard for so long. */
    record StoodStill(Duration gap) implements Input {}

    /** The daemon found itself cut off. */
    record IsolationBegan(String reason) implements Input {}

    /** The daemon can see again. */
    record IsolationEnded() implements Input {}

    /** The answer to {@link Effect.Ask}. */
    record Asked(long attempt, Trust trust) implements Input {}

    /** The records, read for {@link Effect.Read}. */
    record LiveRead(long attempt, List<RecordSet> live) implements Input {}

    /** {@link Effect.Read} failed. */
    record ReadFailed(long attempt, ProviderError error) implements Input {}

    /**
     * The records as the regular re-read found them.
     *
     * @param generation {@link ServiceState#generation()} when that read began; another one now means it is out of date
     */
    record Swept(long generation, List<RecordSet> live) implements Input {}

    /** The change is about to be sent; from here it is followed to its end. */
    record ChangeSent(long attempt) implements Input {}

    /** The provider took the change. */
    record ChangeAccepted(long attempt, String changeId, Presence presence) implements Input {}

    /** The provider is busy; the change waits in its zone's queue and can again be dropped. */
    record ChangeDelayed(long attempt, ProviderError error) implements Input {}

    /** The change was refused, or its end is not known. */
    record ChangeFailed(long attempt, ProviderError error) implements Input {}

    /** The answer to {@link Effect.Poll}. */
    record Polled(long attempt, Presence presence) implements Input {}

    /** {@link Effect.Poll} failed. */
    record PollFailed(long attempt, ProviderError error) implements Input {}

    /** The answers to {@link Effect.AskServers}, one for each server that was asked; none when none is to be asked. */
    record ServersAnswered(long attempt, List<ServerAnswer> answers) implements Input {}

    /** An operator's order, already journalled. */
    record Ordered(StandingOrder override) implements Input {}

    /** An operator ended the order, already journalled. In manual recovery it also permits the pending switch back once. */
    record Released() implements Input {}

    /** Whether a change is at all name servers. */
    enum Presence {
        PENDING,
        IN_SYNC
    }

    /** The answer to "is it me?". */
    sealed interface Trust {
        /** Our network and our listener are well. */
        record Well() implements Trust {}

        /** As {@link Well}, and the proof was a read of the live records. */
        record WellWith(List<RecordSet> live) implements Trust {}

        /** We are cut off: what we saw is no evidence. */
        record CutOff(String reason) implements Trust {}

        /** We are well, but too many services have left their primaries (isolation.max-fraction). */
        record TooMany(String reason) implements Trust {}
    }
}
