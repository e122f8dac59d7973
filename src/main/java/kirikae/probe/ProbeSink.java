package kirikae.probe;

import kirikae.model.CheckId;
import kirikae.model.Observation;

/** Takes what probes saw. Called on the engine's event loops: it must not block, and may be called by several at once. */
@FunctionalInterface
public interface ProbeSink {
    /**
     * Takes the end of one probe. Of one check the calls come one after the other, never two at once.
     *
     * @param check whose probe it was
     * @param observation success, failure, or unknown
     * @param startedNanos {@link System#nanoTime} when the probe started
     */
    void observed(CheckId check, Observation observation, long startedNanos);
}
