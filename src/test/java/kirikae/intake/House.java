package kirikae.intake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import kirikae.intake.HeartbeatSink.Heard;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Observation;
import kirikae.model.Secret;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Tls;

/** An open door with heartbeats behind it, and what was heard. */
final class House implements AutoCloseable {
    static final String TOKEN = "a-good-token-of-24-chars";
    static final DoorLimits QUICK =
            new DoorLimits(64, Duration.ofMillis(400), Duration.ofSeconds(2), Duration.ofMillis(400));

    final Vertx vertx = Vertx.vertx();
    final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final AtomicLong clock = new AtomicLong();
    volatile Supplier<Future<HeartbeatSink.Kept>> sinkAnswer = () -> Future.succeededFuture(HeartbeatSink.Kept.WELL);
    /** What agents reported, and how far hosts were found to run ahead. */
    final BlockingQueue<Map<CheckId, Observation>> reported = new LinkedBlockingQueue<>();

    final Map<String, Duration> leads = new ConcurrentHashMap<>();
    volatile Supplier<Future<Void>> markAnswer = Future::succeededFuture;
    /** The wall clock, in milliseconds. */
    final AtomicLong wall = new AtomicLong(1_700_000_000_000L);

    final HeartbeatSink sink = new Ear();
    final Heartbeats heartbeats = new Heartbeats(sink, clock::get, wall::get);
    final Datadog agents = new Datadog(vertx, sink);
    final HttpDoor door;

    /** Hears everything. */
    private final class Ear implements HeartbeatSink {
        @Override
        public Future<Kept> heard(Heard heartbeat) {
            heard.add(heartbeat);
            return sinkAnswer.get();
        }

        @Override
        public Future<Void> reported(Map<CheckId, Observation> reports) {
            reported.add(reports);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> mark(String host, Duration ahead) {
            leads.put(host, ahead);
            return markAnswer.get();
        }
    }

    private House(Tls tls, DoorLimits limits, List<Route> more) {
        heartbeats.replace(checks("web1.example.com", TOKEN));
        List<Route> routes = new java.util.ArrayList<>(more);
        routes.add(0, heartbeats);
        routes.add(agents.validation());
        routes.add(agents);
        Reception reception = new Reception(vertx, limits, routes, warnings::add);
        door = await(HttpDoor.open(vertx, new Endpoint("127.0.0.1", 0), tls, limits, reception, Duration.ofMillis(50)));
    }

    static House open(Route... more) {
        return new House(new Tls.Plain(), DoorLimits.standard(), List.of(more));
    }

    static House open(DoorLimits limits) {
        return new House(new Tls.Plain(), limits, List.of());
    }

    static House open(Tls tls) {
        return new House(tls, DoorLimits.standard(), List.of());
    }

    static CheckId id(String check) {
        return new CheckId("code", "primary", check);
    }

    /** Pairs of host and token, named check0, check1, ... */
    static Map<CheckId, Check.Heartbeat> checks(String... hostsAndTokens) {
        Map<CheckId, Check.Heartbeat> checks = new HashMap<>();
        for (int i = 0; i < hostsAndTokens.length; i += 2) {
            CheckId id = id("check" + i / 2);
            Check.Rule rule = new Check.Rule(Duration.ofMinutes(2), 2, 0);
            Secret token = new Secret(hostsAndTokens[i + 1]);
            checks.put(id, new Check.Heartbeat(id.check(), rule, hostsAndTokens[i], token, Check.Auth.BEARER));
        }
        return checks;
    }

    static String request(String method, String path, String token, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: monitor\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: " + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + "\r\n\r\n"
                + body;
    }

    Visitor visitor() throws IOException {
        return new Visitor(door.port());
    }

    /** The status of one request over a connection of its own. */
    int ask(String method, String path, String token, String body) throws IOException {
        try (Visitor visitor = visitor()) {
            return visitor.send(request(method, path, token, body)).status();
        }
    }

    int beat(String path) throws IOException {
        return ask("POST", "/heartbeat/" + path, TOKEN, "");
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(door.close());
        await(vertx.close());
    }
}
