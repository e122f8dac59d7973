package kirikae.probe;

import io.vertx.core.AsyncResult;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.function.Consumer;
import kirikae.model.Observation;

/** Connects and closes again: an open port is a success. */
final class TcpAttempt implements Attempt {
    private final Connector connector;
    private final Target target;
    private Consumer<Observation> done = unheard -> {};
    private boolean over;

    /** Where to connect, and how long at most. */
    record Target(Peer peer, ConnectOptions options, Duration timeout) {}

    TcpAttempt(Connector connector, Target target) {
        this.connector = connector;
        this.target = target;
    }

    @Override
    public void begin(Consumer<Observation> listener) {
        done = listener;
        connector.connect(target.options()).onComplete(this::connected);
    }

    @Override
    public Observation expire() {
        over = true;
        return Observation.failure("no connection to " + target.peer() + " within " + Line.span(target.timeout()));
    }

    private void connected(AsyncResult<NetSocket> outcome) {
        if (outcome.succeeded()) {
            outcome.result().close();
        }
        if (!over) {
            over = true;
            done.accept(
                    outcome.succeeded()
                            ? Observation.success()
                            : Faults.of(
                                    outcome.cause(),
                                    target.peer(),
                                    target.peer().host()));
        }
    }
}
