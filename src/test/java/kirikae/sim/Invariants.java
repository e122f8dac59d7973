package kirikae.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kirikae.core.Actual;
import kirikae.core.Desire;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.core.Planner;
import kirikae.core.StandingOrder;
import kirikae.core.StateMachine;
import kirikae.core.Step;
import kirikae.core.Uptime;
import kirikae.core.Work;
import kirikae.core.ZoneQueue.Waiting;
import kirikae.model.DomainName;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordSet;
import kirikae.model.Service;

/** What must hold after every input, every send and every applied change; a breach is a {@link Violation}. */
final class Invariants {
    private static final int MOST_STEPS_AT_ONCE = 200;
    private static final int MOST_EFFECTS_AN_HOUR = 3_000;
    private final World world;
    private final SendRules sendRules;
    private final Trace trace = new Trace();
    private final Map<Lane, Integer> flying = new HashMap<>();
    private final Map<String, long[]> rates = new HashMap<>();

    Invariants(World world) {
        this.world = world;
        this.sendRules = new SendRules(world);
    }

    Trace trace() {
        return trace;
    }

    void started() {
        flying.clear();
        trace.note(world.time.now(), "the daemon starts");
        for (Site site : world.sites) {
            site.permission = false;
            site.undecide();
        }
    }

    // ---- after every input ----

    void stepped(Shell shell, Seat seat, Seat.Before before, Input input, Step step) {
        world.tally.step();
        trace.step(world.time.now(), shell.uptime(), seat, input, step);
        long now = shell.uptime();
        teach(seat, input, now);
        checkVerdicts(seat, now);
        checkProgress(seat, step, now);
        checkTempo(seat);
        checkDesire(seat, shell.now());
        if (seat.state.flap().row() != seat.site.flapRow && step.effects().isEmpty()) {
            throw new Violation("flap guard", "forgotten: " + seat.state.flap());
        }
        for (Effect effect : step.effects()) {
            checkEffect(seat, effect, now);
        }
    }

    private static void teach(Seat seat, Input input, long now) {
        if (input instanceof Input.Observed observed) {
            oracle(seat, observed.target(), observed.check()).take(observed.observation(), now);
        } else if (input instanceof Input.Maint maint) {
            long until = maint.until().equals(Uptime.LONG_AGO)
                    ? Long.MIN_VALUE
                    : maint.until().toMillis();
            oracle(seat, maint.target(), maint.check()).maint(until);
        } else if (input instanceof Input.StoodStill || input instanceof Input.IsolationEnded) {
            seat.oracle.forEach(target -> target.checks.forEach(check -> check.doubt(now)));
            seat.freshSince = now;
        }
        for (OracleTarget target : seat.oracle) {
            target.pass(now);
        }
    }

    private static OracleCheck oracle(Seat seat, int target, int check) {
        return seat.oracle.get(target).checks.get(check);
    }

    private static void checkVerdicts(Seat seat, long now) {
        for (int t = 0; t < seat.oracle.size(); t++) {
            List<OracleCheck> checks = seat.oracle.get(t).checks;
            for (int c = 0; c < checks.size(); c++) {
                var known = seat.state.targets().get(t).checks().get(c);
                if (known.counted() != checks.get(c).verdict()) {
                    throw new Violation(
                            "verdict",
                            seat.site.service.name() + "/" + t + "/" + c + " is " + known
                                    + " but its reports amount to "
                                    + checks.get(c).verdict() + " at " + now);
                }
            }
        }
    }

    private static void checkProgress(Seat seat, Step step, long now) {
        if (step.wakeAt().toMillis() <= now) {
            throw new Violation("progress", "a wake-up in the past: " + step.wakeAt() + " at " + now);
        }
        seat.busySteps = seat.busyMoment == now ? seat.busySteps + 1 : 0;
        seat.busyMoment = now;
        if (seat.busySteps > MOST_STEPS_AT_ONCE) {
            throw new Violation("progress", "a busy loop at " + now);
        }
    }

    private static void checkTempo(Seat seat) {
        for (Host host : seat.site.hosts) {
            for (Watch watch : host.watches) {
                watch.wants = seat.state
                                .targets()
                                .get(watch.target)
                                .checks()
                                .get(watch.index)
                                .isConfirming(watch.check.rule())
                        ? Effect.Tempo.CONFIRM
                        : Effect.Tempo.NORMAL;
            }
        }
    }

