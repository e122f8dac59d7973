package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import kirikae.model.Check;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same answers, the same verdicts, on every transport that this machine has. */
class TransportsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nall is well";

    /** Does something with a running engine. */
    private interface Story {
        void tell(Lab lab) throws Exception;
    }

    private static void on(Transport transport, Story story) throws Exception {
        ProbeEngine.Sizing sizing = new ProbeEngine.Sizing(1, 4, new ClientSSLOptions());
        try (Lab lab = new Lab(new AddressResolverOptions(), sizing, transport)) {
            assumeTrue(lab.engine.transport().equals(transport.label()), () -> "not here: " + lab.engine.transport());
            story.tell(lab);
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/";
    }

    @ParameterizedTest
    @EnumSource
    void aGoodAnswerAndABadOne(Transport transport) throws Exception {
        on(transport, lab -> {
            int port = lab.answering(OK);
            assertThat(lab.first(Probes.http(url(port)))).isEqualTo("SUCCESS HTTP 200");
            assertThat(lab.first(Probes.http(url(port), 5_000, "is well"))).isEqualTo("SUCCESS HTTP 200");
            assertThat(lab.first(Probes.http("http://localhost:" + port + "/"))).isEqualTo("SUCCESS HTTP 200");
            assertThat(lab.first(Probes.http(url(lab.answering("HTTP/1.1 500 No\r\n\r\n")))))
                    .isEqualTo("FAILURE HTTP 500, expected 200-399");
            assertThat(lab.first(Probes.tcp("127.0.0.1", port, 5_000))).isEqualTo("SUCCESS ");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aClosedPort(Transport transport) throws Exception {
        on(transport, lab -> {
            int port = lab.closedPort();
            String refused = "FAILURE connection refused by 127.0.0.1:" + port;
            assertThat(lab.first(Probes.http(url(port)))).isEqualTo(refused);
            assertThat(lab.first(Probes.tcp("127.0.0.1", port, 1_000))).isEqualTo(refused);
            assertThat(lab.first(Probes.http("http://[::1]:" + port + "/")))
                    .isIn(
                            "FAILURE connection refused by [::1]:" + port,
                            // A machine without IPv6 says so; that is not the target's fault.
                            "UNKNOWN no local port or address free (connecting to [::1]:" + port + ")",
                            "UNKNOWN our network is unreachable (connecting to [::1]:" + port + ")",
                            "UNKNOWN this machine does not speak that address family (connecting to [::1]:" + port
                                    + ")");
        });
    }

    @ParameterizedTest
    @EnumSource
    void endsThatAreNone(Transport transport) throws Exception {
        on(transport, lab -> {
            int silent = lab.server(socket -> {});
            assertThat(lab.first(Probes.http(url(silent), 150, "")))
                    .isEqualTo(
                            "FAILURE no answer from 127.0.0.1:" + silent + " within 150 ms (connected, no first byte)");
            int drip = lab.server(socket -> {
                socket.write("HTTP/1.1 200 OK\r\nX: ");
                long timer = lab.vertx.setPeriodic(10, tick -> socket.write("y"));
                socket.closeHandler(closed -> lab.vertx.cancelTimer(timer));
            });
            assertThat(lab.first(Probes.http(url(drip), 150, "")))
                    .isEqualTo("FAILURE no answer from 127.0.0.1:" + drip
                            + " within 150 ms (the headers are not complete)");
            int early = lab.server(socket -> socket.handler(request -> socket.end(Buffer.buffer("HTTP/1.1 20"))));
            assertThat(lab.first(Probes.http(url(early))))
                    .isEqualTo("FAILURE the connection was closed within the answer's headers");
            int garbage = lab.answering("\0\1\2\3");
            assertThat(lab.first(Probes.http(url(garbage)))).isEqualTo("FAILURE the answer is not HTTP/1");
        });
    }

    @ParameterizedTest
    @EnumSource
    void largeAnswersAndEndlessOnes(Transport transport) throws Exception {
        on(transport, lab -> {
            String body = "x".repeat(60_000) + "well" + "y".repeat(200_000);
            int large = lab.answering("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(lab.first(Probes.http(url(large), 5_000, "well"))).isEqualTo("SUCCESS HTTP 200");
            assertThat(lab.first(Probes.http(url(large), 5_000, "ill")))
                    .isEqualTo("FAILURE HTTP 200, but the body does not contain 'ill' within its first 64 KiB");
            int chunk = lab.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n" + body);
            assertThat(lab.first(Probes.http(url(chunk), 5_000, "well"))).isEqualTo("SUCCESS HTTP 200");
            int headers = lab.answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000));
            assertThat(lab.first(Probes.http(url(headers))))
                    .isEqualTo("FAILURE the answer's headers are longer than 16 KiB");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aLargeRequestArrivesWhole(Transport transport) throws Exception {
        on(transport, lab -> {
            AtomicInteger received = new AtomicInteger();
            int port = lab.server(socket -> socket.handler(bytes -> {
                received.addAndGet(bytes.length());
                if (bytes.toString().endsWith("\r\n\r\n")) {
                    socket.write(OK);
                }
            }));
            // More than any socket's buffer takes at once.
            Check.Http check = Probes.with(Probes.http(url(port)), "X-Large", "z".repeat(5_000_000));
            assertThat(lab.first(check)).isEqualTo("SUCCESS HTTP 200");
            Lab.await(lab.engine.replace(Map.of()));
            assertThat(received.get()).isGreaterThan(5_000_000);
        });
    }

    /** A server whose backlog is full answers no connection: the attempt is given up, and the engine goes on. */
    @ParameterizedTest
    @EnumSource
    void noConnectionInTime(Transport transport) throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            fill(full, crowd);
            on(transport, lab -> {
                String late = "FAILURE no connection to 127.0.0.1:" + full.getLocalPort() + " within 150 ms";
                assertThat(lab.first(Probes.http(url(full.getLocalPort()), 150, "")))
                        .isEqualTo(late);
                assertThat(Lab.text(lab.next().observation())).isEqualTo(late);
                assertThat(lab.first(Probes.http(url(lab.answering(OK))))).isEqualTo("SUCCESS HTTP 200");
            });
        } finally {
            for (Socket each : crowd) {
                each.close();
            }
        }
    }

    private static void fill(ServerSocket full, List<Socket> crowd) throws IOException {
        for (int i = 0; i < 20; i++) {
            Socket next = new Socket();
            crowd.add(next);
            try {
                next.connect(full.getLocalSocketAddress(), 100);
            } catch (java.net.SocketTimeoutException e) {
                return;
            }
        }
        throw new IllegalStateException("the backlog takes everybody");
    }

    @ParameterizedTest
    @EnumSource
    void aKeptConnectionServesAgain(Transport transport) throws Exception {
        on(transport, lab -> {
            AtomicInteger connections = new AtomicInteger();
            int port = lab.server(socket -> {
                connections.incrementAndGet();
                socket.handler(request -> socket.write(OK));
            });
            Check.Http check = Probes.kept(Probes.http(url(port)), 3);
            assertThat(lab.first(check)).isEqualTo("SUCCESS HTTP 200");
            for (int i = 1; i < 9; i++) {
                assertThat(Lab.text(lab.next().observation())).isEqualTo("SUCCESS HTTP 200");
            }
            Lab.await(lab.engine.replace(Map.of()));
            assertThat(connections.get()).as("for nine or ten probes").isBetween(3, 4);
        });
    }

    /** What the engine holds is let go of: hundreds of given-up and finished probes leave no socket behind. */
    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOpen(Transport transport) throws Exception {
        AtomicInteger open = new AtomicInteger();
        on(transport, lab -> {
            int port = lab.server(socket -> {
                open.incrementAndGet();
                socket.closeHandler(closed -> open.decrementAndGet());
                socket.handler(request -> socket.write(request.toString().startsWith("GET /good") ? OK : ""));
            });
            Lab.await(lab.engine.replace(Map.of(
                    Lab.ID,
                    Probes.kept(Probes.http(url(port) + "good"), 4),
                    new kirikae.model.CheckId("hung", "primary", "site"),
                    Probes.http(url(port) + "hung", 20, ""))));
            for (int i = 0; i < 30; i++) {
                lab.next();
            }
            Lab.await(lab.engine.replace(Map.of()));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> open.get() == 0);
        });
    }
}
