package kirikae.probe;

import java.util.function.Consumer;
import kirikae.model.Observation;

/** Connects and closes again: an open port is a success. */
final class TcpAttempt implements Attempt, Ear {
    private static final byte[] NOTHING = {};

    private final Route route;
    private final Dial dial;
    private Consumer<Observation> done = unheard -> {};
    private boolean over;

    TcpAttempt(Route route) {
        this.route = route;
        dial = new Dial(route, NOTHING, this);
    }

    @Override
    public void begin(Loop loop, Consumer<Observation> listener) {
        done = listener;
        dial.begin(loop);
    }

    @Override
    public Observation expire() {
        Observation waiting = dial.waiting();
        over = true;
        dial.close();
        return waiting;
    }

    @Override
    public void opened(Wire wire) {
        wire.close();
        end(Observation.success());
    }

    @Override
    public void heard(byte[] bytes, int length) {
        throw new IllegalStateException("closed as soon as it was open");
    }

    @Override
    public void ended() {
        end(Observation.failure(route.peer() + " closed the connection"));
    }

    @Override
    public void broke(Throwable cause) {
        end(Faults.of(cause, route.peer(), route.name()));
    }

    private void end(Observation verdict) {
        if (!over) {
            over = true;
            done.accept(verdict);
        }
    }
}
