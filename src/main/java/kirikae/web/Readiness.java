package kirikae.web;

import java.time.Duration;
import java.util.List;

/** What the daemon says of itself to {@code /healthz} and {@code /readyz}. Called from any thread; must not block. */
public interface Readiness {
    /** How long ago the decision loop did anything. */
    Duration sinceProgress();

    /** What is missing for deciding and writing, one line of plain words each; empty when it is ready. */
    List<String> missing();
}
