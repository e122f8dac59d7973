package kirikae.core;

import java.time.Duration;
import java.util.List;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;
import kirikae.model.Service;

/**
 * Everything that is known of one service. A value: {@link StateMachine#step} makes the next one.
 *
 * @param targets in the service's order
 * @param live the records at the service's names as last read (or as a just accepted change made them)
 * @param actual what they show
 * @param generation grows with every change that is sent or ends: an older regular re-read is out of date
 * @param work what is being done
 * @param attempt the number of the last attempt
 * @param override the operator's order
 * @param permitted true when a person has permitted the pending switch back (manual recovery), or the repair of a drift
 *     (switch), once
 * @param flap the flap guard's memory
 * @param alerted true after an alert until its recovery
 * @param network whether we can trust our own eyes
 * @param failing the row of failures of what is being tried
 * @param unresolved a change whose effect must be read back, or {@link Unresolved#NONE}
 * @param verifying a switch that the name servers are still to show, or {@link Verifying#NONE}
 * @param told what has been told once and is not to be repeated
 */
public record ServiceState(
        List<TargetState> targets,
        List<RecordSet> live,
        Actual actual,
        long generation,
        Work work,
        long attempt,
        StandingOrder override,
        boolean permitted,
        FlapGuard flap,
        boolean alerted,
        Network network,
        Failing failing,
        Unresolved unresolved,
        Verifying verifying,
        Told told) {

    /** What is restored from the journal at start. */
    public record Restored(StandingOrder override, FlapGuard flap, boolean alerted) {
        /** Nothing to restore. */
        public static Restored nothing() {
            return new Restored(new StandingOrder.None(), FlapGuard.calm(), false);
        }
    }

    /** A row of failures: since when, how many, the last one, and whether it was told. */
    public record Failing(Duration since, int count, ProviderError last, boolean told) {
        static final Failing NONE =
                new Failing(Uptime.NEVER, 0, new ProviderError(ProviderError.Kind.TRANSIENT, "", ""), false);

        /** True when nothing fails. */
        public boolean isNone() {
            return count == 0;
        }
    }

    /**
     * A change whose effect must be read back.
     *
     * @param is false for {@link #NONE}
     * @param changeId empty when the provider never said that it took the change
     */
    public record Unresolved(boolean is, Work.Move move, String changeId) {
        static final Unresolved NONE =
                new Unresolved(false, new Work.Move("", 0, "", StateMachine.AUTO, "away", Duration.ZERO), "");
    }

    /** The state at start: nothing known, silence counts from now. */
    public static ServiceState initial(Service service, Restored restored, Duration now) {
        return new ServiceState(
                service.targets().stream()
                        .map(target -> TargetState.fresh(target, now))
                        .toList(),
                List.of(),
                new Actual.Unread(),
                0,
                new Work.Idle(),
                0,
                restored.override(),
                false,
                restored.flap(),
                restored.alerted(),
                Network.unknown(),
                Failing.NONE,
                Unresolved.NONE,
                Verifying.NONE,
                Told.NOTHING);
    }

    /**
     * This first state of a changed service as the successor of another: numbers go on from there, so that answers to its
     * predecessor's questions are dropped.
     *
     * @param before the last state of the service before the change
     * @param known what is known of the targets
     */
    public ServiceState succeeding(ServiceState before, List<TargetState> known) {
        return new ServiceState(
                known,
                live,
                actual,
                before.generation + 1,
                work,
                before.attempt,
                override,
                permitted,
                flap,
                alerted,
                Network.unknown().cutOff(before.network.cutOff()),
                failing,
                unresolved,
                verifying,
                told);
    }

    ServiceState withTargets(List<TargetState> value) {
        Copy copy = new Copy(this);
        copy.targets = List.copyOf(value);
        return copy.done();
    }

    ServiceState withWork(Work value) {
        Copy copy = new Copy(this);
        copy.work = value;
        return copy.done();
    }

    ServiceState withOverride(StandingOrder value) {
        Copy copy = new Copy(this);
        copy.override = value;
        return copy.done();
    }

    ServiceState withPermitted(boolean value) {
        Copy copy = new Copy(this);
        copy.permitted = value;
        return copy.done();
    }

    ServiceState withFlap(FlapGuard value) {
        Copy copy = new Copy(this);
        copy.flap = value;
        return copy.done();
    }

    ServiceState withAlerted(boolean value) {
        Copy copy = new Copy(this);
        copy.alerted = value;
        return copy.done();
    }

    ServiceState withNetwork(Network value) {
        Copy copy = new Copy(this);
        copy.network = value;
        return copy.done();
    }

    ServiceState withFailing(Failing value) {
        Copy copy = new Copy(this);
        copy.failing = value;
        return copy.done();
    }

    ServiceState withUnresolved(Unresolved value) {
        Copy copy = new Copy(this);
        copy.unresolved = value;
        return copy.done();
    }

    ServiceState withVerifying(Verifying value) {
        Copy copy = new Copy(this);
        copy.verifying = value;
        return copy.done();
    }

    ServiceState withTold(Told value) {
        Copy copy = new Copy(this);
        copy.told = value;
        return copy.done();
    }

    ServiceState withLive(List<RecordSet> sets, Actual value) {
        Copy copy = new Copy(this);
        copy.live = List.copyOf(sets);
        copy.actual = value;
        return copy.done();
    }

    ServiceState nextGeneration() {
        Copy copy = new Copy(this);
        copy.generation++;
        return copy.done();
    }

    ServiceState nextAttempt() {
        Copy copy = new Copy(this);
        copy.attempt++;
        return copy.done();
    }

    /** A copy in which something is about to change: the one place that knows the order of the components. */
    private static final class Copy {
        private List<TargetState> targets;
        private List<RecordSet> live;
        private Actual actual;
        private long generation;
        private Work work;
        private long attempt;
        private StandingOrder override;
        private boolean permitted;
        private FlapGuard flap;
        private boolean alerted;
        private Network network;
        private Failing failing;
        private Unresolved unresolved;
        private Verifying verifying;
        private Told told;

        Copy(ServiceState from) {
            targets = from.targets;
            live = from.live;
            actual = from.actual;
            generation = from.generation;
            work = from.work;
            attempt = from.attempt;
            override = from.override;
            permitted = from.permitted;
            flap = from.flap;
            alerted = from.alerted;
            network = from.network;
            failing = from.failing;
            unresolved = from.unresolved;
            verifying = from.verifying;
            told = from.told;
        }

        ServiceState done() {
            return new ServiceState(
                    targets,
                    live,
                    actual,
                    generation,
                    work,
                    attempt,
                    override,
                    permitted,
                    flap,
                    alerted,
                    network,
                    failing,
                    unresolved,
                    verifying,
                    told);
        }
    }
}
