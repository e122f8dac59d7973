package kirikae.daemon;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.core.ServiceState;
import kirikae.core.StateMachine;
import kirikae.core.Step;
import kirikae.core.Uptime;
import kirikae.model.Service;

/**
 * One service at work: holds its state, feeds the state machine, hands effects out and keeps its one timer. Lives on the decision
 * loop. Must not decide anything itself.
 */
final class Desk {
    private final StateMachine machine;
    private final DecisionLoop loop;
    private final Hands hands;
    private final Deque<Effect> waiting = new ArrayDeque<>();
    private ServiceState state;
    private Duration armedAt = Uptime.NEVER;
    private boolean handing;
    private boolean closed;

    /** Does what a service's effects say. */
    interface Hands {
        /** Does one effect; the results come back through {@link Desk#give}. */
        void perform(Desk desk, Effect effect);
    }

    /** Takes the service and its state at start. */
    Desk(Service service, ServiceState state, DecisionLoop loop, Hands hands) {
        this.machine = new StateMachine(service);
        this.state = state;
        this.loop = loop;
        this.hands = hands;
    }

    /** The service. */
    Service service() {
        return machine.service();
    }

    /** The state now. */
    ServiceState state() {
        return state;
    }

    /** The machine, for its planner. */
    StateMachine machine() {
        return machine;
    }

    /** Takes one input. On the decision loop only. */
    void give(Input input) {
        if (closed) {
            return;
        }
        Step step = machine.step(state, input, loop.now());
        state = step.next();
        waiting.addAll(step.effects());
        arm(step.wakeAt());
        handOut();
    }

    /** Asked right before a change of this service is sent. */
    boolean wants(long attempt) {
        return !closed && machine.wants(state, attempt, loop.now());
    }

    /** Takes no more inputs. */
    void close() {
        closed = true;
    }

    /** Effects go out in order, also those of an input that another effect caused at once. */
    private void handOut() {
        if (handing) {
            return;
        }
        handing = true;
        try {
            while (!waiting.isEmpty()) {
                hands.perform(this, waiting.poll());
            }
        } finally {
            handing = false;
        }
    }

    /** One timer: an earlier wish arms it anew, a later one waits for it to fire and look again. */
    private void arm(Duration wakeAt) {
        if (wakeAt.compareTo(armedAt) < 0 && wakeAt.compareTo(Uptime.NEVER) < 0) {
            armedAt = wakeAt;
            loop.at(wakeAt, () -> wake(wakeAt));
        }
    }

    private void wake(Duration moment) {
        if (armedAt.equals(moment)) {
            armedAt = Uptime.NEVER;
            give(new Input.Tick());
        }
    }
}