    private static void checkDesire(Seat seat, java.time.Duration now) {
        Desire desire = Desire.of(seat.site.service, seat.state, now);
        boolean moves = desire.wants()
                && desire.actor().equals(StateMachine.AUTO)
                && seat.state.actual() instanceof Actual.At at
                && at.target() != desire.target();
        if (moves && !seat.oracle.get(desire.target()).isUp()) {
            throw new Violation("desired", "a target that is not UP is wanted: " + desire);
        }
        if (moves && seat.site.order.isSet() && seat.state.override().isSet()) {
            throw new Violation("hold", "automation wants " + desire + " against " + seat.site.order);
        }
    }

    private void checkEffect(Seat seat, Effect effect, long now) {
        if (effect instanceof Effect.Read) {
            seat.mustRead = false;
        } else if (effect instanceof Effect.Send && seat.mustRead) {
            throw new Violation("read back", "sent again after an uncertain end without reading");
        }
        if (!(effect instanceof Effect.Tell)) {
            long[] rate = rates.computeIfAbsent(seat.site.service.name(), key -> new long[2]);
            rate[1] = rate[0] == now / 3_600_000 ? rate[1] + 1 : 0;
            rate[0] = now / 3_600_000;
            if (rate[1] > MOST_EFFECTS_AN_HOUR) {
                throw new Violation("progress", "more than " + MOST_EFFECTS_AN_HOUR + " effects in an hour");
            }
        }
    }

    // ---- answers ----

    void ended(Seat seat, Input input) {
        if (input instanceof Input.ChangeFailed failed) {
            seat.mustRead =
                    failed.error().kind() == Kind.AMBIGUOUS || failed.error().kind() == Kind.CONFLICT;
        }
    }

    /** The answer of an attempt that is over changes nothing. */
    void stale(Shell shell, Seat seat, Input input) {
        Step with = seat.brain.step(seat.state, input, shell.now());
        Step without = seat.brain.step(seat.state, new Input.Tick(), shell.now());
        if (!with.next().equals(without.next())) {
            throw new Violation("stale answer", input + " changed " + without.next() + " to " + with.next());
        }
    }

    // ---- events ----

    void told(Shell shell, Seat seat, Effect.Tell tell) {
        world.tally.count(tell.event());
        Site site = seat.site;
        switch (tell.event()) {
            case ALERT -> alerted(seat);
            case RECOVERY -> recovered(seat);
            case SWITCH_STARTED -> started(seat, tell);
            case SWITCH_DROPPED -> site.undecide();
            case SWITCH_VERIFIED -> {
                site.undecide();
                site.permission = false;
            }
            case SWITCH_ACCEPTED -> {
                countSwitchBack(shell, site, tell);
                site.orderDone |= !StateMachine.AUTO.equals(tell.fields().get("actor"));
            }
            case HOLD_EXPIRED -> {
                site.order = new StandingOrder.None();
                site.freedAt = world.time.now();
            }
            case MAINT -> endMaint(site, tell);
            case OUTSIDE_CHANGE -> outsideChange(site);
            default -> {}
        }
    }

    private static void outsideChange(Site site) {
        if (!site.meddled) {
            throw new Violation("outside change", "nobody but the daemon changed " + site.service.name());
        }
        site.meddled = false;
    }

    private void alerted(Seat seat) {
        if (seat.site.alerted || !seat.oracle.get(0).deservesAlert()) {
            throw new Violation("alert", seat.site.alerted ? "a second alert" : "an alert without a reason");
        }
        if (world.healthy) {
            throw new Violation("alert", "while every host is healthy");
        }
        seat.site.alerted = true;
    }

    private static void recovered(Seat seat) {
        if (!seat.site.alerted || !seat.oracle.get(0).isUp()) {
            throw new Violation("recovery", "without an alert, or while not UP");
        }
        seat.site.alerted = false;
    }

    private static void started(Seat seat, Effect.Tell tell) {
        Site site = seat.site;
        String to = String.valueOf(tell.fields().get("to"));
        boolean complete = tell.fields().containsKey("from")
                && !String.valueOf(tell.fields().getOrDefault("reason", "")).isEmpty()
                && site.service.targetIndex(to).isPresent();
        if (!complete) {
            throw new Violation("switch-started", "incomplete: " + tell.fields());
        }
        boolean automatic = StateMachine.AUTO.equals(tell.fields().get("actor"));
        site.decide(new Decision(site.service.targetIndex(to).getAsInt(), automatic, ++site.decisions));
    }

