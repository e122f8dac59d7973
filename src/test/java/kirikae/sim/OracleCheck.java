package kirikae.sim;

import kirikae.model.Check;
import kirikae.model.Observation;
import kirikae.model.Verdict;

/** What a check's reports amount to: contract.md "Window" and "Unknown is not silence" a second time, on plain numbers. */
final class OracleCheck {
    /** Timers are late by less than the two seconds that count as standing still. */
    private static final long LATEST = 2_000;

    private final boolean probe;
    private final long window;
    private final int rise;
    private final int fall;
    private boolean known;
    private boolean bad;
    private boolean doubted;
    private boolean said;
    private boolean silent;
    private long deadline;
    private long seen;
    private int goods;
    private int fails;
    private long maintUntil = Long.MIN_VALUE;

    OracleCheck(Check check) {
        probe = check instanceof Check.Probe;
        window = check.rule().noDataWindow().toMillis();
        rise = check.rule().rise();
        fall = check.rule().fall();
        deadline = window;
    }

    void pass(long now) {
        if (now >= maintUntil) {
            maintUntil = Long.MIN_VALUE;
        }
        boolean counting = !bad || doubted || goods > 0;
        if (counting && now - deadline > LATEST) {
            throw new Violation("deadline", "silence judged " + (now - deadline) + " ms late");
        }
        if (counting && now >= deadline) {
            silent = !bad || silent;
            bad = true;
            known = true;
            doubted = false;
            goods = 0;
        }
    }

    void take(Observation observation, long now) {
        pass(now);
        switch (observation.outcome()) {
            case SUCCESS -> succeed(now);
            case FAILURE -> fail();
            case FAIL_SAID -> {
                become(false);
                said = true;
                goods = 0;
                fails++;
            }
            case UNKNOWN -> deadline += probe ? now - seen : 0;
        }
        seen = now;
    }

    private void succeed(long now) {
        deadline = now + window;
        fails = 0;
        goods++;
        if (!bad || goods >= rise) {
            bad = false;
            silent = false;
            said = false;
            known = true;
            doubted = false;
            goods = 0;
        }
    }

    private void fail() {
        goods = 0;
        fails++;
        if (fall > 0 && fails >= fall) {
            become(bad && silent);
        }
    }

    private void become(boolean bySilence) {
        bad = true;
        known = true;
        doubted = false;
        silent = bySilence;
    }

    void maint(long until) {
        maintUntil = until;
    }

    /** Nothing was heard, or nothing heard can be trusted: a whole window from now, and what is known is in doubt. */
    void doubt(long now) {
        doubted = known;
        deadline = Math.max(deadline, now + window);
        seen = now;
        goods = 0;
        fails = 0;
    }

    boolean inMaint() {
        return maintUntil != Long.MIN_VALUE;
    }

    boolean isByWord() {
        return inMaint() || (said && bad && !doubted && !silent);
    }

    Verdict verdict() {
        if (inMaint()) {
            return Verdict.DOWN;
        }
        if (!known || doubted) {
            return Verdict.UNDECIDED;
        }
        return bad ? (silent ? Verdict.NO_DATA : Verdict.DOWN) : Verdict.UP;
    }
}
