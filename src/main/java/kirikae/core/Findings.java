package kirikae.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import kirikae.core.ServiceState.Unresolved;
import kirikae.model.EventName;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;

/** What the live records say when they are read, and what is told of it: drift, changes by others, plans that cannot be made. */
final class Findings {
    private final Draft draft;
    private final Failures failures;
    private final Journey journey;
    private final Witnesses witnesses;

    Findings(Draft draft, Failures failures, Journey journey, Witnesses witnesses) {
        this.draft = draft;
        this.failures = failures;
        this.journey = journey;
        this.witnesses = witnesses;
    }

    /** The answer to our read; a re-read that began before it is out of date. */
    void take(Input.LiveRead read) {
        if (draft.state().work() instanceof Work.Reading reading && reading.attempt() == read.attempt()) {
            draft.become(draft.state().withWork(new Work.Idle()).nextGeneration());
            resolve(read.live());
        }
    }

    void take(Input.ReadFailed failed) {
        if (draft.state().work() instanceof Work.Reading reading && reading.attempt() == failed.attempt()) {
            failures.add(failed.error());
            failures.pause(failed.error());
        }
    }

    void take(Input.Swept swept) {
        if (draft.isResting() && swept.generation() == draft.state().generation()) {
            resolve(swept.live());
        }
    }

    /** Records that came with the answer to a question; old when anything began since that question. */
    void take(long attempt, List<RecordSet> live) {
        if (draft.isFree() && draft.state().attempt() == attempt) {
            draft.become(draft.state().nextGeneration());
            found(live);
        }
    }

    /** The records as read, when a change of ours may be among them. */
    private void resolve(List<RecordSet> all) {
        Unresolved open = draft.state().unresolved();
        draft.become(draft.state().withUnresolved(Unresolved.NONE));
        boolean done = open.is() && shows(all, open.move().to());
        if (done && open.changeId().isEmpty()) {
            journey.accepted(open.move(), "", Duration.ZERO, "read-back");
        }
        if (done) {
            journey.shown(open.move(), open.changeId());
        }
        found(all);
        if (open.is() && !done) {
            missing(open);
        }
    }

    private boolean shows(List<RecordSet> all, int target) {
        return draft.planner.actual(draft.planner.atNames(all)) instanceof Actual.At at && at.target() == target;
    }

    /** The change is not there: it never was, or it was accepted and is lost. */
    private void missing(Unresolved open) {
        if (open.changeId().isEmpty()) {
            failures.pause(draft.state().failing().last());
            return;
        }
        ProviderError regressed = new ProviderError(
                ProviderError.Kind.CONFLICT,
                "regressed",
                "accepted as " + open.changeId() + ", but not there any more");
        draft.become(draft.state().withTold(draft.state().told().ended()));
        failures.add(regressed);
        failures.pause(regressed);
    }

    /** The records as read, when nothing of ours is uncertain. */
    private void found(List<RecordSet> all) {
        List<RecordSet> live = draft.planner.atNames(all);
        Actual before = draft.state().actual();
        Actual actual = draft.planner.actual(live);
        draft.become(draft.state().withLive(live, actual));
        if (!draft.isActual(draft.state().verifying().move().to())) {
            witnesses.abandon("not asked any more: the records were changed by somebody else");
        }
        if (actual instanceof Actual.At at) {
            foundAt(at, before);
        } else {
            foundDrift(actual, before);
        }
    }

    private void foundDrift(Actual actual, Actual before) {
        String reason = StateMachine.describe(actual);
        Told told = draft.state().told();
        if (reason.equals(told.drift())) {
            return;
        }
        draft.become(draft.state().withTold(told.drift(reason)));
        Map<String, Object> fields = Draft.fields("actual", draft.word(actual));
        fields.put("reason", reason);
        String target = before instanceof Actual.At at ? draft.name(at.target()) : anyTarget();
        fields.put("fix", "kirikae switch " + draft.service.name() + " " + target + " --reason TEXT");
        draft.tell(EventName.DRIFT, fields);
    }

    private void foundAt(Actual.At at, Actual before) {
        if (!draft.state().told().drift().isEmpty()) {
            draft.tell(EventName.DRIFT_CLEARED, Draft.fields("actual", draft.name(at.target())));
        } else if (before instanceof Actual.At was && was.target() != at.target()) {
            Map<String, Object> fields = Draft.fields("from", draft.name(was.target()));
            fields.put("to", draft.name(at.target()));
            fields.put("reason", "the live records were changed by somebody else");
            draft.tell(EventName.OUTSIDE_CHANGE, fields);
        }
        tellTtl(at);
        planAll(at);
        if (!draft.state().unresolved().is() && draft.state().told().started() < 0) {
            failures.end();
        }
    }

    private void tellTtl(Actual.At at) {
        Told told = draft.state().told();
        String ttl = draft.planner.ttlDifference(draft.state().live(), at.target());
        if (!ttl.isEmpty() && !ttl.equals(told.ttl())) {
            draft.tell(EventName.TTL_DIFFERS, Draft.fields("reason", ttl + "; put right at the next switch"));
        }
        draft.become(draft.state().withTold(told.drift("").ttl(ttl)));
    }

    /** Plans every direction, so that one that could not be applied is told now and not in the moment of need. */
    private void planAll(Actual.At at) {
        StringJoiner refusals = new StringJoiner("; ");
        for (int i = 0; i < draft.service.targets().size(); i++) {
            if (i != at.target() && draft.planner.plan(draft.state().live(), i) instanceof Plan.Refused refused) {
                refuseOnce(i, refused);
                refusals.add(words(i, refused));
            }
        }
        if (draft.state().network().retryAt().equals(Uptime.NEVER)) {
            draft.become(draft.state().withTold(draft.state().told().refused(refusals.toString())));
        }
    }

    /** No safe change shows this target: told until it changes. */
    void refuseOnce(int target, Plan.Refused refused) {
        refuseOnce(words(target, refused));
    }

    void refuseOnce(String reason) {
        Told told = draft.state().told();
        if (!told.refused().contains(reason)) {
            draft.become(draft.state().withTold(told.refused(reason)));
            draft.tell(EventName.SWITCH_REFUSED, Draft.fields("reason", reason));
        }
    }

    private String words(int target, Plan.Refused refused) {
        return "to " + draft.name(target) + ": " + refused.reason();
    }

    /** All targets' names, for an operator to choose from. */
    private String anyTarget() {
        return draft.service.targets().stream()
                .map(kirikae.model.Target::name)
                .collect(java.util.stream.Collectors.joining("|"));
    }
}
