package kirikae.daemon;

import java.time.Duration;
import kirikae.model.Observation;
import kirikae.model.Settings.DeadMan;
import kirikae.probe.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody watches the watcher: an outbound ping from the decision loop itself, so that it stops when decisions stop. Any HTTP
 * answer counts. Must never delay anything.
 */
final class DeadManPing {
    private static final Logger LOG = LoggerFactory.getLogger(DeadManPing.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final DecisionLoop loop;
    private final Reach reach;
    private final DeadMan rule;
    private String trouble = "";

    DeadManPing(DecisionLoop loop, Reach reach, DeadMan rule) {
        this.loop = loop;
        this.reach = reach;
        this.rule = rule;
    }

    /** Begins, when one is configured. On the decision loop. */
    void start() {
        if (rule instanceof DeadMan.To to) {
            ping(to);
        }
    }

    private void ping(DeadMan.To to) {
        reach.ask(to.url(), DEADLINE).onComplete(seen -> loop.execute(() -> said(seen.result())));
        loop.at(loop.now().plus(to.every()), () -> ping(to));
    }

    /** Said when it begins and when it ends, not at every ping. */
    private void said(Observation seen) {
        String now = seen.outcome() == Observation.Outcome.SUCCESS ? "" : seen.reason();
        if (now.isEmpty() != trouble.isEmpty()) {
            LOG.warn("dead-man ping: {}", now.isEmpty() ? "answered again" : now + " (tried again every time)");
        }
        trouble = now;
    }
}
