package kirikae.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import kirikae.core.Effect.Question;
import kirikae.core.Input.Presence;
import kirikae.core.Input.Trust;
import kirikae.core.ServiceState.Failing;
import kirikae.core.ServiceState.Network;
import kirikae.core.ServiceState.Unresolved;
import kirikae.core.Work.Move;
import kirikae.model.Check;
import kirikae.model.EventName;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Target;
import kirikae.model.Verdict;

/** One turn of one {@link StateMachine}: a working copy of the state and the effects gathered so far. Used once. */
final class Turn {
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(30);
    private static final Duration TOO_MANY_PAUSE = Duration.ofSeconds(5);
    private static final Duration OLDEST_PLAN = Duration.ofSeconds(60);

    private final Service service;
    private final Planner planner;
    private final Duration now;
    private final List<Effect> effects = new ArrayList<>();
    private ServiceState state;

    Turn(Service service, Planner planner, ServiceState state, Duration now) {
        this.service = service;
        this.planner = planner;
        this.state = state;
        this.now = now;
    }

    Step step() {
        return new Step(state, List.copyOf(effects), wakeAt());
    }

    // ---- taking one input ----

    void take(Input input) {
        if (input instanceof Input.Observed observed) {
            takeObserved(observed);
        } else if (input instanceof Input.Maint maint) {
            takeMaint(maint);
        } else if (input instanceof Input.StoodStill || input instanceof Input.IsolationEnded) {
            awaitFreshEvidence(
                    input instanceof Input.IsolationEnded ? state.network().cutOff("") : state.network());
        } else if (input instanceof Input.IsolationBegan began) {
            cutOff(began.reason());
        } else if (input instanceof Input.Ordered ordered) {
            state = state.withOverride(ordered.override())
                    .withPermitted(ordered.override() instanceof StandingOrder.Pinned);
        } else if (input instanceof Input.Released) {
            takeReleased();
        } else {
            takeAnswer(input);
        }
    }

    private void takeAnswer(Input input) {
        if (input instanceof Input.Asked asked) {
            takeAsked(asked);
        } else if (input instanceof Input.LiveRead read) {
            takeRead(read);
        } else if (input instanceof Input.ReadFailed failed) {
            takeReadFailed(failed);
        } else if (input instanceof Input.Swept swept) {
            takeSwept(swept);
        } else {
            takeChangeAnswer(input);
        }
    }

    private void takeChangeAnswer(Input input) {
        if (input instanceof Input.ChangeSent sent
                && state.work() instanceof Work.Queued queued
                && queued.attempt() == sent.attempt()) {
            state = state.withWork(new Work.Sent(queued.attempt(), queued.move(), now));
        } else if (input instanceof Input.ChangeAccepted accepted
                && state.work() instanceof Work.Sent sent
                && sent.attempt() == accepted.attempt()) {
            takeAccepted(accepted, sent);
        } else if (input instanceof Input.ChangeDelayed delayed
                && state.work() instanceof Work.Sent sent
                && sent.attempt() == delayed.attempt()) {
            takeDelayed(delayed.error(), sent);
        } else if (input instanceof Input.ChangeFailed failed) {
            takeChangeFailed(failed);
        } else if (input instanceof Input.Polled polled
                && state.work() instanceof Work.Following following
                && following.attempt() == polled.attempt()) {
            takePolled(polled.presence(), following);
        } else if (input instanceof Input.PollFailed failed
                && state.work() instanceof Work.Following following
                && following.attempt() == failed.attempt()) {
            takePollFailed(failed.error(), following);
        }
    }

    private void takeDelayed(ProviderError error, Work.Sent sent) {
        Work.Queued queued = new Work.Queued(sent.attempt(), sent.move());
        state = state.withWork(queued);
        fail(error);
        if (Uptime.reached(state.network().freshSince(), sent.sentAt())) {
            withdraw(queued);
        }
    }

