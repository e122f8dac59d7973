package kirikae.core;

import java.time.Duration;
import java.util.List;
import kirikae.model.RecordSet;
import kirikae.model.Service;

/**
 * The one door of a service: a state, an input and the time go in; the next state, what is to be done, and the next wake-up come
 * out. Pure. What follows is the whole of it; {@link Turn} is the same in code.
 *
 * <p>Each turn takes the input, lets time pass (windows, holds, planned work), tells what changed, and then acts:
 *
 * <pre>
 * work       when                                              then
 * idle       records unread, or a change to be read back       Read, go to reading
 * idle       desired is actual                                 stay idle
 * idle       desired differs, eyes not trusted (automatic,     Ask; the answer "well" lets the next turn go on, "cut off"
 *            away from a bad target)                           stops automation until isolation ends
 * idle       desired differs, the plan is refused              tell once, pause 30 s
 * idle       desired differs, the plan can be applied          Send, go to queued
 * queued     not wanted any more, or eyes not trusted now      Withdraw, go to idle
 * queued     its turn has come (asked again right before)      go to sent
 * sent       accepted                                          Poll until in sync (at most 120 s), then read back
 * sent       busy (throttled, prior change, 5xx)               back to queued
 * sent       no answer, or "not what you read"                 read back before anything else
 * sent       refused for good                                  tell, pause by class
 * reading    shows the wanted target                           AskServers ({@link Witnesses}: verified when all show it); idle
 * reading    shows what was there before                       pause by class, then idle: decide anew
 * reading    shows anything else                               drift: tell; idle; an operator must say
 * reading    failed                                            pause by class, then read again
 * pausing    over, or nothing is wanted any more               idle
 * </pre>
 *
 * <p>A beginning silence is asked about, too ({@link Suspicion}); that answer only counts when it is "cut off".
 *
 * <p>In any work: standing still and the end of isolation turn every verdict into a hint and withdraw what is queued, so nothing
 * unsent survives them. Nothing automatic is sent while cut off. A change that is withdrawn after it was on the wire is read back
 * first. An answer with another attempt number is dropped.
 */
public final class StateMachine {
    /** The actor of automation. */
    public static final String AUTO = "auto";

    private final Service service;
    private final Planner planner;

    /** Takes the service that it decides for. */
    public StateMachine(Service service) {
        this.service = service;
        this.planner = new Planner(service);
    }

    /** The service. */
    public Service service() {
        return service;
    }

    /** The planner of the service. */
    public Planner planner() {
        return planner;
    }

    /** Takes one input at a moment of uptime, never earlier than the one before. */
    public Step step(ServiceState state, Input input, Duration now) {
        Turn turn = new Turn(service, planner, state, now);
        turn.take(input);
        turn.settle();
        return turn.step();
    }

    /**
     * Asked right before a change is sent: is it still wanted, with what is known now?
     *
     * @param attempt the attempt of the {@link Effect.Send}
     */
    public boolean wants(ServiceState state, long attempt, Duration now) {
        return state.work() instanceof Work.Queued queued
                && queued.attempt() == attempt
                && new Turn(service, planner, state, now).passed().stillWanted(queued.move());
    }

    /** What the actual state is called in one or a few words: a target's name cannot be known here. */
    static String describe(Actual actual) {
        if (actual instanceof Actual.Drifted drifted) {
            return drifted.why();
        }
        return actual instanceof Actual.Absent ? "no records at the service's names" : "not known yet";
    }

    /** The records that an accepted change leaves behind. */
    static List<RecordSet> after(List<RecordSet> live, kirikae.model.RecordChange change) {
        java.util.ArrayList<RecordSet> next = new java.util.ArrayList<>(live);
        next.removeIf(set -> change.deletes().contains(set));
        next.addAll(change.creates());
        return next;
    }
}
