package kirikae.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import kirikae.model.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Gets one connection: looks the name up if it is one, then connects. The two are apart because a resolver that does not
 * answer is our fault, and a peer that does not answer is its own. Serves once, on one event loop.
 */
final class Dial {
    private final Route route;
    private final byte[] request;
    private final Ear ear;
    private boolean resolving;
    private boolean over;
    private @Nullable Wire wire;

    /** Takes where to, what to send as soon as it is open, and who hears what follows. */
    Dial(Route route, byte[] request, Ear ear) {
        this.route = route;
        this.request = request;
        this.ear = ear;
    }

    /** Starts. Does not block. */
    void begin(Loop loop) {
        Optional<InetSocketAddress> known = route.known();
        if (known.isPresent()) {
            open(loop, known.get());
        } else {
            resolving = true;
            route.names().resolve(route.peer().host(), loop, (found, why) -> resolved(loop, found, why));
        }
    }

    private void resolved(Loop loop, @Nullable InetAddress found, @Nullable Throwable why) {
        resolving = false;
        if (over) {
            return;
        }
        if (found == null) {
            ear.broke(
                    why == null ? new java.net.UnknownHostException(route.peer().host()) : why);
        } else {
            open(loop, new InetSocketAddress(found, route.peer().port()));
        }
    }

    private void open(Loop loop, InetSocketAddress place) {
        wire = loop.open(place, route.tls(), request, ear);
    }

    /** Gives up: whatever still opens is closed. */
    void close() {
        over = true;
        if (wire != null) {
            wire.close();
        }
    }

    /** What is still waited for, before the connection is open. */
    Observation waiting() {
        String within = " within " + Line.span(route.timeout());
        return resolving
                ? Observation.unknown(
                        "cannot look up " + route.peer().host() + ": the resolver did not answer" + within)
                : Observation.failure("no connection to " + route.peer() + within);
    }
}
