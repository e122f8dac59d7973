package kirikae.sim;

import java.time.Duration;
import kirikae.core.Input;
import kirikae.core.ServiceState;
import kirikae.core.StateMachine;
import kirikae.core.Step;

/** What decides for a service: the state machine itself, or one with a planted bug around it. */
interface Brain {
    Step step(ServiceState state, Input input, Duration now);

    boolean wants(ServiceState state, long attempt, Duration now);

    /** The state machine as it is. */
    static Brain sound(StateMachine machine) {
        return new Brain() {
            @Override
            public Step step(ServiceState state, Input input, Duration now) {
                return machine.step(state, input, now);
            }

            @Override
            public boolean wants(ServiceState state, long attempt, Duration now) {
                return machine.wants(state, attempt, now);
            }
        };
    }
}
