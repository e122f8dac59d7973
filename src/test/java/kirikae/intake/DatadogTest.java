package kirikae.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Observation;
import kirikae.model.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies as real agents send them, and as nobody should. */
class DatadogTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String UP =
            "[{\"check\":\"datadog.agent.up\",\"host_name\":\"web01\",\"timestamp\":1700000000,\"status\":0,\"message\":\"\",\"tags\":null}]";
    /** The same, packed elsewhere: zlib by Python, zstd by the zstd program, without the size in its frame. */
    private static final String UP_ZLIB =
            "eJwtjEsKgDAMRO+SdZF2JfQqIhLb0Ir9QVNciHc3grMa3nyWG1wkd4IFj4y+hgkDFZ5GAwWxdt4KZpL4ol0bYXxk6oy5gTWz/qVAEI8OVqzkXU5k89UxCC0jpWd9AZf9Iqs=";

    private static final String UP_ZSTD =
            "KLUv/QRI5QIAYgYVGoC3LQY4tBEx64aFqMT+hpgJKc4YEWInMj0CgkSSLHUrwt3+ToSqmbZz61pc3Q6guJeEq5kKu10cQh6+M6EarCrI9rLMqkRokHLg4vFtMBIxRgQCAQBABqKEbEce";

    private static final Check.Rule RULE = new Check.Rule(Duration.ofMinutes(2), 2, 0);

    private House house;

    @BeforeEach
    void open() {
        house = House.open();
        Map<CheckId, Check.Push> checks = new HashMap<>();
        checks.put(House.id("agent"), new Check.Heartbeat("agent", RULE, "Web01", new Secret(KEY), Check.Auth.BEARER));
        checks.put(
                House.id("other"),
                new Check.Heartbeat("other", RULE, "web02", new Secret("another-key-of-web02"), Check.Auth.BEARER));
        checks.put(
                House.id("signed"),
                new Check.Heartbeat("signed", RULE, "web01", new Secret("a-key-that-only-signs"), Check.Auth.HMAC));
        checks.put(House.id("site"), check("site", "http.can_connect", "instance:site"));
        checks.put(House.id("any"), check("any", "http.can_connect"));
        house.agents.replace(checks);
    }

    private static Check.DatadogCheck check(String name, String check, String... tags) {
        return new Check.DatadogCheck(
                name, RULE, "web01", new Secret(KEY), Check.Datagrams.IGNORED, check, List.of(tags));
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** The status of one post over a connection of its own. */
    private int post(String path, String headers, byte[] body) throws IOException {
        try (Visitor visitor = house.visitor()) {
            visitor.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers
                    + "Content-Length: " + body.length + "\r\n\r\n");
            return visitor.send(body).status();
        }
    }

    private int post(String path, String encoding, String base64) throws IOException {
        return post(
                path,
                "DD-Api-Key: " + KEY + "\r\nContent-Encoding: " + encoding + "\r\n",
                Base64.getDecoder().decode(base64));
    }

    private int plain(String json) throws IOException {
        return post("/api/v1/check_run", "DD-Api-Key: " + KEY + "\r\n", json.getBytes(StandardCharsets.UTF_8));
    }

    private void assertAlive() throws InterruptedException {
        HeartbeatSink.Heard heard = house.heard.poll(5, TimeUnit.SECONDS);
        assertThat(heard)
                .isEqualTo(new HeartbeatSink.Heard(List.of(House.id("agent")), new HeartbeatSink.Word.Alive(), ""));
        assertThat(house.heard).isEmpty();
    }

    private void assertNoLife() {
        assertThat(house.heard).isEmpty();
        assertThat(house.reported).isEmpty();
    }

    @Test
    void agent7PacksWithZstd() throws Exception {
        assertThat(post("/api/v1/check_run", "zstd", UP_ZSTD)).isEqualTo(202);
        assertAlive();
    }

    @Test
    void agent6PacksWithZlibAndCallsItDeflate() throws Exception {
        assertThat(post("/api/v1/check_run", "deflate", UP_ZLIB)).isEqualTo(202);
        assertAlive();
    }

    @Test
    void agent5SaysItsKeyInTheQueryAndHasASlash() throws Exception {
        String old = "[{\"status\": 0, \"tags\": null, \"timestamp\": 1500000000.25, \"check\": \"datadog.agent.up\", "
                + "\"host_name\": \"WEB01\", \"message\": null, \"id\": 17}, {\"check\": \"ntp.in_sync\", \"id\": 18}]";
        assertThat(post(
                        "/api/v1/check_run/?api_key=" + KEY,
                        "User-Agent: Datadog Agent/5.32.8\r\nContent-Encoding: deflate\r\nContent-MD5: abc\r\n",
                        zlib(old.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(202);
        assertAlive();
    }

    @Test
    void gzipRawDeflatePlainAndASingleObjectAreFine() throws Exception {
        byte[] up = UP.getBytes(StandardCharsets.UTF_8);
        String key = "DD-Api-Key: " + KEY + "\r\nContent-Encoding: ";
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(up);
        }
        assertThat(post("/api/v1/check_run", key + "gzip\r\n", zipped.toByteArray()))
                .isEqualTo(202);
        assertAlive();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(raw, new Deflater(6, true))) {
            out.write(up);
        }
        assertThat(post("/api/v1/check_run", key + "deflate\r\n", raw.toByteArray()))
                .isEqualTo(202);
        assertAlive();
        assertThat(plain(UP.substring(1, UP.length() - 1))).isEqualTo(202);
        assertAlive();
        assertThat(
                        plain(
                                "{\"check\":\"datadog.iot_agent.up\",\"host_name\":\"web01\",\"status\":0,\"new\":{\"a\":[1]}}"))
                .isEqualTo(202);
        assertAlive();
    }

    @Test
    void onlyTheAgentsOwnCheckWithStatusZeroForItsOwnHostIsLife() throws Exception {
        for (String element : List.of(
                "\"check\":\"http.up\",\"host_name\":\"web01\",\"status\":0",
                "\"check\":\"datadog.agent.up.x\",\"host_name\":\"web01\",\"status\":0",
                "\"check\":\"datadog.agent.check_status\",\"host_name\":\"web01\",\"status\":0",
                "\"check\":\"datadog.agent.up\",\"host_name\":\"web01\",\"status\":1",
                "\"check\":\"datadog.agent.up\",\"host_name\":\"web01\",\"status\":\"0\"",
                "\"check\":\"datadog.agent.up\",\"host_name\":\"web01\",\"status\":0.5",
                "\"check\":\"datadog.agent.up\",\"host_name\":\"web01\",\"status\":4294967296",
                "\"check\":\"datadog.agent.up\",\"host_name\":\"\",\"status\":0",
                "\"check\":\"datadog.agent.up\",\"host_name\":[\"web01\"],\"status\":0",
                "\"check\":\"datadog.agent.up\",\"host_name\":\"web02\",\"status\":0",
                "\"host_name\":\"web01\",\"status\":0")) {
            assertThat(plain("[{" + element + "}]")).as(element).isEqualTo(202);
        }
        assertThat(plain("{}")).isEqualTo(202);
        assertThat(plain("[]")).isEqualTo(202);
        assertNoLife();
    }

    @Test
    void reportsOfOtherChecksGoToThoseThatWantThemAndTheWorstOfOnePayloadCounts() throws Exception {
        String report = "{\"check\":\"http.can_connect\",\"host_name\":\"web01\",\"timestamp\":%d,\"status\":%d,"
                + "\"message\":\"%s\",\"tags\":[%s]}";
        String site = "\"url:http://a/\",\"instance:site\"";
        assertThat(plain("[" + report.formatted(10, 1, "slow\\u0007", site) + ","
                        + report.formatted(10, 2, "refused", "") + "," + report.formatted(10, 7, "", site) + "]"))
                .isEqualTo(202);
        assertThat(house.reported.poll(5, TimeUnit.SECONDS))
                .isEqualTo(Map.of(
                        House.id("site"), Observation.success("warning: slow"),
                        House.id("any"), Observation.failure("http.can_connect is critical: refused")));
        // What an agent kept during an outage comes newest first: an older sample says nothing new.
        assertThat(plain("[" + report.formatted(9, 0, "", site) + "]")).isEqualTo(202);
        assertThat(house.reported).isEmpty();
        assertThat(plain("[" + report.formatted(11, 3, "", site) + "]")).isEqualTo(202);
        assertThat(house.reported.poll(5, TimeUnit.SECONDS))
                .containsEntry(House.id("site"), Observation.unknown("http.can_connect cannot tell"));
        assertThat(house.heard).isEmpty();
    }

    @Test
    void otherRoutesAreReadAndThrownAwayAndAreNoLife() throws Exception {
        byte[] garbage = new byte[100_000];
        for (String path : List.of(
                "/intake/",
                "/intake",
                "/intake/metadata",
                "/api/v1/series/",
                "/api/v2/series",
                "/api/beta/sketches",
                "/api/v1/metadata",
                "/api/intake/metrics/v3/series")) {
            assertThat(post(path, "DD-Api-Key: " + KEY + "\r\nContent-Encoding: who-knows\r\n", garbage))
                    .as(path)
                    .isEqualTo(202);
            assertThat(post(path, "DD-Api-Key: wrong\r\n", garbage)).as(path).isEqualTo(403);
        }
        assertThat(post("/intake/", "DD-Api-Key: " + KEY + "\r\n", UP.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(202);
        for (String path : List.of("/api/v1/services/web/switch", "/api/v1/events/x", "/api/v1/reload")) {
            assertThat(post(path, "DD-Api-Key: " + KEY + "\r\n", new byte[0]))
                    .as(path)
                    .isEqualTo(404);
        }
        assertNoLife();
    }

    @Test
    void aKeyIsValidatedAndAWrongOneIsToldBeforeTheBody() throws Exception {
        try (Visitor visitor = house.visitor()) {
            assertThat(visitor.send("GET /api/v1/validate?api_key=" + KEY + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(visitor.send("GET /api/v1/validate?api_key=x HTTP/1.1\r\nHost: x\r\n\r\n")
                            .status())
                    .isEqualTo(403);
            assertThat(visitor.send(
                                    "GET /api/v1/validate HTTP/1.1\r\nHost: x\r\nDD-API-KEY: a-key-that-only-signs\r\n\r\n")
                            .status())
                    .isEqualTo(403);
            visitor.send("POST /api/v1/check_run HTTP/1.1\r\nHost: x\r\nDD-Api-Key: x\r\nContent-Length: " + UP.length()
                    + "\r\n\r\n");
            assertThat(visitor.status()).isEqualTo(403);
            // The rest is read, and the connection is good for the next request.
            visitor.send(UP + "POST /api/v1/check_run HTTP/1.1\r\nHost: x\r\nDD-Api-Key: " + KEY
                    + "\r\nContent-Length: " + UP.length() + "\r\n\r\n" + UP);
            assertThat(visitor.status()).isEqualTo(202);
        }
        assertAlive();
        assertThat(house.agents.refused()).isEqualTo(3);
    }

    @Test
    void whatIsNotWholeOrNotAsItSaysIs400AndNoLife() throws Exception {
        byte[] zlib = Base64.getDecoder().decode(UP_ZLIB);
        byte[] zstd = Base64.getDecoder().decode(UP_ZSTD);
        String key = "DD-Api-Key: " + KEY + "\r\nContent-Encoding: ";
        for (int length : new int[] {0, 1, 2, 20, zlib.length / 2, zlib.length - 1}) {
            assertThat(post("/api/v1/check_run", key + "deflate\r\n", Arrays.copyOf(zlib, length)))
                    .as("%d bytes of zlib", length)
                    .isEqualTo(400);
        }
        for (int length : new int[] {1, 3, 20, zstd.length / 2, zstd.length - 1}) {
            assertThat(post("/api/v1/check_run", key + "zstd\r\n", Arrays.copyOf(zstd, length)))
                    .as("%d bytes of zstd", length)
                    .isEqualTo(400);
        }
        assertThat(post("/api/v1/check_run", key + "zstd\r\n", zlib)).isEqualTo(400);
        assertThat(post("/api/v1/check_run", key + "gzip\r\n", zlib)).isEqualTo(400);
        assertThat(post("/api/v1/check_run", key + "br\r\n", zlib)).isEqualTo(400);
        assertThat(post("/api/v1/check_run", key + "identity\r\n", zlib)).isEqualTo(400);
        for (String json : List.of(
                "",
                "x",
                "7",
                "\"web01\"",
                "[7]",
                UP.substring(0, UP.length() - 1),
                UP + "]",
                UP + UP,
                "[" + UP + "]",
                "[" + UP.substring(1, UP.length() - 1) + ",{\"check\":",
                "{\"a\":" + "[".repeat(5_000))) {
            assertThat(plain(json))
                    .as(json.substring(0, Math.min(60, json.length())))
                    .isEqualTo(400);
        }
        assertNoLife();
    }

    @Test
    void longBodiesAreUnpackedBesideAndBombsEndIn413() throws Exception {
        // Larger than what is unpacked at once; the agent's own check comes last.
        StringBuilder many = new StringBuilder("[");
        for (int i = 0; i < 5_000; i++) {
            many.append("{\"check\":\"x.y\",\"host_name\":\"web01\",\"status\":0,\"message\":\"number ")
                    .append(i)
                    .append("\"},");
        }
        byte[] large = (many + UP.substring(1)).getBytes(StandardCharsets.UTF_8);
        assertThat(large.length).isGreaterThan(300_000);
        String key = "DD-Api-Key: " + KEY + "\r\nContent-Encoding: deflate\r\n";
        assertThat(post("/api/v1/check_run", key, zlib(large))).isEqualTo(202);
        assertAlive();
        assertThat(post("/api/v1/check_run", key, bomb(200_000_000))).isEqualTo(413);
        assertThat(post("/api/v1/check_run", "DD-Api-Key: " + KEY + "\r\n", new byte[3_200_001]))
                .isEqualTo(413);
        assertNoLife();
        assertThat(post("/api/v1/check_run", "zstd", UP_ZSTD)).isEqualTo(202);
        assertAlive();
    }

    @Test
    void halfABodyIsNoLife() throws Exception {
        try (House quick = House.open(House.QUICK);
                Visitor visitor = quick.visitor()) {
            quick.agents.replace(Map.of(
                    House.id("agent"),
                    new Check.Heartbeat("agent", RULE, "web01", new Secret(KEY), Check.Auth.BEARER)));
            visitor.send("POST /api/v1/check_run HTTP/1.1\r\nHost: x\r\nDD-Api-Key: " + KEY + "\r\nContent-Length: "
                    + (UP.length() + 1) + "\r\n\r\n" + UP);
            assertThat(visitor.status()).isEqualTo(408);
            assertThat(visitor.isClosedByServer()).isTrue();
            assertThat(quick.heard).isEmpty();
        }
    }

    private static byte[] zlib(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    /** So many bytes of one JSON text that never ends. */
    private static byte[] bomb(int length) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] piece = new byte[100_000];
        Arrays.fill(piece, (byte) ' ');
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            out.write('[');
            for (int done = 0; done < length; done += piece.length) {
                out.write(piece);
            }
        }
        return packed.toByteArray();
    }
}
