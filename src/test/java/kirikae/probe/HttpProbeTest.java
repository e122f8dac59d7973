package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import kirikae.model.Check.Addresses;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** F20: HTTP and TCP probes against real sockets, kind and hostile. */
class HttpProbeTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nall is well";
    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = new Lab();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/health";
    }

    @Test
    void aGoodAnswer() {
        int port = lab.answering(OK);
        assertThat(lab.first(Probes.http(url(port)))).isEqualTo("SUCCESS HTTP 200");
        assertThat(lab.first(Probes.http(url(port), 5_000, "is well"))).isEqualTo("SUCCESS HTTP 200");
        assertThat(lab.first(Probes.http(url(port), 5_000, "is bad")))
                .isEqualTo("FAILURE HTTP 200, but the body does not contain 'is bad' within its first 64 KiB");
    }

    @Test
    void aBadStatus() {
        int port = lab.answering("HTTP/1.1 503 Busy\r\n\r\n");
        assertThat(lab.first(Probes.http(url(port)))).isEqualTo("FAILURE HTTP 503, expected 200-399");
    }

    @Test
    void aRedirectIsNotFollowed() {
        AtomicInteger followed = new AtomicInteger();
        int other = lab.server(socket -> followed.incrementAndGet());
        int port = lab.answering("HTTP/1.1 302 Found\r\nLocation: " + url(other) + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(lab.first(Probes.http(url(port)))).isEqualTo("SUCCESS HTTP 302");
        assertThat(lab.next().observation().reason()).isEqualTo("HTTP 302");
        assertThat(followed).hasValue(0);
    }

    @Test
    void aClosedPort() {
        int port = lab.closedPort();
        assertThat(lab.first(Probes.http(url(port)))).isEqualTo("FAILURE connection refused by 127.0.0.1:" + port);
        assertThat(lab.first(Probes.tcp("127.0.0.1", port, 1_000)))
                .isEqualTo("FAILURE connection refused by 127.0.0.1:" + port);
    }

    @Test
    void anOpenPort() {
        assertThat(lab.first(Probes.tcp("127.0.0.1", lab.answering(""), 1_000))).isEqualTo("SUCCESS ");
    }

    @Test
    void silenceAfterTheConnection() {
        int port = lab.server(socket -> {});
        assertThat(lab.first(Probes.http(url(port), 150, "")))
                .isEqualTo("FAILURE no answer from 127.0.0.1:" + port + " within 150 ms (connected, no first byte)");
    }

    @Test
    void aSlowDripEndsAtTheTimeoutAndTheConnectionIsClosed() {
        List<String> ends = new CopyOnWriteArrayList<>();
        int port = lab.server(socket -> {
            socket.write("HTTP/1.1 200 OK\r\nX: ");
            long drip = lab.vertx.setPeriodic(20, tick -> socket.write("y"));
            socket.closeHandler(closed -> {
                lab.vertx.cancelTimer(drip);
                ends.add("closed");
            });
        });
        int body = lab.server(socket -> {
            socket.write("HTTP/1.1 200 OK\r\n\r\n");
            long drip = lab.vertx.setPeriodic(20, tick -> socket.write("x"));
            socket.closeHandler(closed -> lab.vertx.cancelTimer(drip));
        });
        assertThat(lab.first(Probes.http(url(port), 150, "")))
                .isEqualTo(
                        "FAILURE no answer from 127.0.0.1:" + port + " within 150 ms (the headers are not complete)");
        assertThat(lab.first(Probes.http(url(body), 150, "well")))
                .isEqualTo("FAILURE no answer from 127.0.0.1:" + body
                        + " within 150 ms (HTTP 200, the body is not complete)");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !ends.isEmpty());
    }

    @Test
    void anEndlessBodyIsBounded() {
        Buffer much = Buffer.buffer("x".repeat(16_384));
        int port = lab.server(socket -> socket.handler(request -> {
            socket.write("HTTP/1.1 200 OK\r\n\r\n");
            for (int i = 0; i < 64; i++) {
                socket.write(much);
            }
        }));
        assertThat(lab.first(Probes.http(url(port), 5_000, "well")))
                .isEqualTo("FAILURE HTTP 200, but the body does not contain 'well' within its first 64 KiB");
    }

    @Test
    void anEarlyClose() {
        int port = lab.server(socket -> socket.handler(request -> socket.close()));
        assertThat(lab.first(Probes.http(url(port))))
                .isIn(
                        "FAILURE the connection was closed without an answer",
                        "FAILURE connection reset by 127.0.0.1:" + port);
        int within = lab.server(socket -> socket.handler(request -> socket.end(Buffer.buffer("HTTP/1.1 200"))));
        assertThat(lab.first(Probes.http(url(within))))
                .isEqualTo("FAILURE the connection was closed within the answer's headers");
    }

    @Test
    void theRequestIsExactlyThis() {
        List<String> requests = new CopyOnWriteArrayList<>();
        int port = lab.server(socket -> socket.handler(request -> {
            requests.add(request.toString());
            socket.write(OK);
        }));
        lab.first(Probes.http("http://localhost:" + port + "/a?b=c", 5_000, ""));
        assertThat(requests.get(0))
                .isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n"
                        + "Accept: */*\r\nAccept-Encoding: identity\r\nUser-Agent: kirikae\r\n\r\n");
    }

    @Test
    void aPinnedAddressKeepsTheHost() {
        List<String> requests = new CopyOnWriteArrayList<>();
        int port = lab.server(socket -> socket.handler(request -> {
            requests.add(request.toString());
            socket.write(OK);
        }));
        String url = "http://www.example.com:" + port + "/";
        assertThat(lab.first(Probes.pinned(Probes.http(url), Addresses.ANY, "127.0.0.1")))
                .isEqualTo("SUCCESS HTTP 200");
        assertThat(lab.first(Probes.connectTo(Probes.http(url), "127.0.0.1"))).isEqualTo("SUCCESS HTTP 200");
        assertThat(lab.first(Probes.connectTo(Probes.http("http://www.example.com/"), "127.0.0.1:" + port)))
                .isEqualTo("SUCCESS HTTP 200");
        assertThat(requests.get(0)).contains("\r\nHost: www.example.com:" + port + "\r\n");
        assertThat(requests.get(requests.size() - 1)).contains("\r\nHost: www.example.com\r\n");
    }

    @Test
    void severalAddressesAnyOrAll() {
        int port = lab.answering(OK); // on 127.0.0.1 alone, so 127.0.0.2 refuses
        var check = Probes.http("http://www.example.com:" + port + "/");
        assertThat(lab.first(Probes.pinned(check, Addresses.ANY, "127.0.0.2", "127.0.0.1")))
                .isEqualTo("SUCCESS HTTP 200");
        assertThat(lab.first(Probes.pinned(check, Addresses.ALL, "127.0.0.1", "127.0.0.2")))
                .isEqualTo("FAILURE connection refused by 127.0.0.2:" + port);
        assertThat(lab.first(Probes.pinned(check, Addresses.ALL, "127.0.0.1", "127.0.0.1")))
                .isEqualTo("SUCCESS HTTP 200");
        assertThat(lab.first(Probes.pinned(check, Addresses.ANY, "127.0.0.2", "127.0.0.3")))
                .isEqualTo("FAILURE connection refused by 127.0.0.2:" + port + "; connection refused by 127.0.0.3:"
                        + port);
        int hung = lab.server(socket -> {});
        assertThat(lab.first(Probes.pinned(
                        Probes.http("http://www.example.com:" + hung + "/", 150, ""),
                        Addresses.ALL,
                        "127.0.0.1",
                        "127.0.0.1")))
                .isEqualTo("FAILURE no answer from 127.0.0.1:" + hung + " within 150 ms (connected, no first byte)");
    }

    @Test
    void everyProbeHasAFreshConnection() {
        AtomicInteger connections = new AtomicInteger();
        int port = lab.server(socket -> {
            connections.incrementAndGet();
            socket.handler(request -> socket.write(OK));
        });
        lab.first(Probes.http(url(port)));
        lab.next();
        lab.next();
        assertThat(connections.get()).isGreaterThanOrEqualTo(3);
        Lab.await(lab.engine.replace(Map.of()));
    }
}