    private static void countSwitchBack(Shell shell, Site site, Effect.Tell tell) {
        boolean counts = StateMachine.AUTO.equals(tell.fields().get("actor"))
                && "back".equals(tell.fields().get("direction"));
        if (counts) {
            long forget = site.service.flapGuard().forgetAfter().toMillis();
            boolean remembered = site.flapRow > 0 && shell.uptime() - shell.inUptime(site) < forget;
            site.flapRow = remembered ? site.flapRow + 1 : 1;
            site.flapLast = shell.world.time.now();
            site.flapUptime = shell.uptime();
            site.flapRun = shell.startedAt();
        }
    }

    private static void endMaint(Site site, Effect.Tell tell) {
        if (tell.fields().containsKey("ended")) {
            for (Watch watch : site.watches()) {
                boolean same = site.service
                                .targets()
                                .get(watch.target)
                                .name()
                                .equals(tell.fields().get("target"))
                        && watch.check.name().equals(tell.fields().get("check"));
                watch.maintUntil = same ? 0 : watch.maintUntil;
            }
        }
    }

    // ---- changes ----

    Dispatch sending(Shell shell, Seat seat, Waiting waiting) {
        trace.note(world.time.now(), "sending " + waiting);
        return sendRules.check(shell, seat, waiting);
    }

    void inFlight(Lane lane, int more) {
        if (flying.merge(lane, more, Integer::sum) > 1) {
            throw new Violation("one in flight", lane.zone);
        }
    }

    /** A batch has just changed a zone. */
    void applied(ZoneModel zone, List<RecordSet> before, List<Dispatch> batch) {
        trace.note(world.time.now(), "applied " + batch);
        for (Dispatch dispatch : batch) {
            world.tally.applied();
            Service service = dispatch.site().service;
            if (!dispatch.decision().apply(dispatch.waiting().change())) {
                throw new Violation("one decision, one change", service.name() + " applied twice");
            }
            List<RecordSet> gone = new ArrayList<>(dispatch.waiting().change().deletes());
            gone.removeIf(set -> service.targets().stream()
                    .flatMap(target -> target.records().stream())
                    .anyMatch(set::matches));
            if (!gone.isEmpty() && (dispatch.decision().automatic || dispatch.site().orderDone)) {
                throw new Violation("foreign values", "deleted without a fresh order: " + gone);
            }
            for (RecordSet set : before) {
                checkKept(zone, dispatch, set.name());
            }
        }
    }

    private static void checkKept(ZoneModel zone, Dispatch dispatch, DomainName name) {
        boolean ours = dispatch.site().service.names().contains(name);
        if (ours && zone.at(List.of(name)).isEmpty()) {
            throw new Violation("never empty", name.toString());
        }
    }

    // ---- when all is over ----

    /**
     * All faults are long over: the service is where it belongs, and knows it.
     *
     * @param from when the faults ended; an order that ended much later than that leaves no time to judge
     */
    void settled(Shell shell, Site site, long from) {
        Seat seat = shell.seat(site);
        List<RecordSet> live = world.provider.zone(site.service.zone()).at(site.service.names());
        Actual truth = new Planner(site.service).actual(live);
        if (!(truth instanceof Actual.At at) || site.freedAt > from + 11 * World.MINUTE) {
            return;
        }
        long now = world.time.now();
        if (!truth.equals(seat.state.actual())) {
            throw new Violation("liveness", site.service.name() + ": live " + truth + ", held " + seat.state.actual());
        }
        for (Watch watch : site.watches()) {
            boolean bad = oracle(seat, watch.target, watch.index).verdict().isBad();
            if (bad != watch.isBad(now) || watch.tempo != watch.wants) {
                throw new Violation(
                        "liveness", site.service.name() + " " + watch.check + " bad=" + bad + " tempo=" + watch.tempo);
            }
        }
        Optional<String> wrong = Belonging.misplaced(site, at.target(), now);
        if (wrong.isPresent() || !(seat.state.work() instanceof Work.Idle)) {
            throw new Violation(
                    "liveness", site.service.name() + " " + wrong.orElse("") + " work=" + seat.state.work());
        }
    }
}
