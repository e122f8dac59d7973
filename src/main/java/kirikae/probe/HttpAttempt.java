package kirikae.probe;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import kirikae.model.Observation;
import org.jspecify.annotations.Nullable;

/** One HTTP request on a connection of its own, to one address. Closes it as soon as there is a verdict. */
final class HttpAttempt implements Attempt {
    private final Target target;
    private final HttpAnswer answer;
    private final Dial dial;
    private Consumer<Observation> done = unheard -> {};
    private boolean over;
    private @Nullable NetSocket socket;

    /**
     * What to ask whom.
     *
     * @param place where the connection goes
     * @param request the bytes to send
     * @param expected what a good answer looks like
     */
    record Target(Dial.Place place, Buffer request, Expectation expected) {}

    HttpAttempt(Connector connector, Target target) {
        this.target = target;
        this.answer = new HttpAnswer(target.expected());
        this.dial = new Dial(connector, target.place(), this::ask, this::end);
    }

    @Override
    public void begin(Consumer<Observation> listener) {
        done = listener;
        dial.begin();
    }

    @Override
    public Observation expire() {
        over = true;
        if (socket == null) {
            return dial.expire();
        }
        release(socket);
        return Observation.failure("no answer from " + target.place().peer() + " within "
                + Line.span(target.place().timeout()) + " (" + answer.progress() + ")");
    }

    private void ask(NetSocket opened) {
        socket = opened;
        Dial.Place place = target.place();
        opened.exceptionHandler(cause -> end(Faults.of(cause, place.peer(), place.name())));
        opened.closeHandler(closed -> closed());
        opened.handler(this::read);
        // A write that fails closes the connection, and that is heard above.
        opened.write(target.request());
    }

    private void read(Buffer bytes) {
        if (!over) {
            answer.feed(bytes.getBytes()).ifPresent(this::end);
        }
    }

    private void closed() {
        if (!over) {
            end(answer.closed());
        }
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
