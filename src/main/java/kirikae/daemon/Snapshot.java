package kirikae.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kirikae.core.Actual;
import kirikae.core.CheckState;
import kirikae.core.Desire;
import kirikae.core.ServiceState;
import kirikae.core.StandingOrder;
import kirikae.core.TargetState;
import kirikae.core.Uptime;
import kirikae.core.Work;
import kirikae.model.Check;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Status;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.Hold;
import kirikae.model.Status.LastSwitch;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;
import kirikae.model.Target;

/**
 * One moment of the whole daemon, taken on the decision loop in no time since states are values; {@link #status} turns it into
 * what is shown, on any thread. Pure. Must not decide: the words come from {@link Waits}.
 *
 * @param time the wall clock
 * @param now the uptime
 * @param started when this process started
 * @param isolated why the daemon is cut off; empty when it is not
 * @param seats the services with their states, in the order of the configuration
 * @param switches the last switch of each service that has one
 */
record Snapshot(
        Instant time,
        Duration now,
        Instant started,
        String isolated,
        List<Seat> seats,
        Map<String, LastSwitch> switches) {
    /** A service and its state. */
    record Seat(Service service, ServiceState state) {}

    /** Everything there is to show. */
    Status status() {
        return new Status(
                time,
                Version.text(),
                started,
                isolated,
                seats.stream().map(this::of).toList());
    }

    private ServiceStatus of(Seat seat) {
        Service service = seat.service();
        ServiceState state = seat.state();
        Desire desire = Desire.of(service, state, now);
        return new ServiceStatus(
                service.name(),
                service.names(),
                service.provider(),
                service.zone(),
                desire.wants() ? service.targets().get(desire.target()).name() : "",
                Shown.actual(service, state),
                state.actual() instanceof Actual.Drifted drifted ? drifted.why() : "",
                phase(state),
                new Waits(service, state, isolated, now).words(),
                failing(state.failing()),
                state.alerted(),
                hold(service, state.override()),
                switches.getOrDefault(service.name(), LastSwitch.none()),
                targets(service, state));
    }

    private static String phase(ServiceState state) {
        Work work = state.work();
        if (work instanceof Work.Idle) {
            return state.network().asking() == 0 ? "idle" : "asking";
        }
        if (work instanceof Work.Reading) {
            return "reading";
        }
        if (work instanceof Work.Queued) {
            return "queued";
        }
        if (work instanceof Work.Sent) {
            return "sent";
        }
        return work instanceof Work.Following ? "following" : "pausing";
    }

    private String failing(ServiceState.Failing failing) {
        if (failing.isNone()) {
            return "";
        }
        String times = failing.count() == 1 ? "" : failing.count() + " times, ";
        return failing.last() + " (" + times + "first " + Uptime.text(now.minus(failing.since())) + " ago)";
    }

    private Hold hold(Service service, StandingOrder order) {
        if (order instanceof StandingOrder.Frozen frozen) {
            return new Hold(Hold.Kind.HOLD, "", frozen.reason(), frozen.actor(), wall(frozen.until()));
        }
        if (order instanceof StandingOrder.Pinned pinned) {
            String target = service.targets().get(pinned.target()).name();
            return new Hold(Hold.Kind.SWITCH, target, pinned.reason(), pinned.actor(), wall(pinned.until()));
        }
        return Hold.none();
    }

    private Instant wall(Duration moment) {
        return moment.equals(Uptime.NEVER) ? Instant.MAX : time.plus(moment.minus(now));
    }

    private List<TargetStatus> targets(Service service, ServiceState state) {
        List<TargetStatus> targets = new ArrayList<>();
        for (int i = 0; i < service.targets().size(); i++) {
            Target target = service.targets().get(i);
            TargetState known = state.targets().get(i);
            targets.add(new TargetStatus(
                    target.name(),
                    known.verdict(service.alertWhen()),
                    upFor(known),
                    records(target),
                    checks(target, known)));
        }
        return targets;
    }

    private Duration upFor(TargetState known) {
        boolean always = known.upSince().equals(Uptime.LONG_AGO);
        return always || known.upSince().equals(Uptime.NEVER)
                ? Duration.ZERO
                : Uptime.later(Duration.ZERO, now.minus(known.upSince()));
    }

    private static List<String> records(Target target) {
        return target.records().stream().map(Snapshot::record).distinct().toList();
    }

    private static String record(RecordSet set) {
        String content = set.data() instanceof RecordData.Values values
                ? String.join(", ", values.texts())
                : set.data().toString();
        return set.type() + " " + content;
    }

    private List<CheckStatus> checks(Target target, TargetState known) {
        List<CheckStatus> checks = new ArrayList<>();
        for (int i = 0; i < target.checks().size(); i++) {
            checks.add(check(target.checks().get(i), known.checks().get(i)));
        }
        return checks;
    }

    private CheckStatus check(Check check, CheckState state) {
        boolean never = state.lastSuccess().equals(Uptime.LONG_AGO);
        return new CheckStatus(
                check.name(),
                check.kind(),
                state.counted(),
                never ? Duration.ofMillis(-1) : now.minus(state.lastSuccess()),
                now.minus(state.lastSeen()),
                state.inMaint() ? "planned work" : state.reason(),
                check.rule().noDataWindow(),
                Uptime.later(Duration.ZERO, state.deadline().minus(now)),
                state.inMaint(),
                state.hint());
    }
}