    private void takeObserved(Input.Observed observed) {
        expire();
        Check check = service.targets().get(observed.target()).checks().get(observed.check());
        CheckState before = state.targets().get(observed.target()).checks().get(observed.check());
        replace(observed.target(), observed.check(), before.observed(observed.observation(), check, now));
    }

    private void takeMaint(Input.Maint maint) {
        CheckState before = state.targets().get(maint.target()).checks().get(maint.check());
        boolean ends = maint.until().equals(Uptime.LONG_AGO);
        if (ends && !before.inMaint()) {
            return;
        }
        Map<String, Object> fields = checkFields(maint.target(), maint.check());
        if (ends) {
            fields.put("ended", true);
        } else {
            fields.put("for-ms", maint.until().minus(now).toMillis());
        }
        fields.put("reason", maint.reason());
        tell(EventName.MAINT, fields);
        replace(maint.target(), maint.check(), before.maint(maint.until()));
    }

    /** Everything known becomes a hint, and a plan from before is not sent. */
    private void awaitFreshEvidence(Network network) {
        for (int t = 0; t < service.targets().size(); t++) {
            List<Check> checks = service.targets().get(t).checks();
            for (int c = 0; c < checks.size(); c++) {
                CheckState before = state.targets().get(t).checks().get(c);
                replace(t, c, before.stoodStill(checks.get(c).rule(), now));
            }
        }
        state = state.withNetwork(network.freshSince(now));
        if (state.work() instanceof Work.Queued queued) {
            withdraw(queued);
        }
    }

    /** Takes a change back. It may have been on the wire before, and "busy" is no proof that nothing was done: then read. */
    private void withdraw(Work.Queued queued) {
        effects.add(new Effect.Withdraw(queued.attempt()));
        state = state.withWork(new Work.Idle()).nextGeneration();
        if (!state.failing().isNone()) {
            state = state.withUnresolved(new Unresolved(true, queued.move(), ""));
        }
    }

    private void cutOff(String reason) {
        state = state.withNetwork(state.network().cutOff(reason));
    }

    private void takeReleased() {
        boolean pending = service.recovery().mode() == Service.Recovery.Mode.MANUAL && isBetterUp();
        state = state.withOverride(new StandingOrder.None()).withPermitted(pending);
    }

    private boolean isBetterUp() {
        return state.actual() instanceof Actual.At at
                && state.targets().subList(0, at.target()).stream()
                        .anyMatch(target -> target.verdict(service.alertWhen()) == Verdict.UP);
    }

    /** A permission is for what a person saw: it lapses when the better target is not UP any more, or is shown already. */
    private void lapse() {
        boolean over = state.override() instanceof StandingOrder.Pinned pinned
                ? isFree() && isActual(pinned.target())
                : !state.override().isSet() && !isBetterUp();
        if (state.permitted() && over) {
            state = state.withPermitted(false);
        }
    }

    private void takeAsked(Input.Asked asked) {
        if (state.network().asking() != asked.attempt()) {
            return;
        }
        if (asked.trust() instanceof Trust.CutOff cut) {
            cutOff(cut.reason());
        } else if (asked.trust() instanceof Trust.TooMany many) {
            refuseOnce(many.reason());
            Set<Question> well = withoutLeave(state.network().asked());
            state = state.withNetwork(state.network().answered(well, now, now.plus(TOO_MANY_PAUSE)));
        } else {
            Set<Question> well = state.network().asked();
            state = state.withNetwork(state.network().answered(well, now, Uptime.NEVER));
            if (asked.trust() instanceof Trust.WellWith with && isFree() && state.attempt() == asked.attempt()) {
                state = state.nextGeneration();
                found(with.live());
            }
        }
    }

    private boolean isFree() {
        return !state.unresolved().is() && (state.work() instanceof Work.Idle || state.work() instanceof Work.Pausing);
    }

