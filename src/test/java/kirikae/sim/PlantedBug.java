package kirikae.sim;

import kirikae.core.StateMachine;

/** Bugs that the invariants must find. */
enum PlantedBug {
    /** No bug. */
    NONE;

    Brain plantedIn(StateMachine machine) {
        return Brain.sound(machine);
    }
}
