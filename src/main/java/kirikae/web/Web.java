package kirikae.web;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import kirikae.model.Event;
import kirikae.model.Operator;

/**
 * Everything of this package that is asked over TCP, built once. Owns the status desk and the live stream; the listeners are their
 * owner's, which asks the routes in the order given here.
 */
public final class Web implements AutoCloseable {
    private final StatusDesk desk;
    private final EventStream stream;
    private final AutoCloseable following;
    private final List<WebRoute> pages;
    private final List<WebRoute> health;
    private final MetricsRoute metrics;

    /**
     * What it needs of the daemon.
     *
     * @param tally counts what the daemon does; events reach it from here
     * @param heartbeatsRefused how many heartbeats were refused since the start
     */
    public record Sources(Operator operator, Readiness readiness, Tally tally, LongSupplier heartbeatsRefused) {}

    /** Builds everything, and follows the events from now on. */
    public Web(Vertx vertx, Sources sources) {
        Later later = new Later(vertx);
        desk = new StatusDesk(sources.operator());
        stream = new EventStream(vertx, desk, later, Instant::now);
        metrics = new MetricsRoute(sources.tally(), sources.heartbeatsRefused(), stream::watching, desk, later);
        pages = List.of(new StatusPage(), new StatusApi(sources.operator(), desk, later), stream, metrics);
        health = List.of(new HealthRoutes(sources.readiness(), desk, later));
        following = sources.operator().follow(event -> happened(sources.tally(), event));
    }

    private void happened(Tally tally, Event event) {
        tally.happened(event);
        desk.forget();
        stream.happened(event);
    }

    /** Lets classes be loaded and the first status be asked before anybody comes. */
    public void warmUp() {
        metrics.warmUp();
    }

    /** For the one listener that shows the page, JSON, live events and metrics: those behind the gate, then health. */
    public List<WebRoute> shown(HostGate gate) {
        Stream<WebRoute> gated = pages.stream().map(route -> new GatedRoute(gate, route));
        return Stream.of(gated, health.stream(), Stream.<WebRoute>of(new ReservedPaths()))
                .flatMap(routes -> routes)
                .toList();
    }

    /** For a listener beside it: health only, and 404 at the paths that are never intake. */
    public List<WebRoute> beside() {
        return Stream.concat(health.stream(), Stream.<WebRoute>of(new ReservedPaths()))
                .toList();
    }

    /** Sends every page away. */
    @Override
    public void close() {
        stream.close();
        desk.close();
        try {
            following.close();
        } catch (Exception e) {
            throw new IllegalStateException("the events cannot be left", e);
        }
    }
}
