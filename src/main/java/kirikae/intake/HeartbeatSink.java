package kirikae.intake;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import kirikae.model.CheckId;

/** Where accepted heartbeats go. Called on the listener's event loop; must not block. */
public interface HeartbeatSink {
    /**
     * Takes one heartbeat.
     *
     * @return completes when it is taken (a maint: journalled); only then the host is told 202. A failure, or none within 5 s,
     *     gives the host 503.
     */
    Future<Void> heard(Heard heartbeat);

    /**
     * One heartbeat whose token was valid.
     *
     * @param checks the checks it is for, in the order of their ids, never empty
     * @param word what the host says
     * @param reason one line for people, without control characters, at most 1,024 characters; may be empty
     */
    record Heard(List<CheckId> checks, Word word, String reason) {
        /** Copies its list. */
        public Heard {
            checks = List.copyOf(checks);
        }
    }

    /** What a host can say. */
    sealed interface Word {
        /** "I am alive": a success. It does not end a maint. */
        record Alive() implements Word {}

        /** "I am up again": a success that also ends a maint. */
        record Up() implements Word {}

        /** "I am broken": DOWN at once. */
        record Fail() implements Word {}

        /**
         * "I am being worked on": planned, bad without an alert.
         *
         * @param length how long at most, more than zero, at most 24 h
         */
        record Maint(Duration length) implements Word {}
    }
}
