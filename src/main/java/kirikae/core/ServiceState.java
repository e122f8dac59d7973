package kirikae.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;
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
        Told told) {

    /** What is restored from the journal at start. */
    public record Restored(StandingOrder override, FlapGuard flap, boolean alerted) {
        /** Nothing to restore. */
        public static Restored nothing() {
            return new Restored(new StandingOrder.None(), FlapGuard.calm(), false);
        }
    }

    /**
     * Our own eyes.
     *
     * @param cutOff why we are isolated; empty when we are not known to be
     * @param freshSince when we last began to see anew (after standing still or being cut off): no plan from before is sent
     * @param trustedAt when the questions were last answered well
     * @param trusted the questions that were
     * @param asking the attempt whose answer is awaited; 0 for none
     * @param asked the questions whose answer is awaited
     * @param retryAt when to ask again after "too many"; {@link Uptime#NEVER} otherwise
     */
    public record Network(
            String cutOff,
            Duration freshSince,
            Duration trustedAt,
            Set<Effect.Question> trusted,
            long asking,
            Set<Effect.Question> asked,
            Duration retryAt) {
        /** How long an answer serves. */
        static final Duration FRESH = Duration.ofSeconds(10);

        /** Nothing known. */
        static Network unknown() {
            return new Network("", Uptime.LONG_AGO, Uptime.LONG_AGO, Set.of(), 0, Set.of(), Uptime.NEVER);
        }

        /** Cut off; whatever was asked or answered does not count. */
        Network cutOff(String reason) {
            return new Network(reason, freshSince, Uptime.LONG_AGO, Set.of(), 0, Set.of(), Uptime.NEVER);
        }

        /** Seeing anew from now on. */
        Network freshSince(Duration now) {
            return new Network(cutOff, now, Uptime.LONG_AGO, Set.of(), 0, Set.of(), Uptime.NEVER);
        }

        /** These questions are on their way. */
        Network asking(long attempt, Set<Effect.Question> questions) {
            return new Network(cutOff, freshSince, trustedAt, trusted, attempt, Set.copyOf(questions), retryAt);
        }

        /** These of the questions were answered well; "too many" says when to ask again. */
        Network answered(Set<Effect.Question> well, Duration now, Duration again) {
            return new Network("", freshSince, now, Set.copyOf(well), 0, Set.of(), again);
        }

        /** The pause after "too many" is over. */
        Network retryNow() {
            return new Network(cutOff, freshSince, trustedAt, trusted, asking, asked, Uptime.NEVER);
        }

        /** True when all these questions were answered well a moment ago. */
        boolean trusts(Set<Effect.Question> questions, Duration now) {
            return questions.isEmpty()
                    || (cutOff.isEmpty()
                            && trusted.containsAll(questions)
                            && !Uptime.reached(now, trustedAt.plus(FRESH)));
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

    /**
     * What has been told once: a drift, a refused plan, differing TTLs; each the last text or empty.
     *
     * @param started the target of the switch that was told as started; -1 for none
     * @param startedAs who started it from where: the same target wanted by somebody else, or from elsewhere, is told anew
     */
    public record Told(String drift, String refused, String ttl, int started, String startedAs) {
        static final Told NOTHING = new Told("", "", "", -1, "");

        Told drift(String text) {
            return new Told(text, refused, ttl, started, startedAs);
        }

        Told refused(String text) {
            return new Told(drift, text, ttl, started, startedAs);
        }

        Told ttl(String text) {
            return new Told(drift, refused, text, started, startedAs);
        }

        Told started(Work.Move move) {
            return new Told(drift, refused, ttl, move.to(), as(move));
        }

        Told ended() {
            return new Told(drift, refused, ttl, -1, "");
        }

        boolean isStarted(Work.Move move) {
            return started == move.to() && startedAs.equals(as(move));
        }

        private static String as(Work.Move move) {
            return move.actor() + " from " + move.from();
        }
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
                told);
    }

    ServiceState withTargets(List<TargetState> value) {
        return new ServiceState(
                List.copyOf(value),
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
                told);
    }

    ServiceState withLive(List<RecordSet> sets, Actual value) {
        return new ServiceState(
                targets,
                List.copyOf(sets),
                value,
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
                told);
    }

    ServiceState nextGeneration() {
        return new ServiceState(
                targets,
                live,
                actual,
                generation + 1,
                work,
                attempt,
                override,
                permitted,
                flap,
                alerted,
                network,
                failing,
                unresolved,
                told);
    }

    ServiceState withWork(Work value) {
        return new ServiceState(
                targets,
                live,
                actual,
                generation,
                value,
                attempt,
                override,
                permitted,
                flap,
                alerted,
                network,
                failing,
                unresolved,
                told);
    }

    ServiceState nextAttempt() {
        return new ServiceState(
                targets,
                live,
                actual,
                generation,
                work,
                attempt + 1,
                override,
                permitted,
                flap,
                alerted,
                network,
                failing,
                unresolved,
                told);
    }

    ServiceState withOverride(StandingOrder value) {
        return new ServiceState(
                targets,
                live,
                actual,
                generation,
                work,
                attempt,
                value,
                permitted,
                flap,
                alerted,
                network,
                failing,
                unresolved,
                told);
    }

    ServiceState withPermitted(boolean value) {
        return new ServiceState(
                targets,
                live,
                actual,
                generation,
                work,
                attempt,
                override,
                value,
                flap,
                alerted,
                network,
                failing,
                unresolved,
                told);
    }

    ServiceState withFlap(FlapGuard value) {
        return new ServiceState(
                targets,
                live,
                actual,
                generation,
                work,
                attempt,
                override,
                permitted,
                value,
                alerted,
                network,
                failing,
                unresolved,
                told);
    }

    ServiceState withAlerted(boolean value) {
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
                value,
                network,
                failing,
                unresolved,
                told);
    }

    ServiceState withNetwork(Network value) {
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
                value,
                failing,
                unresolved,
                told);
    }

    ServiceState withFailing(Failing value) {
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
                value,
                unresolved,
                told);
    }

    ServiceState withUnresolved(Unresolved value) {
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
                value,
                told);
    }

    ServiceState withTold(Told value) {
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
                value);
    }
}
