package kirikae.daemon;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import kirikae.core.Input.Trust;
import kirikae.core.Uptime;

/**
 * One question that many services ask at the same moment: it is asked once, and its answer serves all who ask until it is given
 * and at least for {@link #SERVES} from the asking. That is short beside any window (1 s at the least) and beside the ten seconds
 * for which one service trusts an answer. Lives on the decision loop.
 */
final class SharedQuestion {
    static final Duration SERVES = Duration.ofMillis(200);

    private final DecisionLoop loop;
    private Future<Trust> asked = Future.succeededFuture(new Trust.Well());
    private Duration askedAt = Uptime.LONG_AGO;

    SharedQuestion(DecisionLoop loop) {
        this.loop = loop;
    }

    /** Asks, unless somebody has just done so. */
    Future<Trust> ask(Supplier<Future<Trust>> question) {
        if (asked.isComplete() && Uptime.reached(loop.now(), askedAt.plus(SERVES))) {
            askedAt = loop.now();
            asked = question.get();
        }
        return asked;
    }

    /** Forgets the answer: it is from before. */
    void forget() {
        askedAt = Uptime.LONG_AGO;
    }
}