    private void takeRead(Input.LiveRead read) {
        if (state.work() instanceof Work.Reading reading && reading.attempt() == read.attempt()) {
            state = state.withWork(new Work.Idle()).nextGeneration();
            resolve(read.live());
        }
    }

    private void takeReadFailed(Input.ReadFailed failed) {
        if (state.work() instanceof Work.Reading reading && reading.attempt() == failed.attempt()) {
            fail(failed.error());
            pause(failed.error());
        }
    }

    private void takeSwept(Input.Swept swept) {
        boolean idle = state.work() instanceof Work.Idle || state.work() instanceof Work.Pausing;
        if (idle && swept.generation() == state.generation()) {
            resolve(swept.live());
        }
    }

    private void takeAccepted(Input.ChangeAccepted accepted, Work.Sent sent) {
        accepted(sent.move(), accepted.changeId(), now.minus(sent.sentAt()), "");
        state = state.nextGeneration();
        if (accepted.presence() == Presence.IN_SYNC) {
            inSync(sent.move(), accepted.changeId(), Duration.ZERO);
        } else {
            Duration pollAt = now.plus(Pacing.poll(0));
            state = state.withWork(
                    new Work.Following(sent.attempt(), sent.move(), accepted.changeId(), now, pollAt, 0));
        }
    }

    /** A refusal says nothing about an earlier try of the same row, which may have been applied: then read back, too. */
    private void takeChangeFailed(Input.ChangeFailed failed) {
        if (!(state.work() instanceof Work.Sent sent) || sent.attempt() != failed.attempt()) {
            return;
        }
        boolean triedBefore = !state.failing().isNone();
        state = state.nextGeneration();
        fail(failed.error());
        boolean readBack = switch (failed.error().kind()) {
            case AMBIGUOUS, CONFLICT -> true;
            case TRANSIENT, INVALID, NO_ZONE, DENIED, CREDENTIALS, CLOCK -> triedBefore;
        };
        if (readBack) {
            state = state.withUnresolved(new Unresolved(true, sent.move(), "")).withWork(new Work.Idle());
        } else {
            pause(failed.error());
        }
    }

    private void takePolled(Presence presence, Work.Following following) {
        if (presence == Presence.IN_SYNC) {
            inSync(following.move(), following.changeId(), now.minus(following.acceptedAt()));
        } else {
            pollLater(following);
        }
    }

    private void takePollFailed(ProviderError error, Work.Following following) {
        boolean gone = error.kind() == ProviderError.Kind.INVALID
                || error.kind() == ProviderError.Kind.CONFLICT
                || error.kind() == ProviderError.Kind.NO_ZONE;
        if (gone) {
            readBack(following.move(), following.changeId());
        } else {
            pollLater(following);
        }
    }

    private void pollLater(Work.Following following) {
        int polls = following.polls() + 1;
        state = state.withWork(new Work.Following(
                following.attempt(),
                following.move(),
                following.changeId(),
                following.acceptedAt(),
                now.plus(Pacing.poll(polls)),
                polls));
    }

    // ---- what changed ----

    private void replace(int target, int index, CheckState next) {
        Check check = service.targets().get(target).checks().get(index);
        CheckState before = state.targets().get(target).checks().get(index);
        List<TargetState> targets = new ArrayList<>(state.targets());
        targets.set(target, targets.get(target).with(index, next));
        state = state.withTargets(targets);
        tellCheck(target, index, before, next);
        if (before.isConfirming(check.rule()) != next.isConfirming(check.rule()) && check instanceof Check.Probe) {
            effects.add(new Effect.Pace(
                    target, index, next.isConfirming(check.rule()) ? Effect.Tempo.CONFIRM : Effect.Tempo.NORMAL));
        }
        if (!before.isBlind(check.rule()) && next.isBlind(check.rule())) {
            Map<String, Object> fields = checkFields(target, index);
            fields.put("reason", next.reason());
            fields.put("took-ms", next.blindFor().toMillis());
            tell(EventName.BLIND, fields);
        }
    }

