package kirikae.core;

import java.time.Duration;
import kirikae.model.Check;
import kirikae.model.Observation;
import kirikae.model.Verdict;

/**
 * What is known of one check, and how one more report changes it.
 *
 * <pre>
 * verdict    report or moment                       becomes
 * UNDECIDED  success                                UP
 * UNDECIDED  window over                            NO_DATA
 * UP         window over                            NO_DATA
 * UP, UNDECIDED  fall failures in a row             DOWN   (only when fall is not 0; NO_DATA stays what it is)
 * any        the host says that it is broken        DOWN
 * DOWN, NO_DATA  rise successes in a row            UP     (a silent window between them starts the row anew)
 * any        unknown                                same; the time it covers does not count as silence (not of heartbeats: a
 *                                                   host that cannot prove itself is not heard)
 * any        stood still, or was isolated           same, but only a hint until fresh evidence decides: a success, fall
 *                                                   failures in a row, the host's word, or a whole window of silence
 * </pre>
 *
 * @param verdict the last verdict reached by evidence
 * @param hint true after standing still: the verdict is remembered, but counts as UNDECIDED until fresh evidence
 * @param deadline when silence will have lasted a window
 * @param lastSeen when the last report of any kind came
 * @param lastSuccess when the last success came, or {@link Uptime#LONG_AGO}
 * @param goods successes in a row
 * @param bads failures in a row
 * @param blindFor how long there have been only unknown reports
 * @param maintUntil end of planned work, or {@link Uptime#LONG_AGO} when there is none
 * @param said true when DOWN is the host's own word
 * @param reason the last failure's or unknown's words, empty after a success
 */
