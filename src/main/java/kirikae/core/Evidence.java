package kirikae.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kirikae.model.Check;
import kirikae.model.EventName;

/** What is seen, and what time makes of it: the checks' states, their verdicts, and the telling of both. */
final class Evidence {
    private final Draft draft;

    Evidence(Draft draft) {
        this.draft = draft;
    }

    void take(Input.Observed observed) {
        pass();
        int target = observed.target();
        Check check = draft.checks(target).get(observed.check());
        CheckState before = known(target, observed.check());
        replace(target, observed.check(), before.observed(observed.observation(), check, draft.now));
    }

    void take(Input.Maint maint) {
        CheckState before = known(maint.target(), maint.check());
        boolean ends = maint.until().equals(Uptime.LONG_AGO);
        if (ends && !before.inMaint()) {
            return;
        }
        Map<String, Object> fields = draft.checkFields(maint.target(), maint.check());
        if (ends) {
            fields.put("ended", true);
        } else {
            fields.put("for-ms", maint.until().minus(draft.now).toMillis());
        }
        fields.put("reason", maint.reason());
        draft.tell(EventName.MAINT, fields);
        replace(maint.target(), maint.check(), before.maint(maint.until()));
    }

    /** Everything known becomes a hint. */
    void doubt() {
        for (int t = 0; t < draft.service.targets().size(); t++) {
            List<Check> checks = draft.checks(t);
            for (int c = 0; c < checks.size(); c++) {
                replace(t, c, known(t, c).stoodStill(checks.get(c).rule(), draft.now));
            }
        }
    }

    /** Lets time pass: windows and planned work may be over, and verdicts follow. */
    void pass() {
        for (int t = 0; t < draft.service.targets().size(); t++) {
            for (int c = 0; c < draft.checks(t).size(); c++) {
                pass(t, c);
            }
            judge(t);
        }
    }

    private void pass(int target, int check) {
        CheckState before = known(target, check);
        CheckState next = before.at(draft.now);
        if (before.inMaint() && !next.inMaint()) {
            Map<String, Object> fields = draft.checkFields(target, check);
            fields.put("ended", true);
            fields.put("reason", "its time is over");
            draft.tell(EventName.MAINT, fields);
        }
        if (!next.equals(before)) {
            replace(target, check, next);
        }
    }

    private void judge(int target) {
        TargetState before = draft.state().targets().get(target);
        TargetState judged = before.judged(draft.service.alertWhen(), draft.now);
        if (!judged.upSince().equals(before.upSince())) {
            replace(target, judged);
        }
    }

    private CheckState known(int target, int check) {
        return draft.state().targets().get(target).checks().get(check);
    }

    private void replace(int target, TargetState next) {
        List<TargetState> targets = new ArrayList<>(draft.state().targets());
        targets.set(target, next);
        draft.become(draft.state().withTargets(targets));
    }

    private void replace(int target, int index, CheckState next) {
        CheckState before = known(target, index);
        replace(target, draft.state().targets().get(target).with(index, next));
        Check check = draft.checks(target).get(index);
        if (before.verdict() != next.verdict()) {
            tellVerdict(target, index, before, next);
        }
        boolean confirming = next.isConfirming(check.rule());
        if (before.isConfirming(check.rule()) != confirming && check instanceof Check.Probe) {
            draft.effect(new Effect.Pace(target, index, confirming ? Effect.Tempo.CONFIRM : Effect.Tempo.NORMAL));
        }
        if (!before.isBlind(check.rule()) && next.isBlind(check.rule())) {
            Map<String, Object> fields = draft.checkFields(target, index);
            fields.put("reason", next.reason());
            fields.put("took-ms", next.blindFor().toMillis());
            draft.tell(EventName.BLIND, fields);
        }
    }

    private void tellVerdict(int target, int index, CheckState before, CheckState next) {
        Map<String, Object> fields = draft.checkFields(target, index);
        fields.put("verdict", next.verdict().name());
        fields.put("was", before.verdict().name());
        if (next.verdict().isBad()) {
            fields.put("reason", next.why(draft.checks(target).get(index), draft.now));
        }
        draft.tell(next.verdict().isBad() ? EventName.CHECK_DOWN : EventName.CHECK_UP, fields);
    }
}
