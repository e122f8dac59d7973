package kirikae.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import kirikae.model.Event;
import kirikae.model.Operator;

/**
 * One visitor who follows the events, as server-sent events. Owns its place among the followers, and gives it back when the visitor
 * goes or does not keep up. Lives on the listener's event loop, save {@link #heard}.
 */
final class ControlStream {
    private static final int MOST_WAITING = 1_000;
    private static final long ALIVE_MILLIS = 5_000;

    private final Vertx vertx;
    private final Context context;
    private final Operator operator;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String service;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<Event> early = new ArrayList<>();
    private boolean live;
    private boolean gone;
    private Runnable end = () -> {};

    /** Takes the visitor, and the service to follow; empty for all. */
    ControlStream(Vertx vertx, Operator operator, HttpServerRequest request, String service) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.operator = operator;
        this.request = request;
        this.response = request.response();
        this.service = service;
    }

    /** Follows what happens from now on. */
    void begin() {
        open();
        goLive(List.of());
    }

    /** As {@link #begin}, after the events of so long ago. */
    void beginWith(Duration since) {
        open();
        Future.fromCompletionStage(operator.events(service, since), context)
                .onSuccess(this::goLive)
                .onFailure(cause -> drop());
    }

    private void open() {
        AutoCloseable place = operator.follow(this::heard);
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        long alive = vertx.setPeriodic(ALIVE_MILLIS, tick -> write(": alive\n\n"));
        end = () -> {
            vertx.cancelTimer(alive);
            leave(place);
        };
        response.closeHandler(closed -> end.run());
        write(": following\n\n");
    }

    private static void leave(AutoCloseable place) {
        try {
            place.close();
        } catch (Exception e) {
            throw new IllegalStateException("a follower could not leave", e);
        }
    }

    /** On the decision loop: hands over at once. */
    private void heard(Event event) {
        if (!service.isEmpty() && !event.service().equals(Optional.of(service))) {
            return;
        }
        if (waiting.incrementAndGet() <= MOST_WAITING) {
            context.runOnContext(here -> {
                waiting.decrementAndGet();
                take(event);
            });
        } else {
            context.runOnContext(here -> drop());
        }
    }

    private void take(Event event) {
        if (live) {
            write(EventJson.message(event));
        } else if (early.size() < MOST_WAITING) {
            early.add(event);
        } else {
            drop();
        }
    }

    /** What was heard while the past was asked for may be part of it. */
    private void goLive(List<Event> past) {
        Set<Event> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(past);
        StringBuilder text = new StringBuilder();
        past.forEach(event -> text.append(EventJson.message(event)));
        early.stream().filter(event -> !known.contains(event)).forEach(event -> text.append(EventJson.message(event)));
        early.clear();
        live = true;
        if (text.length() > 0) {
            write(text.toString());
        }
    }

    /** Lets the visitor go, who may not read any more: an orderly close would wait for that. */
    private void drop() {
        gone = true;
        end.run();
        if (request.connection() instanceof HttpServerConnection served) {
            var unused = served.channelHandlerContext().channel().close();
        }
    }

    /** A visitor who does not read is let go: the journal has everything. */
    private void write(String text) {
        if (gone || response.closed() || response.ended()) {
            return;
        }
        if (response.writeQueueFull() && live) {
            drop();
            return;
        }
        response.write(text).onFailure(cause -> drop());
    }
}