public record CheckState(
        Verdict verdict,
        boolean hint,
        Duration deadline,
        Duration lastSeen,
        Duration lastSuccess,
        int goods,
        int bads,
        Duration blindFor,
        Duration maintUntil,
        boolean said,
        String reason) {

    /** A check nothing is known of; silence counts from now. */
    public static CheckState fresh(Check.Rule rule, Duration now) {
        return new CheckState(
                Verdict.UNDECIDED,
                false,
                now.plus(rule.noDataWindow()),
                now,
                Uptime.LONG_AGO,
                0,
                0,
                Duration.ZERO,
                Uptime.LONG_AGO,
                false,
                "");
    }

    /** Takes one report. */
    public CheckState observed(Observation observation, Check check, Duration now) {
        return switch (observation.outcome()) {
            case SUCCESS -> succeeded(check.rule(), now);
            case FAILURE -> failed(check.rule(), now, observation.reason());
            case FAIL_SAID -> said(now, observation.reason());
            case UNKNOWN -> unknown(check, now, observation.reason());
        };
    }

    private CheckState succeeded(Check.Rule rule, Duration now) {
        int row = goods + 1;
        boolean up = !verdict.isBad() || row >= rule.rise();
        return new CheckState(
                up ? Verdict.UP : verdict,
                !up && hint,
                now.plus(rule.noDataWindow()),
                now,
                now,
                up ? 0 : row,
                0,
                Duration.ZERO,
                maintUntil,
                !up && said,
                "");
    }

    private CheckState failed(Check.Rule rule, Duration now, String why) {
        int row = bads + 1;
        boolean down = rule.fall() > 0 && row >= rule.fall();
        return new CheckState(
                down && verdict != Verdict.NO_DATA ? Verdict.DOWN : verdict,
                hint && !down,
                deadline,
                now,
                lastSuccess,
                0,
                row,
                Duration.ZERO,
                maintUntil,
                said,
                why);
    }

    private CheckState said(Duration now, String why) {
        String words = why.isEmpty() ? "the host says that it is broken" : "the host says: " + why;
        return new CheckState(
                Verdict.DOWN, false, deadline, now, lastSuccess, 0, bads + 1, Duration.ZERO, maintUntil, true, words);
    }

    private CheckState unknown(Check check, Duration now, String why) {
        Duration covered = now.minus(lastSeen);
        Duration moved = check instanceof Check.Heartbeat ? deadline : deadline.plus(covered);
        return new CheckState(
                verdict,
                hint,
                moved,
                now,
                lastSuccess,
                goods,
                bads,
                blindFor.plus(covered),
                maintUntil,
                said,
                "unknown: " + why);
    }

    /** Lets time pass: a window may be over, planned work may end. */
    public CheckState at(Duration now) {
        CheckState state = inMaint() && Uptime.reached(now, maintUntil) ? maint(Uptime.LONG_AGO) : this;
        return state.silenceCounts() && Uptime.reached(now, state.deadline) ? state.silent() : state;
    }

    private CheckState silent() {
        Verdict next = verdict.isBad() ? verdict : Verdict.NO_DATA;
        return new CheckState(
                next, false, deadline, lastSeen, lastSuccess, 0, bads, blindFor, maintUntil, said, reason);
    }

    private boolean silenceCounts() {
        return !verdict.isBad() || hint || goods > 0;
    }

    /** Planned work until then; {@link Uptime#LONG_AGO} ends it. */
    public CheckState maint(Duration until) {
        return new CheckState(
                verdict, hint, deadline, lastSeen, lastSuccess, goods, bads, blindFor, until, said, reason);
    }

    /**
     * We did not listen for a while: what was known becomes a hint, and a whole window must pass before silence counts
     * (contract.md, "Desired moves only on evidence").
     */
    public CheckState stoodStill(Check.Rule rule, Duration now) {
        return new CheckState(
                verdict,
                verdict != Verdict.UNDECIDED,
                Uptime.later(deadline, now.plus(rule.noDataWindow())),
                now,
                lastSuccess,
                0,
                0,
                Duration.ZERO,
                maintUntil,
                said,
                reason);
    }

    /** True while the host has announced planned work. */
    public boolean inMaint() {
        return !maintUntil.equals(Uptime.LONG_AGO);
    }

    /** The verdict that counts now: planned work is DOWN, a hint is UNDECIDED. */
    public Verdict counted() {
        if (inMaint()) {
            return Verdict.DOWN;
        }
        return hint ? Verdict.UNDECIDED : verdict;
    }

    /** True when the bad verdict is the host's own word, so that our network is no part of the evidence. */
    public boolean isHostsWord() {
        return inMaint() || (verdict == Verdict.DOWN && said);
    }

    /** True when the check is being decided and wants to be looked at more often. */
    public boolean isConfirming(Check.Rule rule) {
        return verdict.isBad() ? goods > 0 : rule.fall() > 0 && bads > 0;
    }

    /** True when only unknown reports came for a whole window. */
    public boolean isBlind(Check.Rule rule) {
        return blindFor.compareTo(rule.noDataWindow()) >= 0;
    }

    /** When time alone may change it. */
    public Duration wakeAt() {
        Duration silence = silenceCounts() ? deadline : Uptime.NEVER;
        return inMaint() ? Uptime.earlier(silence, maintUntil) : silence;
    }

    /** Why it is bad, in words. */
    public String why(Check check, Duration now) {
        if (inMaint()) {
            return "planned work";
        }
        String kind = check instanceof Check.Heartbeat ? "heartbeat" : "success";
        if (goods > 0) {
            Check.Rule rule = check.rule();
            String was = verdict == Verdict.DOWN ? "down" : "silent for " + Uptime.text(rule.noDataWindow());
            return was + ", since then " + goods + " of " + rule.rise() + " successes in a row";
        }
        String silence = lastSuccess.equals(Uptime.LONG_AGO)
                ? "no " + kind + " since start"
                : "no " + kind + " for " + Uptime.text(now.minus(lastSuccess));
        if (verdict == Verdict.DOWN) {
            return said || bads < 2 ? reason : reason + " (" + bads + " in a row)";
        }
        return reason.isEmpty() ? silence : silence + ", last: " + reason;
    }
}
