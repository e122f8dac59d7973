package kirikae.core;

import java.time.Duration;
import java.util.Map;
import kirikae.core.Input.Presence;
import kirikae.core.ServiceState.Unresolved;
import kirikae.core.Work.Move;
import kirikae.model.EventName;

/** One change from the queue to its end: sent, accepted, in sync, verified, or taken back. Answers of other attempts are dropped. */
final class Journey {
    private final Draft draft;
    private final Failures failures;
    private final Witnesses witnesses;

    Journey(Draft draft, Failures failures, Witnesses witnesses) {
        this.draft = draft;
        this.failures = failures;
        this.witnesses = witnesses;
    }

    // ---- on the wire ----

    void take(Input.ChangeSent sent) {
        if (draft.state().work() instanceof Work.Queued queued && queued.attempt() == sent.attempt()) {
            draft.work(new Work.Sent(queued.attempt(), queued.move(), draft.now));
        }
    }

    void take(Input.ChangeAccepted answer) {
        if (!(draft.state().work() instanceof Work.Sent sent) || sent.attempt() != answer.attempt()) {
            return;
        }
        accepted(sent.move(), answer.changeId(), draft.now.minus(sent.sentAt()), "");
        draft.become(draft.state().nextGeneration());
        if (answer.presence() == Presence.IN_SYNC) {
            inSync(sent.move(), answer.changeId(), Duration.ZERO);
        } else {
            Duration pollAt = draft.now.plus(Pacing.poll(0));
            draft.work(new Work.Following(sent.attempt(), sent.move(), answer.changeId(), draft.now, pollAt, 0));
        }
    }

    /** Busy: back to the queue, unless the plan is from before a pause. */
    void take(Input.ChangeDelayed answer) {
        if (!(draft.state().work() instanceof Work.Sent sent) || sent.attempt() != answer.attempt()) {
            return;
        }
        Work.Queued queued = new Work.Queued(sent.attempt(), sent.move());
        draft.work(queued);
        failures.add(answer.error());
        if (Uptime.reached(draft.state().network().freshSince(), sent.sentAt())) {
            withdraw(queued);
        }
    }

    /** A refusal says nothing about an earlier try of the same row, which may have been applied: then read back, too. */
    void take(Input.ChangeFailed answer) {
        if (!(draft.state().work() instanceof Work.Sent sent) || sent.attempt() != answer.attempt()) {
            return;
        }
        boolean triedBefore = !draft.state().failing().isNone();
        draft.become(draft.state().nextGeneration());
        failures.add(answer.error());
        boolean uncertain = switch (answer.error().kind()) {
            case AMBIGUOUS, CONFLICT -> true;
            case TRANSIENT, INVALID, NO_ZONE, DENIED, CREDENTIALS, CLOCK -> triedBefore;
        };
        if (uncertain) {
            readBack(sent.move(), "");
        } else {
            failures.pause(answer.error());
        }
    }

    /** Takes a change back. It may have been on the wire before, and "busy" is no proof that nothing was done: then read. */
    void withdraw(Work.Queued queued) {
        draft.effect(new Effect.Withdraw(queued.attempt()));
        draft.become(draft.state().withWork(new Work.Idle()).nextGeneration());
        if (!draft.state().failing().isNone()) {
            readBack(queued.move(), "");
        }
    }

    // ---- until it is in sync ----

    void take(Input.Polled answer) {
        if (!(draft.state().work() instanceof Work.Following following) || following.attempt() != answer.attempt()) {
            return;
        }
        if (answer.presence() == Presence.IN_SYNC) {
            inSync(following.move(), following.changeId(), draft.now.minus(following.acceptedAt()));
        } else {
            pollLater(following);
        }
    }

    /** A change that the provider does not know any more is read back; any other failure is asked again. */
    void take(Input.PollFailed answer) {
        if (!(draft.state().work() instanceof Work.Following following) || following.attempt() != answer.attempt()) {
            return;
        }
        switch (answer.error().kind()) {
            case INVALID, CONFLICT, NO_ZONE -> readBack(following.move(), following.changeId());
            case TRANSIENT, AMBIGUOUS, DENIED, CREDENTIALS, CLOCK -> pollLater(following);
        }
    }

    private void pollLater(Work.Following following) {
        int polls = following.polls() + 1;
        draft.work(following.polling(draft.now.plus(Pacing.poll(polls)), polls));
    }

    /** Asks when it is time, and stops waiting when patience is over. */
    void follow() {
        if (!(draft.state().work() instanceof Work.Following following)) {
            return;
        }
        if (draft.isDue(following.acceptedAt().plus(Pacing.SYNC_PATIENCE))) {
            Map<String, Object> fields = moveFields(following.move(), following.changeId());
            String patience = Uptime.text(Pacing.SYNC_PATIENCE);
            fields.put("reason", "accepted, but not in sync after " + patience + ": reading the records back");
            draft.tell(EventName.SWITCH_FAILED, fields);
            readBack(following.move(), following.changeId());
        } else if (draft.isDue(following.pollAt())) {
            draft.effect(new Effect.Poll(following.attempt(), following.changeId()));
            draft.work(following.polling(Uptime.NEVER, following.polls()));
        }
    }

    // ---- its marks ----

    /**
     * The change counts as applied.
     *
     * @param confirmed how we know without the provider's word, or empty
     */
    void accepted(Move move, String changeId, Duration took, String confirmed) {
        Map<String, Object> fields = moveFields(move, changeId);
        if (!confirmed.isEmpty()) {
            fields.put("confirmed", confirmed);
        }
        fields.put("took-ms", took.toMillis());
        draft.tell(EventName.SWITCH_ACCEPTED, fields);
        ServiceState state = draft.state();
        if (move.isAutomatic() && move.direction().equals("back")) {
            state = state.withFlap(state.flap().switchedBack(draft.service.flapGuard(), draft.now));
        }
        if (state.override().isSet()) {
            state = state.withPermitted(false);
        }
        if (draft.planner.plan(state.live(), move.to()) instanceof Plan.Apply apply) {
            state = state.withLive(StateMachine.after(state.live(), apply.change()), new Actual.At(move.to()));
        }
        draft.become(state);
    }

    private void inSync(Move move, String changeId, Duration took) {
        Map<String, Object> fields = moveFields(move, changeId);
        fields.put("took-ms", took.toMillis());
        draft.tell(EventName.SWITCH_IN_SYNC, fields);
        readBack(move, changeId);
    }

    private void readBack(Move move, String changeId) {
        draft.become(draft.state()
                .withUnresolved(new Unresolved(true, move, changeId))
                .withWork(new Work.Idle()));
    }

    /** The records show what was wanted; the name servers have the last word. */
    void shown(Move move, String changeId) {
        failures.end();
        draft.become(draft.state()
                .withPermitted(false)
                .withTold(draft.state().told().ended())
                .withLive(draft.state().live(), new Actual.At(move.to())));
        witnesses.begin(move, changeId);
    }

    private Map<String, Object> moveFields(Move move, String changeId) {
        Map<String, Object> fields = draft.moveFields(move);
        if (!changeId.isEmpty()) {
            fields.put("change-id", changeId);
        }
        return fields;
    }
}
