package kirikae.probe;

import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import kirikae.model.Observation;

/** Connects and closes again: an open port is a success. */
final class TcpAttempt implements Attempt {
    private final Dial dial;
    private Consumer<Observation> done = unheard -> {};

    TcpAttempt(Connector connector, Dial.Place place) {
        dial = new Dial(connector, place, this::opened, verdict -> done.accept(verdict));
    }

    @Override
    public void begin(Consumer<Observation> listener) {
        done = listener;
        dial.begin();
    }

    @Override
    public Observation expire() {
        return dial.expire();
    }

    private void opened(NetSocket socket) {
        socket.close();
        done.accept(Observation.success());
    }
}
