package kirikae.core;

import java.time.Duration;
import kirikae.model.Service;

/**
 * One turn of one {@link StateMachine}: takes one input, lets time pass, and acts. Owns the order of these; what each does is with
 * {@link Evidence}, {@link Orders}, {@link Confidence}, {@link Findings}, {@link Journey}, {@link Witnesses} and {@link Conduct}, which share one
 * {@link Draft}. Used once.
 */
final class Turn {
    private final Draft draft;
    private final Evidence evidence;
    private final Orders orders;
    private final Failures failures;
    private final Witnesses witnesses;
    private final Journey journey;
    private final Findings findings;
    private final Confidence confidence;
    private final Conduct conduct;

    Turn(Service service, Planner planner, ServiceState state, Duration now) {
        draft = new Draft(service, planner, state, now);
        evidence = new Evidence(draft);
        orders = new Orders(draft);
        failures = new Failures(draft);
        witnesses = new Witnesses(draft);
        journey = new Journey(draft, failures, witnesses);
        findings = new Findings(draft, failures, journey, witnesses);
        confidence = new Confidence(draft, findings);
        conduct = new Conduct(draft, confidence, findings, failures);
    }

    Step step() {
        return new Step(draft.state(), draft.effects(), wakeAt());
    }

    // ---- taking one input ----

    void take(Input input) {
        if (input instanceof Input.Observed observed) {
            evidence.take(observed);
        } else if (input instanceof Input.Maint maint) {
            evidence.take(maint);
        } else if (input instanceof Input.StoodStill) {
            startAnew();
        } else if (input instanceof Input.IsolationBegan began) {
            confidence.cutOff(began.reason());
        } else if (input instanceof Input.IsolationEnded) {
            confidence.seeAgain();
            startAnew();
        } else if (input instanceof Input.Ordered ordered) {
            orders.take(ordered.override());
        } else if (input instanceof Input.Released) {
            orders.release();
        } else {
            takeAnswer(input);
        }
    }

    private void takeAnswer(Input input) {
        if (input instanceof Input.Asked asked) {
            confidence.take(asked);
        } else if (input instanceof Input.LiveRead read) {
            findings.take(read);
        } else if (input instanceof Input.ReadFailed failed) {
            findings.take(failed);
        } else if (input instanceof Input.Swept swept) {
            findings.take(swept);
        } else {
            takeChangeAnswer(input);
        }
    }

    private void takeChangeAnswer(Input input) {
        if (input instanceof Input.ChangeSent sent) {
            journey.take(sent);
        } else if (input instanceof Input.ChangeAccepted accepted) {
            journey.take(accepted);
        } else if (input instanceof Input.ChangeDelayed delayed) {
            journey.take(delayed);
        } else if (input instanceof Input.ChangeFailed failed) {
            journey.take(failed);
        } else if (input instanceof Input.Polled polled) {
            journey.take(polled);
        } else if (input instanceof Input.PollFailed failed) {
            journey.take(failed);
        } else if (input instanceof Input.ServersAnswered answered) {
            witnesses.take(answered);
        }
    }

    /** Everything known becomes a hint, and a plan from before is not sent. */
    private void startAnew() {
        evidence.doubt();
        confidence.startAnew();
        if (draft.state().work() instanceof Work.Queued queued) {
            journey.withdraw(queued);
        }
    }

    // ---- after every input ----

    /** Lets time pass, and does nothing about it. */
    Turn passed() {
        evidence.pass();
        orders.pass();
        return this;
    }

    /** Lets time pass, then acts. */
    void settle() {
        passed();
        confidence.alert();
        orders.lapse();
        if (draft.state().work() instanceof Work.Queued queued && !conduct.isWanted(queued.move())) {
            journey.withdraw(queued);
        }
        journey.follow();
        witnesses.follow();
        conduct.endPause();
        if (!witnesses.begun()) {
            conduct.act();
        }
        confidence.ask();
        failures.tellLate();
    }

    /** Whether this queued move is still what would be decided. */
    boolean stillWanted(Work.Move move) {
        return conduct.isWanted(move);
    }

    private Duration wakeAt() {
        Duration wake = Uptime.earlier(conduct.wakeAt(), failures.tellAt());
        for (TargetState target : draft.state().targets()) {
            wake = Uptime.earlier(wake, target.wakeAt());
        }
        wake = Uptime.earlier(wake, witnesses.wakeAt());
        wake = Uptime.earlier(wake, confidence.suspectAt());
        wake = Uptime.earlier(wake, draft.state().override().endsAt());
        wake = Uptime.earlier(wake, draft.desire().againAt());
        return Uptime.earlier(wake, draft.state().network().retryAt());
    }
}
