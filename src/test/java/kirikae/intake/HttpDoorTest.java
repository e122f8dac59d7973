package kirikae.intake;

import static kirikae.intake.House.QUICK;
import static kirikae.intake.House.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Tls;
import org.junit.jupiter.api.Test;

class HttpDoorTest {
    private static final String BEAT = House.request("POST", "/heartbeat/web1.example.com", TOKEN, "");

    /** A route of another package. */
    private record Page(HttpMethod method) implements Route {
        @Override
        public boolean matches(String path) {
            return path.equals("/page");
        }

        @Override
        public Set<HttpMethod> methods() {
            return Set.of(method);
        }

        @Override
        public int bodyLimit() {
            return 4;
        }

        @Override
        public void handle(HttpServerRequest request, Buffer body) {
            Reply.line(request, 200, method + " " + body);
        }
    }

    @Test
    void unknownPathsAndMethodsGetOneLineOfText() throws Exception {
        try (House house = House.open(new Page(HttpMethod.GET), new Page(HttpMethod.PUT))) {
            assertThat(exchange(house, "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ")
                    .endsWith("\r\n\r\nnot found\n");
            assertThat(exchange(house, "DELETE /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("\r\nallow: GET, PUT\r\n")
                    .endsWith("method not allowed; use GET, PUT\n");
        }
    }

    @Test
    void routesShareAPathByMethodAndHaveTheirOwnBodyLimits() throws Exception {
        try (House house = House.open(new Page(HttpMethod.GET), new Page(HttpMethod.PUT))) {
            assertThat(exchange(house, "PUT /page HTTP/1.0\r\nContent-Length: 4\r\n\r\n1234"))
                    .endsWith("PUT 1234\n");
            assertThat(house.ask("PUT", "/page", "", "12345")).isEqualTo(413);
        }
    }

    @Test
    void oldClientsAreServed() throws Exception {
        try (House house = House.open(QUICK)) {
            assertThat(exchange(
                            house,
                            "GET /heartbeat/web1.example.com HTTP/1.0\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n"))
                    .startsWith("HTTP/1.0 202 ")
                    .endsWith("accepted\n");
        }
    }

    @Test
    void manyHeartbeatsShareAConnection() throws Exception {
        try (House house = House.open(QUICK);
                Visitor visitor = house.visitor()) {
            for (int i = 0; i < 50; i++) {
                assertThat(visitor.send(BEAT).status()).isEqualTo(202);
                house.clock.addAndGet(1_000_000_000);
            }
            assertThat(house.heard).hasSize(50);
        }
    }

    @Test
    void pipelinedGarbageEndsTheConnectionAfterWhatWasGood() throws Exception {
        try (House house = House.open(QUICK)) {
            String answers = exchange(house, BEAT + BEAT + "\u0001\u0002 garbage\r\n\r\n" + BEAT);
            assertThat(answers.split("HTTP/1\\.1 202 ", -1)).hasSize(3);
            assertThat(house.heard).hasSize(2);
            assertThat(house.beat("web1.example.com")).isEqualTo(202);
        }
    }

    @Test
    void http2IsNotSpoken() throws Exception {
        try (House house = House.open(QUICK)) {
            try (Visitor visitor = house.visitor()) {
                assertThat(visitor.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").status())
                        .isEqualTo(501);
            }
            String upgrade =
                    "GET /heartbeat/web1.example.com HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
                            + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nAuthorization: Bearer " + TOKEN
                            + "\r\n\r\n";
            try (Visitor visitor = house.visitor()) {
                assertThat(visitor.send(upgrade).status()).isEqualTo(202);
            }
        }
    }

    @Test
    void longLinesAndHeadersAreRefused() throws Exception {
        try (House house = House.open(QUICK)) {
            assertThat(exchange(house, "GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .contains(" 414 ");
            assertThat(exchange(house, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9000) + "\r\n\r\n"))
                    .contains(" 431 ");
        }
    }

    @Test
    void aLongBodyIsRefusedWithAnAnswerThatArrives() throws Exception {
        try (House house = House.open();
                Visitor visitor = house.visitor()) {
            String announced = "POST /heartbeat/web1.example.com HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN;
            visitor.send(announced + "\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(10_000_000));
            assertThat(visitor.status()).isEqualTo(413);
            visitor.send(
                    announced + "\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" + "x".repeat(2048) + "\r\n0\r\n\r\n");
            assertThat(visitor.status()).isEqualTo(413);
            assertThat(house.heard).isEmpty();
            assertThat(visitor.send(BEAT).status()).isEqualTo(202);
        }
    }

    @Test
    void drippingHeadersAreClosedInTime() throws Exception {
        try (House house = House.open(QUICK);
                Visitor visitor = house.visitor()) {
            visitor.send("POST /heartbeat/web1.example.com HTTP/1.1\r\nX: ");
            assertThat(visitor.dripUntilClosed("x")).isBetween(300L, 5_000L);
            assertThat(house.heard).isEmpty();
        }
    }

    @Test
    void drippingHeadersOfASecondRequestAreClosedInTime() throws Exception {
        DoorLimits limits = new DoorLimits(64, Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(5));
        try (House house = House.open(limits);
                Visitor visitor = house.visitor()) {
            assertThat(visitor.send(BEAT).status()).isEqualTo(202);
            assertThat(visitor.dripUntilClosed("x")).isBetween(400L, 4_000L);
        }
    }

    @Test
    void drippingBodiesAreClosedInTime() throws Exception {
        try (House house = House.open(QUICK);
                Visitor slow = house.visitor();
                Visitor silent = house.visitor()) {
            String head =
                    "POST /heartbeat/web1.example.com HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nAuthorization: Bearer "
                            + TOKEN + "\r\n\r\n";
            silent.send(head);
            assertThat(silent.rest()).startsWith("HTTP/1.1 408 ");
            assertThat(slow.send(head).dripUntilClosed("x")).isBetween(0L, 5_000L);
            assertThat(house.heard).isEmpty();
        }
    }

    @Test
    void aBodyLeftHalfwayIsNoHeartbeat() throws Exception {
        try (House house = House.open(QUICK)) {
            try (Visitor visitor = house.visitor()) {
                visitor.send(
                        "POST /heartbeat/web1.example.com HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nAuthorization: Bearer "
                                + TOKEN + "\r\n\r\n12345");
            }
            assertThat(house.beat("web1.example.com")).isEqualTo(202);
            assertThat(house.heard).hasSize(1);
        }
    }

    @Test
    void aFullHouseMakesRoomForWhoSendsAWholeRequest() throws Exception {
        DoorLimits limits = new DoorLimits(10, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
        List<Visitor> idle = new ArrayList<>();
        try (House house = House.open(limits)) {
            for (int i = 0; i < 300; i++) {
                idle.add(house.visitor().send("GET / HTTP/1.1\r\n"));
            }
            assertThat(house.beat("web1.example.com")).isEqualTo(202);
            for (Visitor visitor : idle.subList(0, 290)) {
                assertThat(visitor.isClosedByServer()).isTrue();
            }
            assertThat(idle.get(299).send("Host: x\r\n\r\n").status()).isEqualTo(404);
        } finally {
            for (Visitor visitor : idle) {
                visitor.close();
            }
        }
    }

    @Test
    void aPortInUseIsOneClearLine() {
        try (House house = House.open()) {
            int port = house.door.port();
            assertThatThrownBy(() -> House.await(HttpDoor.open(
                            house.vertx,
                            new Endpoint("127.0.0.1", port),
                            new Tls.Plain(),
                            QUICK,
                            List.of(),
                            house.warnings::add)))
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + port + ": address already in use");
            assertThatThrownBy(() -> House.await(HttpDoor.open(
                            house.vertx,
                            new Endpoint("192.0.2.1", 0),
                            new Tls.Plain(),
                            QUICK,
                            List.of(),
                            house.warnings::add)))
                    .cause()
                    .hasMessage("cannot listen on 192.0.2.1:0: no such address on this machine");
        }
    }

    @Test
    void closingTakesLessThanASecondWithVisitorsInside() throws Exception {
        House house = House.open();
        try (Visitor idle = house.visitor();
                Visitor half = house.visitor()) {
            assertThat(idle.send(BEAT).status()).isEqualTo(202);
            half.send("POST /heartbeat");
            long start = System.nanoTime();
            House.await(house.door.close());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(idle.isClosedByServer()).isTrue();
            assertThat(half.isClosedByServer()).isTrue();
        } finally {
            House.await(house.vertx.close());
        }
    }

    private static String exchange(House house, String request) throws IOException {
        try (Visitor visitor = house.visitor()) {
            return visitor.send(request).rest();
        }
    }
}
