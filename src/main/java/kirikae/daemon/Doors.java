package kirikae.daemon;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kirikae.intake.Datadog;
import kirikae.intake.Dogstatsd;
import kirikae.intake.DoorLimits;
import kirikae.intake.HeartbeatSink;
import kirikae.intake.Heartbeats;
import kirikae.intake.HttpDoor;
import kirikae.intake.Route;
import kirikae.intake.SelfCheck;
import kirikae.intake.SignedPast;
import kirikae.intake.Triggers;
import kirikae.journal.Opening;
import kirikae.model.CheckId;
import kirikae.model.Event;
import kirikae.model.Observation;
import kirikae.model.Operator;
import kirikae.model.Settings;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Listener;

/**
 * Every door through which the daemon is told something: heartbeats, agents, triggers, DogStatsD, and the question to our own
 * listener. Owns them and their wiring. Must not decide what is heard.
 */
final class Doors {
    private final Vertx vertx;
    private final Settings.Listen listen;
    private final Heartbeats heartbeats;
    private final Datadog agents;
    private final Triggers triggers;
    private final Dogstatsd dogstatsd;
    private Optional<HttpDoor> door = Optional.empty();
    private Optional<SelfCheck> selfCheck = Optional.empty();
    private Optional<Endpoint> datagrams = Optional.empty();

    /** Takes who hears, who does what triggers order, and what is to be opened. Nothing is open yet. */
    Doors(Vertx vertx, Settings.Listen listen, HeartbeatSink sink, Operator operator) {
        this.vertx = vertx;
        this.listen = listen;
        this.heartbeats = new Heartbeats(sink);
        this.agents = new Datadog(vertx, sink);
        this.triggers = new Triggers(vertx, operator::switchTo);
        this.dogstatsd = new Dogstatsd(sink, listen.allowFrom());
    }

    /** A sink of this registry, once there is somebody to hear: what is valid and comes before waits, it is not refused. */
    static HeartbeatSink sink(Registry registry, Future<Void> deciding) {
        return new HeartbeatSink() {
            @Override
            public Future<Kept> heard(Heard heartbeat) {
                return deciding.isComplete()
                        ? registry.heard(heartbeat)
                        : deciding.compose(open -> registry.heard(heartbeat));
            }

            @Override
            public Future<Void> reported(Map<CheckId, Observation> reports) {
                return deciding.compose(open -> registry.reported(reports));
            }

            @Override
            public Future<Void> mark(String host, Duration ahead) {
                return deciding.compose(open -> registry.mark(host, ahead));
            }
        };
    }

    /** What the journal knows of signed heartbeats; before anything opens. */
    void restore(Opening.Opened opened) {
        Map<String, Duration> ahead = new LinkedHashMap<>();
        opened.standing().marks().forEach((host, event) -> {
            if (event.fields().get("ahead-ms") instanceof Number millis) {
                ahead.put(host, Duration.ofMillis(millis.longValue()));
            }
        });
        Instant until = opened.replay().stream().map(Event::time).reduce(Instant.now(), Doors::later);
        heartbeats.restore(new SignedPast(
                ahead,
                until,
                opened.damage() == Opening.Damage.LOST_LINES ? SignedPast.Journal.DAMAGED : SignedPast.Journal.WHOLE));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Puts checks and triggers in force; from any thread. */
    void replace(CheckTable checks, List<kirikae.model.Trigger> armed) {
        heartbeats.replace(checks.heartbeats());
        agents.replace(checks.pushed());
        dogstatsd.replace(checks.pushed());
        triggers.replace(armed);
    }

    /** The routes of the intake, in the order they are asked. */
    private List<Route> routes() {
        return List.of(heartbeats, triggers, agents.validation(), agents);
    }

    /** Opens what the configuration says. */
    Future<Void> open(Window window, Consumer<String> warnings) {
        Future<Void> http = listen.http() instanceof Listener.At at
                ? HttpDoor.open(
                                vertx,
                                at.endpoint(),
                                listen.tls(),
                                DoorLimits.standard(),
                                window.beside(at.endpoint(), routes()),
                                warnings)
                        .onSuccess(this::opened)
                        .mapEmpty()
                : Future.succeededFuture();
        return http.compose(open -> openDatagrams(warnings));
    }

    private void opened(HttpDoor open) {
        door = Optional.of(open);
        selfCheck = Optional.of(new SelfCheck(vertx, open, heartbeats));
    }

    private Future<Void> openDatagrams(Consumer<String> warnings) {
        if (!(listen.dogstatsd() instanceof Listener.At at)) {
            return Future.succeededFuture();
        }
        return dogstatsd
                .open(vertx, at.endpoint(), warnings)
                .onSuccess(port ->
                        datagrams = Optional.of(new Endpoint(at.endpoint().host(), port)))
                .mapEmpty();
    }

    /** Where heartbeats are taken. */
    Optional<Endpoint> listening() {
        return door.map(HttpDoor::endpoint);
    }

    /** Where datagrams are taken. */
    Optional<Endpoint> datagrams() {
        return datagrams;
    }

    /** Asks our own listener. */
    Optional<SelfCheck> selfCheck() {
        return selfCheck;
    }

    /** How many heartbeats and posts of agents were refused since the start. */
    long refused() {
        return heartbeats.refused() + agents.refused();
    }

    /** Closes everything. */
    Future<Void> close() {
        Future<Void> http = door.map(HttpDoor::close).orElseGet(Future::succeededFuture);
        return Future.join(http, dogstatsd.close(), agents.close()).mapEmpty();
    }
}
