package kirikae.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Operator.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control socket from outside, with an operator that only remembers. */
class ControlServerTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final RememberingOperator operator = new RememberingOperator();
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private Path path = Path.of("");

    @BeforeEach
    void place() {
        path = folder.resolve("run").resolve("control.sock");
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(warnings).isEmpty();
    }

    private ControlServer open() throws Exception {
        return ControlServer.open(vertx, path, operator, warnings::add)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private String ask(String request) throws IOException {
        try (SocketChannel channel = connect()) {
            return exchange(channel, request);
        }
    }

    /** Empty when the connection is closed without an answer. */
    private static String exchange(SocketChannel channel, String request) {
        try {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private String get(String target) throws IOException {
        return ask("GET " + target + " HTTP/1.1\r\nHost: k\r\nConnection: close\r\n\r\n");
    }

    private String post(String target, String body) throws IOException {
        return ask("POST " + target + " HTTP/1.1\r\nHost: k\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    private static JsonObject body(String response) {
        return new JsonObject(response.substring(response.indexOf("\r\n\r\n") + 4));
    }

    @Test
    void theFileIsMadeWithItsFolderForOwnerAndGroupAndGoesAtTheEnd() throws Exception {
        ControlServer server = open();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
        assertThat(get("/api/v1/services")).startsWith("HTTP/1.1 200 OK\r\n");
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(path).doesNotExist();
        assertThat(path.resolveSibling("control.sock.new")).doesNotExist();
    }

    @Test
    void theFileOfADeadDaemonIsReplaced() throws Exception {
        Files.createDirectories(path.getParent());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        open();
        assertThat(get("/api/v1/services")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void thatOfALivingOneIsNot() throws Exception {
        ControlServer first = open();
        assertThatThrownBy(this::open)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the control socket " + path
                        + " is in use: another daemon answers there; stop it, or set control-socket to another path");
        assertThat(get("/api/v1/services")).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(first).isNotNull();
    }

    @Test
    void somethingElseIsNeverReplaced() throws Exception {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "mine");
        assertThatThrownBy(this::open)
                .hasMessageContaining("something else is there; move it away or set control-socket");
        assertThat(path).hasContent("mine");
    }

    @Test
    void aFolderThatCannotBeMadeSaysWhatToSet() throws Exception {
        Files.writeString(folder.resolve("run"), "a file");
        assertThatThrownBy(this::open)
                .hasMessageContaining("the control socket " + path + " cannot be made: ")
                .hasMessageContaining("set control-socket to a path in a folder that this user may write");
        path = folder.resolve("x".repeat(120)).resolve("c.sock");
        assertThatThrownBy(this::open)
                .hasMessageContaining("must not exceed 103 bytes; set control-socket to a shorter one");
    }

    @Test
    void ordersReachTheOperatorWithTheirUser() throws Exception {
        open();
        String user = System.getProperty("user.name");
        String done = post(
                "/api/v1/services/we%62/switch",
                "{\"to\":\"maintenance\",\"reason\":\"disk\",\"for-ms\":60000,\"hold\":true}");
        assertThat(done).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(body(done))
                .isEqualTo(new JsonObject()
                        .put("outcome", "done")
                        .put("text", "ok")
                        .put("n", 1));
        post("/api/v1/services/web/hold", "{\"reason\":\"disk\"}");
        post("/api/v1/hold", "{\"reason\":\"all\"}");
        post("/api/v1/services/web/release", "");
        post("/api/v1/release", "{\"reason\":\"over\"}");
        post("/api/v1/reload", "{}");
        assertThat(operator.orders)
                .containsExactly(
                        "SwitchOrder[service=web, target=maintenance, reason=disk, actor=operator:" + user
                                + ", length=For[duration=PT1M], keep=HOLD]",
                        "HoldOrder[service=web, reason=disk, actor=operator:" + user + ", length=Unlimited[]]",
                        "HoldOrder[service=, reason=all, actor=operator:" + user + ", length=Unlimited[]]",
                        "release web operator:" + user + " ",
                        "release  operator:" + user + " over",
                        "reload operator:" + user);
    }

    @Test
    void outcomesAreStatuses() throws Exception {
        open();
        operator.outcome = Answer.Outcome.REFUSED;
        assertThat(post("/api/v1/reload", "")).startsWith("HTTP/1.1 400 ").contains("\"outcome\":\"refused\"");
        operator.outcome = Answer.Outcome.FAILED;
        assertThat(post("/api/v1/reload", "")).startsWith("HTTP/1.1 503 ").contains("\"outcome\":\"failed\"");
    }

    @Test
    void whatIsNotUnderstoodOrdersNothing() throws Exception {
        open();
        assertThat(post("/api/v1/services/web/hold", "{\"reason\":\"x\",\"for\":\"30m\"}"))
                .startsWith("HTTP/1.1 400 ")
                .contains("unknown keys [for]; known are [for-ms, reason]");
        assertThat(post("/api/v1/services/web/hold", "{\"reason\":7}")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/api/v1/services/web/hold", "{\"reason\":null}")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/api/v1/services/web/hold", "{\"reason\":\"x\",\"for-ms\":1.5}"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(post("/api/v1/services/web/hold", "[1]")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/api/v1/services/web/hold", "{")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/api/v1/services/web/explode", "{}")).startsWith("HTTP/1.1 404 ");
        assertThat(post("/api/v1/services//hold", "{}")).startsWith("HTTP/1.1 404 ");
        assertThat(post("/api/v1/switch", "{}")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("DELETE /api/v1/services HTTP/1.1\r\nHost: k\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(get("/api/v1/%zz")).startsWith("HTTP/1.1 404 ");
        assertThat(get("/api/v1/services/nope"))
                .startsWith("HTTP/1.1 404 ")
                .contains("there is no service 'nope'; there are: web");
        assertThat(get("/api/v1/events?since=yesterday")).startsWith("HTTP/1.1 400 ");
        assertThat(operator.orders).isEmpty();
    }

    @Test
    void aBodyHasABound() throws Exception {
        open();
        String long8 = "{\"reason\":\"" + "x".repeat(8 * 1024) + "\"}";
        assertThat(post("/api/v1/services/web/hold", long8)).startsWith("HTTP/1.1 413 ");
        assertThat(operator.orders).isEmpty();
    }

    @Test
    void connectionsHaveABound() throws Exception {
        open();
        List<SocketChannel> held = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            held.add(connect());
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/api/v1/services").isEmpty());
        for (SocketChannel channel : held) {
            channel.close();
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/api/v1/services").startsWith("HTTP/1.1 200"));
    }

    @Test
    void followersHearThePastOnceAndThenWhatHappens() throws Exception {
        open();
        Event past = new Event(Instant.parse("2026-11-22T03:12:41Z"), EventName.ALERT, Map.of("service", "web"));
        operator.events.add(past);
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap("GET /api/v1/events/stream?service=web&since=1h HTTP/1.1\r\nHost: k\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8)));
            StringBuilder seen = new StringBuilder();
            read(channel, seen, "alert");
            assertThat(seen.toString()).contains("text/event-stream", ": following");
            operator.happens(new Event(past.time(), EventName.HOLD, Map.of("service", "shop")));
            operator.happens(new Event(past.time(), EventName.RECOVERY, Map.of("service", "web")));
            read(channel, seen, "recovery");
            assertThat(seen.toString())
                    .contains(
                            "data: {\"time\":\"2026-11-22T03:12:41.000Z\",\"event\":\"alert\",\"service\":\"web\"}\n\n")
                    .containsOnlyOnce("\"event\":\"alert\"")
                    .doesNotContain("shop");
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> operator.followers.isEmpty());
    }

    private static void read(SocketChannel channel, StringBuilder seen, String until) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (!seen.toString().contains(until)) {
            assertThat(channel.read(buffer)).isPositive();
            seen.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            buffer.clear();
        }
    }

    @Test
    void aFollowerWhoDoesNotReadIsLetGo() throws Exception {
        open();
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(
                    "GET /api/v1/events/stream HTTP/1.1\r\nHost: k\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            await().atMost(Duration.ofSeconds(10)).until(() -> operator.followers.size() == 1);
            Event large = new Event(Instant.EPOCH, EventName.ALERT, Map.of("reason", "x".repeat(8_000)));
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        operator.happens(large);
                        return operator.followers.isEmpty();
                    });
        }
    }
}
