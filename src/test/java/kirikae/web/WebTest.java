package kirikae.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import kirikae.model.EventName;
import kirikae.model.Status.Hold;
import kirikae.model.Status.LastSwitch;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes behind a real listener, asked as browsers, scrapers, health checkers and attackers ask. */
class WebTest {
    private final Site site = new Site(() ->
            Sample.status(Sample.well("code"), Sample.on("shop", "maintenance", Verdict.NO_DATA), starting("new")));

    @AfterEach
    void close() {
        site.close();
    }

    private static ServiceStatus starting(String name) {
        return Sample.with(
                name, "", "unread", Hold.none(), Sample.target("primary", Verdict.UNDECIDED, "A 203.0.113.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/page.css",
                "/page.js",
                "/data.js",
                "/view.js",
                "/timeline.js",
                "/icon.svg",
                "/metrics",
                "/api/v1/services",
                "/api/v1/events",
                "/healthz",
                "/services/code/health"
            })
    void everyAnswerIsGuardedAndHeadHasNoBody(String path) {
        HttpResponse<String> got = site.get(path);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.headers().firstValue("Content-Security-Policy").orElse(""))
                .isEqualTo(
                        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(got.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(got.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(got.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(got.headers().map()).doesNotContainKey("access-control-allow-origin");
        HttpResponse<String> head = site.send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        assertThat(site.get("/").body())
                .contains("<script type=\"module\" src=\"/page.js\">")
                .doesNotContain("http://", "https://", "style=", "onclick");
        assertThat(site.get("/page.css").body()).doesNotContain("url(", "@import");
    }

    @Test
    void oneServiceAllServicesNoService() {
        JsonObject all = new JsonObject(site.get("/api/v1/services").body());
        assertThat(all.getString("version")).isEqualTo("1.2.3");
        assertThat(all.getJsonArray("services")).hasSize(3);
        HttpResponse<String> one = site.get("/api/v1/services/shop");
        assertThat(one.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        assertThat(new JsonObject(one.body()).getString("actual")).isEqualTo("maintenance");
        HttpResponse<String> none = site.get("/api/v1/services/nosuch");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(none.body()).getString("error")).isEqualTo("no service has the name 'nosuch'");
    }

    @Test
    void eventsOfAServiceSinceALength() {
        site.operator.tell(Sample.event(EventName.ALERT, "service", "shop"));
        site.operator.tell(Sample.event(EventName.ALERT, "service", "code"));
        JsonObject events =
                new JsonObject(site.get("/api/v1/events?service=shop&since=30m").body());
        assertThat(events.getJsonArray("events")).hasSize(1);
        assertThat(events.getJsonArray("events").getJsonObject(0).getString("event"))
                .isEqualTo("alert");
        assertThat(site.operator.questions).containsExactly("shop PT30M");
        site.get("/api/v1/events");
        assertThat(site.operator.questions).containsExactly("shop PT30M", " PT0S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "30x", "-1m", "1h30m", "99999999999h", "m", "%20"})
    void aBadLengthIsRefusedInWords(String since) {
        HttpResponse<String> answer = site.get("/api/v1/events?since=" + since);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("error")).contains("a duration with a unit");
        assertThat(site.operator.questions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/services/code/switch",
                "/api/v1/services/code/hold",
                "/api/v1/services/code/release",
                "/api/v1/services/code",
                "/api/v1/events/stream",
                "/api/v1/reload"
            })
    void ordersDoNotExistHere(String path) {
        assertThat(site.send("POST", path).statusCode()).isEqualTo(404);
        assertThat(site.operator.ordered).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/api/v1/services/code",
        "DELETE,/",
        "POST,/",
        "POST,/metrics",
        "POST,/healthz",
        "OPTIONS,/api/v1/services",
        "POST,/services/code/health"
    })
    void otherMethodsAreRefused(String method, String path) {
        assertThat(site.send(method, path).statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nosuch",
                "/page.html",
                "/../page.html",
                "/api/v1/services/a/b",
                "/services/health",
                "/services//health",
                "/services/nosuch/health",
                "/services/nosuch/failed-over"
            })
    void nothingElseIsHere(String path) {
        assertThat(site.get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page.js", "/api/v1/services", "/api/v1/events", "/api/v1/events/stream", "/metrics"})
    void aForeignNameIsRefused(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: evil.example:80\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains(
                        "the Host name 'evil.example:80' is not allowed here (DNS rebinding); add it to listen.hosts");
        assertThat(raw("GET " + path + " HTTP/1.1\r\n")).startsWith("HTTP/1.1 40");
        assertThat(raw("GET " + path + " HTTP/1.0\r\nHost: localhost\r\nHost: evil.example\r\n"))
                .containsPattern("^HTTP/1\\.[01] 40[03]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/services/code/health"})
    void healthIsAskedUnderAnyName(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: 203.0.113.99\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void anAllowedNamePasses() throws IOException {
        assertThat(raw("GET /api/v1/services HTTP/1.1\r\nHost: Monitor.Example.COM:8787\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void healthFollowsWhatIsWanted() {
        assertThat(site.get("/services/code/health").statusCode()).isEqualTo(200);
        assertThat(site.get("/services/code/failed-over").statusCode()).isEqualTo(503);
        assertThat(site.get("/services/shop/health").statusCode()).isEqualTo(503);
        assertThat(site.get("/services/shop/failed-over").statusCode()).isEqualTo(200);
        assertThat(site.get("/services/shop/failed-over").body()).isEqualTo("wanted: maintenance\n");
    }

    @Test
    void aFreshStartMovesNothing() {
        assertThat(site.get("/services/new/health").statusCode()).isEqualTo(200);
        assertThat(site.get("/services/new/failed-over").statusCode()).isEqualTo(503);
        LastSwitch away = new LastSwitch(Instant.now(), "primary", "maintenance", "", "auto", "C1");
        site.operator.now = () -> Sample.status(Sample.full(
                "new",
                "",
                "unread",
                "",
                "reading",
                "",
                "",
                false,
                Hold.none(),
                away,
                Sample.target("primary", Verdict.UNDECIDED, "A 203.0.113.1")));
        site.operator.tell(Sample.event(EventName.STARTED));
        assertThat(site.get("/services/new/health").statusCode()).isEqualTo(503);
        assertThat(site.get("/services/new/failed-over").statusCode()).isEqualTo(200);
    }

    @Test
    void aliveAndReadySayWhatIsMissing() {
        assertThat(site.get("/healthz").body()).isEqualTo("ok\n");
        assertThat(site.get("/readyz").body()).isEqualTo("ready\n");
        site.sinceProgress = Duration.ofMillis(2_001);
        site.missing.add("provider aws: zone example.com cannot be read: AccessDenied");
        assertThat(site.get("/healthz").statusCode()).isEqualTo(503);
        assertThat(site.get("/healthz").body()).isEqualTo("the decision loop has made no progress for 2001 ms\n");
        assertThat(site.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(site.get("/readyz").body())
                .isEqualTo("not ready\nprovider aws: zone example.com cannot be read: AccessDenied\n");
    }

    @Test
    void aStormOfQuestionsIsOneQuestionToTheDaemon() {
        site.operator.gate = new CompletableFuture<>();
        int before = site.operator.asked.get();
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> site.get(i % 2 == 0 ? "/api/v1/services" : "/metrics")
                                .statusCode(),
                        task -> new Thread(task).start()))
                .toList();
        org.awaitility.Awaitility.await().until(() -> site.operator.asked.get() > before);
        site.operator.gate.complete(null);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        assertThat(site.operator.asked.get() - before).isLessThanOrEqualTo(6);
    }

    @Test
    void anEventMakesTheNextAnswerNew() {
        for (int i = 0; i < 20; i++) {
            ServiceStatus service = Sample.on("code", i % 2 == 0 ? "maintenance" : "primary", Verdict.UP);
            site.operator.now = () -> Sample.status(service);
            site.operator.tell(Sample.event(EventName.SWITCH_ACCEPTED, "service", "code", "to", service.actual()));
            assertThat(new JsonObject(site.get("/api/v1/services/code").body()).getString("actual"))
                    .isEqualTo(service.actual());
        }
    }

    /** The head and the start of the body of one request's answer. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
            socket.setSoTimeout(8_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
