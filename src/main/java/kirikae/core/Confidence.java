package kirikae.core;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kirikae.core.Effect.Question;
import kirikae.core.Input.Trust;
import kirikae.model.Check;
import kirikae.model.EventName;
import kirikae.model.Verdict;

/** Whether our own eyes can be trusted, what must be asked about them, and the alert that waits for the answer. */
final class Confidence {
    private static final Duration TOO_MANY_PAUSE = Duration.ofSeconds(5);
    private final Draft draft;
    private final Findings findings;

    Confidence(Draft draft, Findings findings) {
        this.draft = draft;
        this.findings = findings;
    }

    // ---- answers ----

    void take(Input.Asked answer) {
        Network network = draft.state().network();
        if (network.asking() != answer.attempt()) {
            return;
        }
        if (answer.trust() instanceof Trust.CutOff cut) {
            cutOff(cut.reason());
        } else if (answer.trust() instanceof Trust.TooMany many) {
            findings.refuseOnce(many.reason());
            Duration again = draft.now.plus(TOO_MANY_PAUSE);
            become(network.answered(withoutLeave(network.asked()), draft.now, again));
        } else {
            become(network.answered(network.asked(), draft.now, Uptime.NEVER));
            if (answer.trust() instanceof Trust.WellWith with) {
                findings.take(answer.attempt(), with.live());
            }
        }
    }

    void cutOff(String reason) {
        become(draft.state().network().cutOff(reason));
    }

    /** The isolation is over. */
    void seeAgain() {
        become(draft.state().network().cutOff(""));
    }

    /** Nothing from before counts. */
    void startAnew() {
        become(draft.state().network().freshSince(draft.now));
    }

    private void become(Network network) {
        draft.become(draft.state().withNetwork(network));
    }

    // ---- questions ----

    /** Automation acts only on what we can see; an operator's order needs no eyes. */
    boolean isTrusted(Desire desire) {
        if (!desire.actor().equals(StateMachine.AUTO)) {
            return true;
        }
        Network network = draft.state().network();
        return network.cutOff().isEmpty() && network.trusts(questionsFor(desire), draft.now);
    }

    /** Asks what is open, unless an answer is awaited, was just given, or would be the same. */
    void ask() {
        Network known = draft.state().network();
        Network network = draft.isDue(known.retryAt()) ? known.retryNow() : known;
        become(network);
        Set<Question> open = openQuestions();
        boolean waits = network.asking() != 0 || !network.cutOff().isEmpty();
        boolean later =
                !network.retryAt().equals(Uptime.NEVER) && network.trusted().containsAll(withoutLeave(open));
        if (!waits && (later || network.trusts(open, draft.now))) {
            suspect();
        }
        if (waits || later || network.trusts(open, draft.now)) {
            return;
        }
        draft.become(draft.state().nextAttempt());
        long attempt = draft.state().attempt();
        draft.effect(new Effect.Ask(attempt, open));
        become(network.asking(attempt, open));
    }

    /** Nothing is to be decided, but a silence begins: asks whether it is ours. */
    private void suspect() {
        Set<Question> questions = suspicion().due();
        if (!questions.isEmpty()) {
            draft.become(draft.state().nextAttempt());
            long attempt = draft.state().attempt();
            draft.effect(new Effect.Ask(attempt, questions));
            become(draft.state().network().suspecting(attempt, draft.now));
        }
    }

    private Suspicion suspicion() {
        return new Suspicion(draft.service.targets(), draft.state(), draft.now);
    }

    /** When a beginning silence is to be asked about; not while an answer is awaited or nothing can be seen. */
    Duration suspectAt() {
        Network network = draft.state().network();
        return network.asking() != 0 || !network.cutOff().isEmpty()
                ? Uptime.NEVER
                : suspicion().wakeAt();
    }

    private Set<Question> openQuestions() {
        EnumSet<Question> open = EnumSet.noneOf(Question.class);
        if (isAlertDue()) {
            open.addAll(questions(0));
        }
        Desire desire = draft.desire();
        if (desire.wants() && !draft.isActual(desire.target()) && draft.state().work() instanceof Work.Idle) {
            open.addAll(questionsFor(desire));
        }
        return open;
    }

    /** What must be asked before this automatic move; nothing for a move to a better target or an operator's order. */
    private Set<Question> questionsFor(Desire desire) {
        boolean leaves = desire.actor().equals(StateMachine.AUTO)
                && draft.state().actual() instanceof Actual.At at
                && draft.verdict(at.target()).isBad();
        if (!leaves) {
            return Set.of();
        }
        int actual = ((Actual.At) draft.state().actual()).target();
        EnumSet<Question> questions = questions(actual);
        if (actual == 0) {
            questions.add(Question.LEAVE);
        }
        return questions;
    }

    /** What must be asked before the badness of a target is acted on. */
    private EnumSet<Question> questions(int target) {
        TargetState known = draft.state().targets().get(target);
        EnumSet<Question> questions = EnumSet.noneOf(Question.class);
        if (known.isBadByWord(draft.service.alertWhen())) {
            return questions;
        }
        questions.add(Question.NETWORK);
        List<Check> checks = draft.checks(target);
        for (int c = 0; c < checks.size(); c++) {
            if (checks.get(c) instanceof Check.Push
                    && known.checks().get(c).counted().isBad()) {
                questions.add(Question.OWN_LISTENER);
            }
        }
        return questions;
    }

    private static Set<Question> withoutLeave(Set<Question> questions) {
        EnumSet<Question> rest = EnumSet.noneOf(Question.class);
        rest.addAll(questions);
        rest.remove(Question.LEAVE);
        return rest;
    }

    // ---- the alert ----

    /** Tells, once each, that the primary is bad for an unplanned reason, and that it is good again. */
    void alert() {
        TargetState primary = draft.state().targets().get(0);
        if (isAlertDue() && draft.state().network().trusts(questions(0), draft.now)) {
            draft.become(draft.state().withAlerted(true));
            Map<String, Object> fields = Draft.fields("target", draft.name(0));
            fields.put(
                    "verdict",
                    primary.unplannedVerdict(draft.service.alertWhen()).name());
            fields.put("reason", primary.why(draft.service.targets().get(0), draft.now));
            fields.put("next", next());
            draft.tell(EventName.ALERT, fields);
        } else if (draft.state().alerted() && draft.verdict(0) == Verdict.UP) {
            draft.become(draft.state().withAlerted(false));
            draft.tell(EventName.RECOVERY, Draft.fields("target", draft.name(0)));
        }
    }

    /** What follows from an alert, in words: whoever is woken by it asks this first. */
    private String next() {
        Desire desire = draft.desire();
        if (!draft.state().told().refused().isEmpty()) {
            return "the names stay: " + draft.state().told().refused();
        }
        if (desire.wants() && !draft.isActual(desire.target())) {
            return "switch to " + draft.name(desire.target());
        }
        if (!desire.waiting().isEmpty()) {
            return "the names stay: " + desire.waiting();
        }
        return draft.isActual(0) ? "the names stay" : "the names have left it already";
    }

    private boolean isAlertDue() {
        return !draft.state().alerted()
                && draft.state()
                        .targets()
                        .get(0)
                        .unplannedVerdict(draft.service.alertWhen())
                        .isBad();
    }
}
