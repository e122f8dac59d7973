package kirikae.probe;

import java.util.Optional;
import kirikae.model.Observation;

/**
 * Turns the bytes of one HTTP/1 answer into a verdict, as they come and as early as possible: with nothing asked of the
 * body the header block decides. Owns the limits on what a peer may send. Must not know a connection or a clock. No input
 * makes it throw or keep more than the header block's current line.
 */
final class HttpAnswer {
    /** Most bytes read of one answer, framing included: tiny chunks must not make 64 KiB of body endless. */
    static final int WIRE_LIMIT = 1024 * 1024;

    private final Expectation expected;
    private final AnswerHead head = new AnswerHead();
    private Optional<AnswerBody> body = Optional.empty();
    private int wire;

    /** Takes what a good answer looks like. */
    HttpAnswer(Expectation expected) {
        this.expected = expected;
    }

    /** Takes the next bytes; gives the verdict once there is one, after which nothing more may be fed. */
    Optional<Observation> feed(byte[] bytes) {
        for (byte next : bytes) {
            wire++;
            Optional<Observation> verdict = body.isPresent() ? bodyByte(body.get(), next) : headByte(next);
            if (verdict.isPresent()) {
                return verdict;
            }
        }
        return Optional.empty();
    }

    /** The verdict when the peer closed the connection before there was one. */
    Observation closed() {
        if (head.isEmpty()) {
            return Observation.failure("the connection was closed without an answer");
        }
        if (body.isEmpty()) {
            return Observation.failure("the connection was closed within the answer's headers");
        }
        return body.get().mayClose()
                ? expected.missing(head.status())
                : Observation.failure("HTTP " + head.status() + ", but the connection was closed within the body");
    }

    /** What has come so far, for people. */
    String progress() {
        if (head.isEmpty()) {
            return "connected, no first byte";
        }
        return body.isEmpty() ? "the headers are not complete" : "HTTP " + head.status() + ", the body is not complete";
    }

    private Optional<Observation> headByte(byte next) {
        head.accept(next);
        if (!head.fault().isEmpty()) {
            return Optional.of(Observation.failure(head.fault()));
        }
        return head.isComplete() ? headEnd() : Optional.empty();
    }

    private Optional<Observation> headEnd() {
        if (!expected.accepts(head.status())) {
            return Optional.of(expected.wrongStatus(head.status()));
        }
        if (expected.body().isEmpty()) {
            return Optional.of(Observation.success("HTTP " + head.status()));
        }
        AnswerBody started = AnswerBody.after(head, expected.body());
        body = Optional.of(started);
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
            case FOUND -> Optional.of(Observation.success("HTTP " + head.status()));
            case ENDED -> Optional.of(expected.missing(head.status()));
            case MALFORMED -> Optional.of(Observation.failure("the answer's chunks are malformed"));
        };
    }
}
