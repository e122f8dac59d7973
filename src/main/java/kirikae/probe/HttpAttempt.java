package kirikae.probe;

import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.function.Consumer;
import kirikae.model.Observation;
import org.jspecify.annotations.Nullable;

/** One HTTP request on a connection of its own, to one address. Closes it as soon as there is a verdict. */
final class HttpAttempt implements Attempt {
    private final Connector connector;
    private final Target target;
    private final HttpAnswer answer;
    private Consumer<Observation> done = unheard -> {};
    private boolean over;
    private @Nullable NetSocket socket;

    /**
     * What to ask whom.
     *
     * @param peer where the connection goes
     * @param name the URL's host, which the certificate must be valid for
     * @param request the bytes to send
     */
    record Target(
            Peer peer, String name, ConnectOptions options, Buffer request, Expectation expected, Duration timeout) {}

    HttpAttempt(Connector connector, Target target) {
        this.connector = connector;
        this.target = target;
        this.answer = new HttpAnswer(target.expected());
    }

    @Override
    public void begin(Consumer<Observation> listener) {
        done = listener;
        connector.connect(target.options()).onComplete(this::connected);
    }

    @Override
    public Observation expire() {
        over = true;
        String within = " within " + Line.span(target.timeout());
        if (socket == null) {
            return Observation.failure("no connection to " + target.peer() + within);
        }
        release(socket);
        return Observation.failure("no answer from " + target.peer() + within + " (" + answer.progress() + ")");
    }

    private void connected(AsyncResult<NetSocket> outcome) {
        if (outcome.failed()) {
            end(Faults.of(outcome.cause(), target.peer(), target.name()));
        } else if (over) {
            release(outcome.result());
        } else {
            ask(outcome.result());
        }
    }

    private void ask(NetSocket opened) {
        socket = opened;
        opened.exceptionHandler(cause -> end(Faults.of(cause, target.peer(), target.name())));
        opened.closeHandler(closed -> {
            if (!over) {
                end(answer.closed());
            }
        });
        opened.handler(bytes -> {
            if (!over) {
                answer.feed(bytes.getBytes()).ifPresent(this::end);
            }
        });
        // A write that fails closes the connection, and that is heard above.
        opened.write(target.request());
    }

    private void end(Observation verdict) {
        if (over) {
            return;
        }
        over = true;
        if (socket != null) {
            release(socket);
        }
        done.accept(verdict);
    }

    private static void release(NetSocket socket) {
        if (socket.isSsl()) {
            // A resumed session would skip the certificate: every probe must see the one that users see now.
            socket.sslSession().invalidate();
        }
        socket.close();
    }
}
