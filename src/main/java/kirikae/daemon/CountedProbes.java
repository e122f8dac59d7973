package kirikae.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Observation;
import kirikae.probe.ProbeSink;
import kirikae.web.Tally;

/** Counts what probes saw on its way to the decision loop. Called on the engine's event loops. */
final class CountedProbes implements ProbeSink {
    private final ProbeSink next;
    private final Tally tally;
    private volatile Map<CheckId, String> kinds = Map.of();

    CountedProbes(ProbeSink next, Tally tally) {
        this.next = next;
        this.tally = tally;
    }

    /** Knows these checks from now on. */
    void replace(Map<CheckId, Check.Probe> probes) {
        kinds = probes.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().kind()));
    }

    @Override
    public void observed(CheckId check, Observation observation, long startedNanos) {
        next.observed(check, observation, startedNanos);
        Duration took = Duration.ofNanos(Math.max(0, System.nanoTime() - startedNanos));
        Optional.ofNullable(kinds.get(check)).ifPresent(kind -> tally.probed(kind, observation.outcome(), took));
    }
}
