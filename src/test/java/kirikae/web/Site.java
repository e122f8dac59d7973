package kirikae.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kirikae.intake.DoorLimits;
import kirikae.intake.HttpDoor;
import kirikae.intake.Route;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Tls;
import kirikae.model.Status;

/** The web side behind a real listener, with a fake operator. */
final class Site implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final FakeOperator operator;
    final Tally tally = new Tally();
    final List<String> missing = new CopyOnWriteArrayList<>();
    final Web web;
    volatile Duration sinceProgress = Duration.ofMillis(20);
    private final HttpDoor door;
    private final HttpClient client = HttpClient.newHttpClient();

    Site(Supplier<Status> status) {
        this(new FakeOperator(status), 0);
    }

    Site(FakeOperator operator, int port) {
        this.operator = operator;
        Readiness readiness = new Readiness() {
            @Override
            public Duration sinceProgress() {
                return sinceProgress;
            }

            @Override
            public List<String> missing() {
                return missing;
            }
        };
        web = new Web(vertx, new Web.Sources(operator, readiness, tally, () -> 3));
        List<Route> routes = web.shown(new HostGate("127.0.0.1", List.of("monitor.example.com"))).stream()
                .map(Site::adapted)
                .toList();
        door = await(HttpDoor.open(
                vertx,
                new Endpoint("127.0.0.1", port),
                new Tls.Plain(),
                DoorLimits.standard(),
                routes,
                warning -> missing.add(warning)));
    }

    private static Route adapted(WebRoute route) {
        return new Route() {
            @Override
            public boolean matches(String path) {
                return route.matches(path);
            }

            @Override
            public Set<HttpMethod> methods() {
                return route.methods();
            }

            @Override
            public int bodyLimit() {
                return route.bodyLimit();
            }

            @Override
            public void handle(HttpServerRequest request, Buffer body) {
                route.handle(request, body);
            }
        };
    }

    int port() {
        return door.port();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(at(path))
                            .timeout(Duration.ofSeconds(10))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        web.close();
        await(door.close());
        await(vertx.close());
    }
}