    private void tellCheck(int target, int index, CheckState before, CheckState next) {
        if (before.verdict() == next.verdict()) {
            return;
        }
        Map<String, Object> fields = checkFields(target, index);
        fields.put("verdict", next.verdict().name());
        fields.put("was", before.verdict().name());
        if (next.verdict().isBad()) {
            fields.put("reason", next.why(service.targets().get(target).checks().get(index), now));
        }
        tell(next.verdict().isBad() ? EventName.CHECK_DOWN : EventName.CHECK_UP, fields);
    }

    private Map<String, Object> checkFields(int target, int index) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target", service.targets().get(target).name());
        fields.put("check", service.targets().get(target).checks().get(index).name());
        return fields;
    }

    /** The records as read, when nothing of ours is uncertain. */
    private void found(List<RecordSet> all) {
        List<RecordSet> live = planner.atNames(all);
        Actual before = state.actual();
        Actual actual = planner.actual(live);
        state = state.withLive(live, actual);
        if (actual instanceof Actual.At at) {
            foundAt(at, before, live);
        } else if (!StateMachine.describe(actual).equals(state.told().drift())) {
            state = state.withTold(state.told().drift(StateMachine.describe(actual)));
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("actual", word(actual));
            fields.put("reason", StateMachine.describe(actual));
            fields.put("fix", "kirikae switch " + service.name() + " " + lastKnown(before) + " --reason TEXT");
            tell(EventName.DRIFT, fields);
        }
    }

    private String lastKnown(Actual before) {
        return before instanceof Actual.At at
                ? service.targets().get(at.target()).name()
                : "TARGET";
    }

    private void foundAt(Actual.At at, Actual before, List<RecordSet> live) {
        String name = service.targets().get(at.target()).name();
        if (!state.told().drift().isEmpty()) {
            tell(EventName.DRIFT_CLEARED, fields("actual", name));
        } else if (before instanceof Actual.At was && was.target() != at.target()) {
            Map<String, Object> fields =
                    fields("from", service.targets().get(was.target()).name());
            fields.put("to", name);
            fields.put("reason", "the live records were changed by somebody else");
            tell(EventName.OUTSIDE_CHANGE, fields);
        }
        String ttl = planner.ttlDifference(live, at.target());
        if (!ttl.isEmpty() && !ttl.equals(state.told().ttl())) {
            tell(EventName.TTL_DIFFERS, fields("reason", ttl + "; put right at the next switch"));
        }
        state = state.withTold(state.told().drift("").ttl(ttl));
        planAll(at, live);
        if (!state.unresolved().is() && state.told().started() < 0) {
            state = state.withFailing(Failing.NONE);
        }
    }

    /** Plans every direction, so that one that could not be applied is told now and not in the moment of need. */
    private void planAll(Actual.At at, List<RecordSet> live) {
        StringJoiner refusals = new StringJoiner("; ");
        for (int i = 0; i < service.targets().size(); i++) {
            if (i != at.target() && planner.plan(live, i) instanceof Plan.Refused refused) {
                String text = refusal(i, refused);
                refuseOnce(text);
                refusals.add(text);
            }
        }
        if (state.network().retryAt().equals(Uptime.NEVER)) {
            state = state.withTold(state.told().refused(refusals.toString()));
        }
    }

    private String refusal(int target, Plan.Refused refused) {
        return "to " + service.targets().get(target).name() + ": " + refused.reason();
    }

    private void refuseOnce(String reason) {
        if (!state.told().refused().contains(reason)) {
            state = state.withTold(state.told().refused(reason));
            tell(EventName.SWITCH_REFUSED, fields("reason", reason));
        }
    }

    /** The records as read, when a change of ours may be among them. */
    private void resolve(List<RecordSet> all) {
        Unresolved open = state.unresolved();
        state = state.withUnresolved(Unresolved.NONE);
        Actual shown = planner.actual(planner.atNames(all));
        boolean done = open.is()
                && shown instanceof Actual.At at
                && at.target() == open.move().to();
        if (done && open.changeId().isEmpty()) {
            accepted(open.move(), "", Duration.ZERO, "read-back");
        }
        if (done) {
            verified(open);
        }
        found(all);
        if (done || !open.is()) {
            return;
        }
        if (!open.changeId().isEmpty()) {
            ProviderError regressed = new ProviderError(
                    ProviderError.Kind.CONFLICT,
                    "regressed",
                    "accepted as " + open.changeId() + ", but not there any more");
            state = state.withTold(state.told().ended());
            fail(regressed);
            pause(regressed);
        } else {
            pause(state.failing().last());
        }
    }

    private void accepted(Move move, String changeId, Duration took, String confirmed) {
        Map<String, Object> fields = moveFields(move);
        if (!changeId.isEmpty()) {
            fields.put("change-id", changeId);
        }
        if (!confirmed.isEmpty()) {
            fields.put("confirmed", confirmed);
        }
        fields.put("took-ms", took.toMillis());
        tell(EventName.SWITCH_ACCEPTED, fields);
        if (move.isAutomatic() && move.direction().equals("back")) {
            state = state.withFlap(state.flap().switchedBack(service.flapGuard(), now));
        }
        if (state.override().isSet()) {
            state = state.withPermitted(false);
        }
        if (planner.plan(state.live(), move.to()) instanceof Plan.Apply apply) {
            state = state.withLive(StateMachine.after(state.live(), apply.change()), new Actual.At(move.to()));
        }
    }

    private void inSync(Move move, String changeId, Duration took) {
        Map<String, Object> fields = moveFields(move);
        fields.put("change-id", changeId);
        fields.put("took-ms", took.toMillis());
        tell(EventName.SWITCH_IN_SYNC, fields);
        readBack(move, changeId);
    }

    private void readBack(Move move, String changeId) {
        state = state.withUnresolved(new Unresolved(true, move, changeId)).withWork(new Work.Idle());
    }

    private void verified(Unresolved open) {
        Map<String, Object> fields = moveFields(open.move());
        if (!open.changeId().isEmpty()) {
            fields.put("change-id", open.changeId());
        }
        fields.put("took-ms", now.minus(open.move().decidedAt()).toMillis());
        tell(EventName.SWITCH_VERIFIED, fields);
        state = state.withFailing(Failing.NONE)
                .withPermitted(false)
                .withTold(state.told().ended())
                .withLive(state.live(), new Actual.At(open.move().to()));
    }

    private Map<String, Object> moveFields(Move move) {
        Map<String, Object> fields = fields("from", move.from());
        fields.put("to", service.targets().get(move.to()).name());
        fields.put("direction", move.direction());
        fields.put("actor", move.actor());
        return fields;
    }

    private void fail(ProviderError error) {
        Failing before = state.failing();
        Failing next = new Failing(before.isNone() ? now : before.since(), before.count() + 1, error, before.told());
        boolean worse = !Pacing.isToldAtOnce(before.last().kind()) && Pacing.isToldAtOnce(error.kind());
        state = state.withFailing(next);
        if (worse || (!next.told() && Pacing.isToldAtOnce(error.kind()))) {
            tellFailing();
        }
    }

    private void tellFailing() {
        Failing failing = state.failing();
        Map<String, Object> fields = new LinkedHashMap<>();
        if (state.told().started() >= 0) {
            fields.put("to", service.targets().get(state.told().started()).name());
        }
        fields.put("reason", failing.last().toString());
        fields.put("attempt", (long) failing.count());
        fields.put("took-ms", now.minus(failing.since()).toMillis());
        fields.put("next", "tried again until it succeeds or is no longer wanted");
        tell(EventName.SWITCH_FAILED, fields);
        state = state.withFailing(new Failing(failing.since(), failing.count(), failing.last(), true));
    }

    private void pause(ProviderError error) {
        Duration length = Pacing.after(error.kind(), Math.max(1, state.failing().count()), service.name());
        state = state.withWork(length.isZero() ? new Work.Idle() : new Work.Pausing(now.plus(length)));
    }

    // ---- after every input: let time pass, then act ----

    /** Lets time pass, and does nothing about it. */
    Turn passed() {
        expire();
        judge();
        return this;
    }

    void settle() {
        passed();
        alert();
        lapse();
        if (state.work() instanceof Work.Queued queued && !stillWanted(queued.move())) {
            withdraw(queued);
        }
        follow();
        if (state.work() instanceof Work.Pausing pausing && (Uptime.reached(now, pausing.until()) || isContent())) {
            state = state.withWork(new Work.Idle());
        }
        if (state.work() instanceof Work.Idle) {
            act();
        }
        ask();
        tellLateFailure();
    }

    private void expire() {
        for (int t = 0; t < state.targets().size(); t++) {
            for (int c = 0; c < state.targets().get(t).checks().size(); c++) {
                CheckState before = state.targets().get(t).checks().get(c);
                CheckState next = before.at(now);
                if (before.inMaint() && !next.inMaint()) {
                    Map<String, Object> fields = checkFields(t, c);
                    fields.put("ended", true);
                    fields.put("reason", "its time is over");
                    tell(EventName.MAINT, fields);
                }
                if (!next.equals(before)) {
                    replace(t, c, next);
                }
            }
        }
        if (state.override().isSet() && Uptime.reached(now, state.override().endsAt())) {
            tell(EventName.HOLD_EXPIRED, fields("reason", "its time is over"));
            takeReleased();
            state = state.withPermitted(false);
        }
    }

    private void judge() {
        for (int t = 0; t < state.targets().size(); t++) {
            TargetState before = state.targets().get(t);
            TargetState judged = before.judged(service.alertWhen(), now);
            if (!judged.upSince().equals(before.upSince())) {
                List<TargetState> targets = new ArrayList<>(state.targets());
                targets.set(t, judged);
                state = state.withTargets(targets);
            }
        }
    }

    private void alert() {
        Target primary = service.targets().get(0);
        TargetState known = state.targets().get(0);
        if (isAlertDue() && state.network().trusts(questions(0, EnumSet.noneOf(Question.class)), now)) {
            state = state.withAlerted(true);
            Map<String, Object> fields = fields("target", primary.name());
            fields.put("verdict", known.unplannedVerdict(service.alertWhen()).name());
            fields.put("reason", known.why(primary, now));
            tell(EventName.ALERT, fields);
        } else if (state.alerted() && known.verdict(service.alertWhen()) == Verdict.UP) {
            state = state.withAlerted(false);
            tell(EventName.RECOVERY, fields("target", primary.name()));
        }
    }

    private boolean isAlertDue() {
        return !state.alerted()
                && state.targets().get(0).unplannedVerdict(service.alertWhen()).isBad();
    }

    /** What must be asked before the badness of a target is acted on. */
    private Set<Question> questions(int target, EnumSet<Question> more) {
        TargetState known = state.targets().get(target);
        EnumSet<Question> questions = EnumSet.copyOf(more);
        if (known.isBadByWord(service.alertWhen())) {
            return questions;
        }
        questions.add(Question.NETWORK);
        List<Check> checks = service.targets().get(target).checks();
        for (int c = 0; c < checks.size(); c++) {
            if (checks.get(c) instanceof Check.Heartbeat
                    && known.checks().get(c).counted().isBad()) {
                questions.add(Question.OWN_LISTENER);
            }
        }
        return questions;
    }

    /** What must be asked before this automatic move; nothing for a move to a better target or an operator's order. */
    private Set<Question> questionsFor(Desire desire) {
        boolean leaves = desire.actor().equals(StateMachine.AUTO)
                && state.actual() instanceof Actual.At at
                && state.targets().get(at.target()).verdict(service.alertWhen()).isBad();
        if (!leaves) {
            return Set.of();
        }
        int actual = ((Actual.At) state.actual()).target();
        return questions(actual, actual == 0 ? EnumSet.of(Question.LEAVE) : EnumSet.noneOf(Question.class));
    }

    boolean stillWanted(Move move) {
        Desire desire = Desire.of(service, state, now);
        return desire.wants()
                && desire.target() == move.to()
                && desire.actor().equals(move.actor())
                && !Uptime.reached(now, move.decidedAt().plus(OLDEST_PLAN))
                && isTrusted(desire);
    }

    /** Automation acts only on what we can see; an operator's order needs no eyes. */
    private boolean isTrusted(Desire desire) {
        boolean blindfolded = desire.actor().equals(StateMachine.AUTO)
                && !state.network().cutOff().isEmpty();
        return !blindfolded && state.network().trusts(questionsFor(desire), now);
    }

    private boolean isContent() {
        Desire desire = Desire.of(service, state, now);
        return !state.unresolved().is() && desire.wants() && isActual(desire.target());
    }

    private boolean isActual(int target) {
        return state.actual() instanceof Actual.At at && at.target() == target;
    }

    private void follow() {
        if (!(state.work() instanceof Work.Following following)) {
            return;
        }
        if (Uptime.reached(now, following.acceptedAt().plus(Pacing.SYNC_PATIENCE))) {
            tell(EventName.SWITCH_FAILED, notInSync(following));
            readBack(following.move(), following.changeId());
        } else if (Uptime.reached(now, following.pollAt())) {
            effects.add(new Effect.Poll(following.attempt(), following.changeId()));
            state = state.withWork(new Work.Following(
                    following.attempt(),
                    following.move(),
                    following.changeId(),
                    following.acceptedAt(),
                    Uptime.NEVER,
                    following.polls()));
        }
    }

    private Map<String, Object> notInSync(Work.Following following) {
        Map<String, Object> fields = moveFields(following.move());
        fields.put("change-id", following.changeId());
        fields.put(
                "reason",
                "accepted, but not in sync after " + Uptime.text(Pacing.SYNC_PATIENCE) + ": reading the records back");
        return fields;
    }

    private void act() {
        if (state.unresolved().is() || state.actual() instanceof Actual.Unread) {
            read();
            return;
        }
        Desire desire = Desire.of(service, state, now);
        if (!desire.wants() || isActual(desire.target())) {
            dropIntent(desire);
            return;
        }
        if (isTrusted(desire)) {
            plan(desire);
        }
    }

    private void dropIntent(Desire desire) {
        if (state.told().started() < 0) {
            return;
        }
        Map<String, Object> fields =
                fields("to", service.targets().get(state.told().started()).name());
        fields.put("reason", desire.waiting().isEmpty() ? "not wanted any more" : desire.waiting());
        tell(EventName.SWITCH_DROPPED, fields);
        state = state.withTold(state.told().ended()).withFailing(Failing.NONE);
    }

    private void read() {
        state = state.nextAttempt();
        effects.add(new Effect.Read(state.attempt()));
        state = state.withWork(new Work.Reading(state.attempt()));
    }

    private void plan(Desire desire) {
        Plan plan = planner.plan(state.live(), desire.target());
        if (plan instanceof Plan.Refused refused) {
            refuseOnce(refusal(desire.target(), refused));
            state = state.withWork(new Work.Pausing(now.plus(REFUSED_PAUSE)));
        } else if (plan instanceof Plan.Apply apply) {
            send(desire, apply);
        }
    }

    private void send(Desire desire, Plan.Apply apply) {
        state = state.nextAttempt().nextGeneration();
        Move move =
                new Move(word(state.actual()), desire.target(), desire.why(), desire.actor(), direction(desire), now);
        if (!state.told().isStarted(move)) {
            state = state.withTold(state.told().started(move));
            Map<String, Object> fields = moveFields(move);
            fields.put("reason", desire.why());
            fields.put("attempt", (long) state.failing().count() + 1);
            fields.put("plan", apply.change().toString());
            tell(EventName.SWITCH_STARTED, fields);
        }
        effects.add(new Effect.Send(state.attempt(), apply.change()));
        state = state.withWork(new Work.Queued(state.attempt(), move));
    }

    private String direction(Desire desire) {
        if (state.actual() instanceof Actual.At at) {
            return desire.target() < at.target() ? "back" : "away";
        }
        return "repair";
    }

    private String word(Actual actual) {
        if (actual instanceof Actual.At at) {
            return service.targets().get(at.target()).name();
        }
        return actual instanceof Actual.Absent ? "absent" : "drifted";
    }

    private void ask() {
        Network known = state.network();
        Network network = Uptime.reached(now, known.retryAt()) ? known.retryNow() : known;
        state = state.withNetwork(network);
        Set<Question> open = openQuestions();
        boolean waits = network.asking() != 0 || !network.cutOff().isEmpty();
        boolean later =
                !network.retryAt().equals(Uptime.NEVER) && network.trusted().containsAll(withoutLeave(open));
        if (waits || later || network.trusts(open, now)) {
            return;
        }
        state = state.nextAttempt();
        effects.add(new Effect.Ask(state.attempt(), open));
        state = state.withNetwork(network.asking(state.attempt(), open));
    }

    private static Set<Question> withoutLeave(Set<Question> questions) {
        EnumSet<Question> rest = EnumSet.noneOf(Question.class);
        rest.addAll(questions);
        rest.remove(Question.LEAVE);
        return rest;
    }

    private Set<Question> openQuestions() {
        EnumSet<Question> open = EnumSet.noneOf(Question.class);
        if (isAlertDue()) {
            open.addAll(questions(0, EnumSet.noneOf(Question.class)));
        }
        Desire desire = Desire.of(service, state, now);
        if (desire.wants() && !isActual(desire.target()) && state.work() instanceof Work.Idle) {
            open.addAll(questionsFor(desire));
        }
        return open;
    }

    private void tellLateFailure() {
        Failing failing = state.failing();
        if (!failing.isNone()
                && !failing.told()
                && !(state.work() instanceof Work.Following)
                && Uptime.reached(now, failing.since().plus(Pacing.TELL_AFTER))) {
            tellFailing();
        }
    }

    // ---- when to come back ----

    private Duration wakeAt() {
        Duration wake = Uptime.NEVER;
        for (TargetState target : state.targets()) {
            wake = Uptime.earlier(wake, target.wakeAt());
        }
        wake = Uptime.earlier(wake, state.override().endsAt());
        wake = Uptime.earlier(wake, Desire.of(service, state, now).againAt());
        wake = Uptime.earlier(wake, state.network().retryAt());
        wake = Uptime.earlier(wake, workWakeAt());
        boolean silentFailure =
                !state.failing().isNone() && !state.failing().told() && !(state.work() instanceof Work.Following);
        return silentFailure ? Uptime.earlier(wake, state.failing().since().plus(Pacing.TELL_AFTER)) : wake;
    }

    private Duration workWakeAt() {
        if (state.work() instanceof Work.Pausing pausing) {
            return pausing.until();
        }
        if (state.work() instanceof Work.Following following) {
            return Uptime.earlier(following.pollAt(), following.acceptedAt().plus(Pacing.SYNC_PATIENCE));
        }
        return state.work() instanceof Work.Queued queued
                ? queued.move().decidedAt().plus(OLDEST_PLAN)
                : Uptime.NEVER;
    }

    private void tell(EventName event, Map<String, Object> fields) {
        effects.add(new Effect.Tell(event, fields));
    }

    private static Map<String, Object> fields(String key, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(key, value);
        return fields;
    }
}
