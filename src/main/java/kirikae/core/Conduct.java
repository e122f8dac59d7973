package kirikae.core;

import java.time.Duration;
import java.util.Map;
import kirikae.core.Work.Move;
import kirikae.model.EventName;

/** What is done next about the records: read, plan, send, drop, or wait. The table is in {@link StateMachine}. */
final class Conduct {
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(30);
    private static final Duration OLDEST_PLAN = Duration.ofSeconds(60);
    private final Draft draft;
    private final Confidence confidence;
    private final Findings findings;
    private final Failures failures;

    Conduct(Draft draft, Confidence confidence, Findings findings, Failures failures) {
        this.draft = draft;
        this.confidence = confidence;
        this.findings = findings;
        this.failures = failures;
    }

    /** True when the move is what would be decided now, with eyes that are trusted now. */
    boolean isWanted(Move move) {
        Desire desire = draft.desire();
        return desire.wants()
                && desire.target() == move.to()
                && desire.actor().equals(move.actor())
                && !draft.isDue(move.decidedAt().plus(OLDEST_PLAN))
                && confidence.isTrusted(desire);
    }

    /** Ends a pause that is over, or that has nothing to wait for any more. */
    void endPause() {
        if (draft.state().work() instanceof Work.Pausing pausing && (draft.isDue(pausing.until()) || isContent())) {
            draft.work(new Work.Idle());
        }
    }

    private boolean isContent() {
        Desire desire = draft.desire();
        return !draft.state().unresolved().is() && desire.wants() && draft.isActual(desire.target());
    }

    /** When idle: reads what is uncertain, else goes for what is wanted. */
    void act() {
        if (!(draft.state().work() instanceof Work.Idle)) {
            return;
        }
        if (draft.state().unresolved().is() || draft.state().actual() instanceof Actual.Unread) {
            read();
            return;
        }
        Desire desire = draft.desire();
        if (!desire.wants() || draft.isActual(desire.target())) {
            drop(desire);
        } else if (confidence.isTrusted(desire)) {
            plan(desire);
        }
    }

    private void read() {
        draft.become(draft.state().nextAttempt());
        long attempt = draft.state().attempt();
        draft.effect(new Effect.Read(attempt));
        draft.work(new Work.Reading(attempt));
    }

    private void drop(Desire desire) {
        int started = draft.state().told().started();
        if (started < 0) {
            return;
        }
        Map<String, Object> fields = Draft.fields("to", draft.name(started));
        fields.put("reason", desire.waiting().isEmpty() ? "not wanted any more" : desire.waiting());
        draft.tell(EventName.SWITCH_DROPPED, fields);
        draft.become(draft.state().withTold(draft.state().told().ended()));
        failures.end();
    }

    private void plan(Desire desire) {
        Plan plan = draft.planner.plan(draft.state().live(), desire.target());
        if (plan instanceof Plan.Refused refused) {
            findings.refuseOnce(desire.target(), refused);
            draft.work(new Work.Pausing(draft.now.plus(REFUSED_PAUSE)));
        } else if (plan instanceof Plan.Apply apply) {
            send(desire, apply);
        }
    }

    private void send(Desire desire, Plan.Apply apply) {
        draft.become(draft.state().nextAttempt().nextGeneration());
        String from = draft.word(draft.state().actual());
        Move move = new Move(from, desire.target(), desire.why(), desire.actor(), direction(desire), draft.now);
        if (!draft.state().told().isStarted(move)) {
            tellStarted(move, apply);
        }
        long attempt = draft.state().attempt();
        draft.effect(new Effect.Send(attempt, apply.change()));
        draft.work(new Work.Queued(attempt, move));
    }

    private void tellStarted(Move move, Plan.Apply apply) {
        draft.become(draft.state().withTold(draft.state().told().started(move)));
        Map<String, Object> fields = draft.moveFields(move);
        fields.put("reason", move.why());
        fields.put("attempt", (long) draft.state().failing().count() + 1);
        fields.put("plan", apply.change().toString());
        draft.tell(EventName.SWITCH_STARTED, fields);
    }

    private String direction(Desire desire) {
        if (draft.state().actual() instanceof Actual.At at) {
            return desire.target() < at.target() ? "back" : "away";
        }
        return "repair";
    }

    /** When the work wants to be looked at again. */
    Duration wakeAt() {
        Work work = draft.state().work();
        if (work instanceof Work.Pausing pausing) {
            return pausing.until();
        }
        if (work instanceof Work.Following following) {
            return Uptime.earlier(following.pollAt(), following.acceptedAt().plus(Pacing.SYNC_PATIENCE));
        }
        return work instanceof Work.Queued queued ? queued.move().decidedAt().plus(OLDEST_PLAN) : Uptime.NEVER;
    }
}
