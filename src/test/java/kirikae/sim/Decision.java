package kirikae.sim;

/** One switch that the daemon has announced ("switch-started"), and how often it was applied. */
final class Decision {
    final int to;
    final boolean automatic;
    final long number;
    private int applied;

    Decision(int to, boolean automatic, long number) {
        this.to = to;
        this.automatic = automatic;
        this.number = number;
    }

    /** The records were changed by somebody else meanwhile, so that doing it again is right. */
    void excuse() {
        applied = 0;
    }

    int apply() {
        return ++applied;
    }
}
