package kirikae.probe;

import java.util.Optional;
import java.util.function.Consumer;
import kirikae.model.Observation;
import kirikae.model.Observation.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to one address: on a connection of its own, or on the one that the check keeps. Only a fresh connection
 * may say that the target fails: what goes wrong on a kept one is asked once more on a fresh one, within the same probe.
 */
final class HttpAttempt implements Attempt, Ear {
    private final Target target;
    private final Kept kept;
    private HttpAnswer answer;
    private Dial dial;
    private Consumer<Observation> done = unheard -> {};
    private @Nullable Loop loop;
    private @Nullable Wire wire;
    private boolean reused;
    private boolean judged;
    private boolean over;

    /** What to ask whom. Immutable; one serves all probes of a check. */
    static final class Target {
        private final Route route;
        private final byte[] request;
        private final Expectation expected;

        /** Takes where the connection goes, the bytes to send, and what a good answer looks like. */
        Target(Route route, byte[] request, Expectation expected) {
            this.route = route;
            this.request = request.clone();
            this.expected = expected;
        }
    }

    HttpAttempt(Target target, Kept kept) {
        this.target = target;
        this.kept = kept;
        this.answer = new HttpAnswer(target.expected, kept.use());
        this.dial = new Dial(target.route, target.request, this);
    }

    @Override
    public void begin(Loop here, Consumer<Observation> listener) {
        done = listener;
        loop = here;
        Optional<Wire> resting = kept.take();
        if (resting.isEmpty()) {
            kept.fresh();
            dial.begin(here);
            return;
        }
        reused = true;
        wire = resting.get();
        resting.get().ask(target.request, this);
    }

    @Override
    public Observation expire() {
        Observation waiting = wire == null
                ? dial.waiting()
                : Observation.failure("no answer from " + target.route.peer() + " within "
                        + Line.span(target.route.timeout()) + " (" + answer.progress() + ")");
        release();
        return waiting;
    }

    /** Half of the time is over: a kept connection that says nothing may have been lost on the way (NAT, firewall). */
    @Override
    public void hasten() {
        if (reused && !judged && !over) {
            again();
        }
    }

    @Override
    public void opened(Wire opened) {
        wire = opened;
    }

    @Override
    public void heard(byte[] bytes, int length) {
        Optional<Observation> verdict = answer.feed(bytes, length);
        if (verdict.isPresent()) {
            judged(verdict.get());
        }
        if (judged && !over) {
            settle();
        }
    }

    @Override
    public void ended() {
        if (judged) {
            release();
        } else {
            judged(answer.closed());
        }
    }

    @Override
    public void broke(Throwable cause) {
        if (judged) {
            release();
        } else {
            judged(Faults.of(cause, target.route.peer(), target.route.name()));
        }
    }

    private void judged(Observation verdict) {
        if (over) {
            return;
        }
        if (reused && verdict.outcome() != Outcome.SUCCESS) {
            again();
            return;
        }
        judged = true;
        if (verdict.outcome() == Outcome.SUCCESS && kept.isWanted()) {
            settle();
        } else {
            release();
        }
        done.accept(verdict);
    }

    /** After a good answer: keeps the connection once all of it has come, if it can be kept at all. */
    private void settle() {
        Wire open = wire;
        switch (answer.end()) {
            case OPEN -> kept.await(open == null ? Loop.NO_WIRE : open);
            case REACHED -> {
                over = true;
                kept.put(open == null ? Loop.NO_WIRE : open);
            }
            case NEVER -> release();
        }
    }

    private void again() {
        reused = false;
        if (wire != null) {
            wire.close();
            wire = null;
        }
        answer = new HttpAnswer(target.expected, kept.use());
        kept.fresh();
        if (loop != null) {
            dial.begin(loop);
        }
    }

    private void release() {
        over = true;
        if (wire == null) {
            dial.close();
        } else {
            wire.close();
        }
    }
}
