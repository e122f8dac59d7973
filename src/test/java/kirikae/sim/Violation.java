package kirikae.sim;

/** An invariant was broken. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;
    private final String rule;

    /**
     * Takes what was broken.
     *
     * @param rule the invariant in a few words, the same for every instance
     * @param detail what was seen
     */
    Violation(String rule, String detail) {
        super(rule + ": " + detail);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
