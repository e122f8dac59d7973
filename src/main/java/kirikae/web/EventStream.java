package kirikae.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import kirikae.model.Event;

/**
 * {@code GET /api/v1/events/stream}: server-sent events. Unnamed messages are journal events, as they happen. {@code status} is
 * everything, first of all and whenever services come or go; {@code changes} holds only the services that changed, at most once a
 * second. Every 5 s a comment and an {@code alive} message keep the connection, which the listener closes after 10 s of silence,
 * and let a page know that the daemon lives. A viewer that cannot keep up is let go, and comes again. Used by one listener.
 */
final class EventStream implements WebRoute, AutoCloseable {
    static final int MOST_VIEWERS = 256;
    private static final int MOST_EVENTS = 4096;
    private static final long LOOK_MILLIS = 1_000;
    private static final int LOOKS_PER_SIGN = 5;
    private static final Buffer HELLO = Buffer.buffer("retry: 2000\n\n");

    private final Vertx vertx;
    private final StatusDesk desk;
    private final Supplier<Instant> clock;
    private final Later later;
    private final Changes changes = new Changes();
    private final Fresh<Buffer> whole;
    private final BlockingQueue<Event> happened = new ArrayBlockingQueue<>(MOST_EVENTS);
    private final AtomicBoolean called = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private volatile Optional<Context> loop = Optional.empty();
    private volatile int watching;
    private long looks;

    EventStream(Vertx vertx, StatusDesk desk, Later later, Supplier<Instant> clock) {
        this.vertx = vertx;
        this.desk = desk;
        this.later = later;
        this.clock = clock;
        this.whole = desk.written(status -> Buffer.buffer(Changes.whole(status)), Duration.ofMillis(100));
    }

    /** How many pages watch now. */
    int watching() {
        return watching;
    }

    /** Takes an event, from the decision loop: hands over at once. */
    void happened(Event event) {
        whole.forget();
        if (loop.isPresent()) {
            if (!happened.offer(event)) {
                lost.set(true);
            }
            call(loop.get());
        }
    }

    @Override
    public boolean matches(String path) {
        return path.equals("/api/v1/events/stream");
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        if (viewers.size() >= MOST_VIEWERS) {
            WebReply.error(
                    request, 503, MOST_VIEWERS + " pages are watching already; close one, or read /api/v1/services");
            return;
        }
        HttpServerResponse response = WebReply.begin(request, 200, "text/event-stream; charset=utf-8");
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            admit(request, response.setChunked(true));
        }
    }

    private void admit(HttpServerRequest request, HttpServerResponse response) {
        if (loop.isEmpty()) {
            begin();
        }
        Viewer viewer = new Viewer(response);
        response.closeHandler(closed -> forget(viewer));
        viewers.add(viewer);
        watching = viewers.size();
        give(viewer, HELLO);
        later.answer(request, whole.get(), everything -> {
            if (viewers.contains(viewer)) {
                give(viewer, everything);
            }
        });
    }

    /** On the listener's event loop, which is the stream's from now on. */
    private void begin() {
        loop = Optional.of(vertx.getOrCreateContext());
        vertx.setPeriodic(LOOK_MILLIS, look -> look());
        var unused = desk.write(changes::since); // the first viewer is told all this anyway
    }

    private void look() {
        looks++;
        if (viewers.isEmpty()) {
            return;
        }
        if (looks % LOOKS_PER_SIGN == 0) {
            broadcast(Buffer.buffer(
                    ": alive\nevent: alive\ndata: {\"time\":\"" + JsonText.time(clock.get()) + "\"}\n\n"));
        }
        whole.forget(); // who comes from now on must not learn less than is told now
        Context here = loop.orElseThrow();
        Future.fromCompletionStage(desk.write(changes::since), here)
                .recover(silent ->
                        Future.succeededFuture(Optional.empty())) // healthz tells of it, and the next look asks again
                .onSuccess(news -> news.map(Buffer::buffer).ifPresent(this::broadcast));
    }

    private void call(Context context) {
        if (called.compareAndSet(false, true)) {
            context.runOnContext(back -> tell());
        }
    }

    private void tell() {
        called.set(false);
        List<Event> events = new ArrayList<>();
        happened.drainTo(events);
        if (lost.getAndSet(false)) {
            List.copyOf(viewers).forEach(this::dismiss);
        }
        if (!viewers.isEmpty() && !events.isEmpty()) {
            StringBuilder messages = new StringBuilder();
            events.forEach(event -> messages.append(EventJson.message(event)));
            broadcast(Buffer.buffer(messages.toString()));
        }
    }

    private void broadcast(Buffer message) {
        List.copyOf(viewers).forEach(viewer -> give(viewer, message));
    }

    private void give(Viewer viewer, Buffer message) {
        if (viewer.offer(message) == Viewer.Taken.TOO_SLOW) {
            dismiss(viewer);
        }
    }

    private void dismiss(Viewer viewer) {
        forget(viewer);
        viewer.end();
    }

    private void forget(Viewer viewer) {
        viewers.remove(viewer);
        watching = viewers.size();
    }

    @Override
    public void close() {
        loop.ifPresent(
                context -> context.runOnContext(last -> List.copyOf(viewers).forEach(this::dismiss)));
    }
}
