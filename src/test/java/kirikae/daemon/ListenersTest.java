package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.model.Settings.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which routes stand at which listener, with {@code listen.status} and without. */
class ListenersTest {
    private static final List<String> SHOWN =
            List.of("/", "/page.js", "/metrics", "/api/v1/services", "/api/v1/services/web", "/api/v1/events");
    private static final List<String> HEALTH =
            List.of("/healthz", "/readyz", "/services/web/health", "/services/web/failed-over");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private House house(String listen) throws IOException {
        Path config = folder.resolve("kirikae.conf");
        Files.writeString(config, """
                listen { http = "127.0.0.1:0", %s }
                state-dir = "state"
                control-socket = "control.sock"
                providers.local { type = builtin, listen = "127.0.0.1:0" }
                default-provider = local
                services.web {
                  zone = "demo.test", names = ["www.demo.test"]
                  primary { A = ["127.0.0.2"], checks { agent { type = heartbeat, host = web01, token = "0123456789abcdef" } } }
                  maintenance { A = ["127.0.0.3"] }
                }
                """.formatted(listen));
        Loaded.Valid valid = (Loaded.Valid) ConfigLoader.load(config);
        House.Built built = House.build(config, valid.settings(), Daemon.Mode.LIVE, failure -> {
            throw new IllegalStateException(failure);
        });
        House house = ((House.Built.Ready) built).house();
        Endpoint intake = house.listening().orElseThrow();
        await().atMost(Duration.ofSeconds(20)).until(() -> status("GET", intake, "/readyz") == 200);
        return house;
    }

    @Test
    void withAListenerOfItsOwnThePageIsThereAndTheIntakeIsNot() throws Exception {
        House house = house("status = \"127.0.0.1:0\"");
        try {
            Endpoint intake = house.listening().orElseThrow();
            Endpoint status = house.showing().orElseThrow();
            assertThat(status.port()).isNotEqualTo(intake.port());
            for (String path : SHOWN) {
                assertThat(status("GET", intake, path))
                        .as("beside the intake: " + path)
                        .isEqualTo(404);
                assertThat(status("GET", status, path))
                        .as("at listen.status: " + path)
                        .isEqualTo(200);
            }
            for (String path : HEALTH) {
                int expected = path.endsWith("failed-over") ? 503 : 200;
                assertThat(status("GET", intake, path)).as(path).isEqualTo(expected);
                assertThat(status("GET", status, path)).as(path).isEqualTo(expected);
            }
            assertThat(status("POST", intake, "/heartbeat/web01")).isEqualTo(202);
            assertThat(status("POST", status, "/heartbeat/web01")).isEqualTo(404);
            noOrders(intake);
            noOrders(status);
        } finally {
            house.close(2_000);
        }
    }

    @Test
    void withoutOneEverythingStandsBesideTheIntake() throws Exception {
        House house = house("");
        try {
            Endpoint intake = house.listening().orElseThrow();
            assertThat(house.showing()).isEmpty();
            for (String path : SHOWN) {
                assertThat(status("GET", intake, path)).as(path).isEqualTo(200);
            }
            assertThat(status("GET", intake, "/services/web/health")).isEqualTo(200);
            assertThat(status("GET", intake, "/services/web/failed-over")).isEqualTo(503);
            assertThat(status("POST", intake, "/heartbeat/web01")).isEqualTo(202);
            noOrders(intake);
        } finally {
            house.close(2_000);
        }
    }

    private void noOrders(Endpoint listener) throws Exception {
        for (String verb : List.of("switch", "hold", "release")) {
            assertThat(status("POST", listener, "/api/v1/services/web/" + verb)).isEqualTo(404);
        }
        assertThat(status("POST", listener, "/api/v1/reload")).isEqualTo(404);
    }

    private int status(String method, Endpoint listener, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer 0123456789abcdef")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
