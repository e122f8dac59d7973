package kirikae.sim;

import kirikae.core.Input;
import kirikae.core.ServiceState;
import kirikae.core.Work;

/** Whether an answer belongs to an attempt that is over. */
final class Staleness {
    private Staleness() {}

    static boolean isStale(Seat seat, Input input) {
        if (input instanceof Input.Asked asked) {
            return asked.attempt() != seat.state.network().asking();
        }
        return attemptOf(input) != awaited(seat.state);
    }

    private static long attemptOf(Input input) {
        if (input instanceof Input.LiveRead answer) {
            return answer.attempt();
        } else if (input instanceof Input.ReadFailed answer) {
            return answer.attempt();
        } else if (input instanceof Input.ChangeAccepted answer) {
            return answer.attempt();
        } else if (input instanceof Input.ChangeDelayed answer) {
            return answer.attempt();
        } else if (input instanceof Input.ChangeFailed answer) {
            return answer.attempt();
        } else if (input instanceof Input.Polled answer) {
            return answer.attempt();
        } else if (input instanceof Input.PollFailed answer) {
            return answer.attempt();
        }
        throw new IllegalArgumentException("no answer: " + input);
    }

    private static long awaited(ServiceState state) {
        if (state.work() instanceof Work.Reading work) {
            return work.attempt();
        } else if (state.work() instanceof Work.Queued work) {
            return work.attempt();
        } else if (state.work() instanceof Work.Sent work) {
            return work.attempt();
        }
        return state.work() instanceof Work.Following work ? work.attempt() : -1;
    }
}
