package kirikae.intake;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kirikae.model.CheckId;
import kirikae.model.Observation;

/** Where accepted heartbeats and reports go. Called on the listener's event loop; must not block. */
public interface HeartbeatSink {
    /**
     * Takes one heartbeat.
     *
     * @return completes when it is taken; only then the host is told 202. A failure, or none within 5 s, gives the host 503.
     */
    Future<Kept> heard(Heard heartbeat);

    /** Takes what agents report of other checks; completes when it is taken, as for {@link #heard}. */
    Future<Void> reported(Map<CheckId, Observation> reports);

    /**
     * Keeps, over restarts, how far the times of a host's signed heartbeats may run ahead of our clock.
     *
     * @return completes when it is synced; a failure means that it is not, or not yet
     */
    Future<Void> mark(String host, Duration ahead);

    /** What became of a heartbeat that is in force. */
    enum Kept {
        /** A restart knows it, as far as it must. */
        WELL,
        /** Planned work that is in force but not on the disk: a restart before it is would forget it. */
        IN_MEMORY
    }

    /**
     * One heartbeat that has proved itself.
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

        /** Something that proves to be the host's but not to be of now: neither life nor failure; the reason says more. */
        record Unclear() implements Word {}
    }
}
