package kirikae.daemon;

import io.vertx.core.Vertx;
import java.time.Duration;
import kirikae.web.Tally;

/** Measures once a second how late the decision loop and a network event loop take up work that is due. */
final class Lags {
    private static final long EVERY_MILLIS = 1_000;

    private final DecisionLoop loop;
    private final Tally tally;
    private long due = System.nanoTime() + EVERY_MILLIS * 1_000_000;

    private Lags(DecisionLoop loop, Tally tally) {
        this.loop = loop;
        this.tally = tally;
    }

    /** Begins to measure, until the Vertx is closed. */
    static void measure(Vertx vertx, DecisionLoop loop, Tally tally) {
        Lags lags = new Lags(loop, tally);
        vertx.setPeriodic(EVERY_MILLIS, tick -> lags.tick());
    }

    private void tick() {
        long now = System.nanoTime();
        tally.loopLag(Duration.ofNanos(Math.max(0, now - due)));
        due = now + EVERY_MILLIS * 1_000_000;
        loop.execute(() -> tally.decisionLag(Duration.ofNanos(System.nanoTime() - now)));
    }
}
