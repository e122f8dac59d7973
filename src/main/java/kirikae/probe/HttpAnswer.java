package kirikae.probe;

import java.util.Optional;
import kirikae.model.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one HTTP/1 answer into a verdict, as they come and as early as possible: with nothing asked of the
 * body the header block decides. Owns the limits on what a peer may send. Must not know a connection or a clock. No input
 * makes it throw or keep more than the header block's current line.
 */
final class HttpAnswer {
    /** Most bytes read of one answer, framing included: tiny chunks must not make 64 KiB of body endless. */
    static final int WIRE_LIMIT = 1024 * 1024;

    private final Expectation expected;
    private final Use use;
    private final AnswerHead head = new AnswerHead();
    private @Nullable AnswerBody body;
    private @Nullable AnswerEnd end;
    private int wire;
    private boolean judged;

    /** What the connection is for. */
    enum Use {
        /** This answer alone: nothing is read after the verdict. */
        ONCE,
        /** Further answers too: the rest is read over. */
        KEEP
    }

    /** Takes what a good answer looks like, and what the connection is for. */
    HttpAnswer(Expectation expected, Use use) {
        this.expected = expected;
        this.use = use;
    }

    /**
     * Takes the next bytes; gives the verdict once there is one, and once only. After it nothing may be fed but the rest of an
     * answer on a connection to be kept.
     *
     * @param bytes where they are, from 0
     * @param length how many of them
     */
    Optional<Observation> feed(byte[] bytes, int length) {
        Optional<Observation> verdict = Optional.empty();
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            if (end != null) {
                end.accept(next);
            }
            if (!judged) {
                verdict = judge(next);
                judged = verdict.isPresent();
            }
            if (judged && end == null) {
                return verdict;
            }
        }
        return verdict;
    }

    private Optional<Observation> judge(byte next) {
        wire++;
        return body == null ? headByte(next) : bodyByte(body, next);
    }

    /** After a verdict: whether the answer is over and the connection can serve again. */
    AnswerEnd.State end() {
        return end == null ? AnswerEnd.State.NEVER : end.state();
    }

    /** The verdict when the peer closed the connection before there was one. */
    Observation closed() {
        if (head.isEmpty()) {
            return Observation.failure("the connection was closed without an answer");
        }
        if (body == null) {
            return Observation.failure("the connection was closed within the answer's headers");
        }
        return body.mayClose()
                ? expected.missing(head.status())
                : Observation.failure("HTTP " + head.status() + ", but the connection was closed within the body");
    }

    /** What has come so far, for people. */
    String progress() {
        if (head.isEmpty()) {
            return "connected, no first byte";
        }
        return body == null ? "the headers are not complete" : "HTTP " + head.status() + ", the body is not complete";
    }

    private Optional<Observation> headByte(byte next) {
        head.accept(next);
        if (!head.fault().isEmpty()) {
            return Optional.of(Observation.failure(head.fault()));
        }
        return head.isComplete() ? headEnd() : Optional.empty();
    }

    private Optional<Observation> headEnd() {
        if (use == Use.KEEP) {
            end = new AnswerEnd(head);
        }
        if (!expected.accepts(head.status())) {
            return Optional.of(expected.wrongStatus(head.status()));
        }
        if (expected.body().isEmpty()) {
            return Optional.of(Successes.of(head.status()));
        }
        AnswerBody started = AnswerBody.after(head, expected.body());
        body = started;
        return judge(started);
    }

    private Optional<Observation> bodyByte(AnswerBody reading, byte next) {
        reading.accept(next);
        return judge(reading);
    }

    private Optional<Observation> judge(AnswerBody reading) {
        return switch (reading.state()) {
            case MORE ->
                wire < WIRE_LIMIT
                        ? Optional.empty()
                        : Optional.of(Observation.failure("the answer's chunks are absurdly small"));
            case FOUND -> Optional.of(Successes.of(head.status()));
            case ENDED -> Optional.of(expected.missing(head.status()));
            case MALFORMED -> Optional.of(Observation.failure("the answer's chunks are malformed"));
        };
    }

    /** Good answers, made once each: they are what nearly every probe ends with. */
    private static final class Successes {
        private static final Observation[] MADE = new Observation[1_000];

        private static Observation of(int status) {
            Observation made = MADE[status];
            if (made == null) {
                made = Observation.success("HTTP " + status); // two loops may make it twice: they are equal
                MADE[status] = made;
            }
            return made;
        }
    }
}
