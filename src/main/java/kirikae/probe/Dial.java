package kirikae.probe;

import io.vertx.core.AsyncResult;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;
import kirikae.model.Observation;

/**
 * Gets one connection: looks the name up if it is one, then connects. The two are apart because a resolver that does not
 * answer is our fault, and a peer that does not answer is its own. Serves once, on one event loop.
 */
final class Dial {
    private final Connector connector;
    private final Place place;
    private final Consumer<NetSocket> opened;
    private final Consumer<Observation> failed;
    private boolean resolving;
    private boolean over;

    /**
     * Where to connect.
     *
     * @param peer where the connection goes
     * @param name whose certificate it must be
     * @param options made once by the {@link Connector}
     * @param timeout of the whole probe
     */
    record Place(Peer peer, String name, ConnectOptions options, Duration timeout) {}

    /** Takes who gets the open connection, and who hears why there is none: one of them, once, unless it expires. */
    Dial(Connector connector, Place place, Consumer<NetSocket> opened, Consumer<Observation> failed) {
        this.connector = connector;
        this.place = place;
        this.opened = opened;
        this.failed = failed;
    }

    /** Starts. Does not block. */
    void begin() {
        if (place.peer().isLiteral()) {
            connector.connect(place.options()).onComplete(this::connected);
        } else {
            resolving = true;
            connector.resolve(place.peer().host()).onComplete(this::resolved);
        }
    }

    /** Gives up: whatever still opens is closed at once. Says what it was waiting for. */
    Observation expire() {
        over = true;
        String within = " within " + Line.span(place.timeout());
        return resolving
                ? Observation.unknown(
                        "cannot look up " + place.peer().host() + ": the resolver did not answer" + within)
                : Observation.failure("no connection to " + place.peer() + within);
    }

    private void resolved(AsyncResult<InetAddress> address) {
        resolving = false;
        if (over) {
            return;
        }
        if (address.failed()) {
            fail(address.cause());
            return;
        }
        SocketAddress remote = SocketAddress.inetSocketAddress(
                place.peer().port(), address.result().getHostAddress());
        connector
                .connect(new ConnectOptions(place.options()).setRemoteAddress(remote))
                .onComplete(this::connected);
    }

    private void connected(AsyncResult<NetSocket> outcome) {
        if (over) {
            if (outcome.succeeded()) {
                outcome.result().close();
            }
        } else if (outcome.succeeded()) {
            over = true;
            opened.accept(outcome.result());
        } else {
            fail(outcome.cause());
        }
    }

    private void fail(Throwable cause) {
        over = true;
        failed.accept(Faults.of(cause, place.peer(), place.name()));
    }
}
