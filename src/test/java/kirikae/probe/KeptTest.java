package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import kirikae.model.Check;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections that are kept from probe to probe, with servers that make it hard. A kept one never condemns a target. */
class KeptTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell";
    private static final int PROBES = 12;
    private static Lab lab;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeAll
    static void open() {
        lab = new Lab();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    /** A server that is told how many requests a connection has had, this one included. */
    private int server(BiConsumer<NetSocket, Integer> answer) {
        return lab.server(socket -> {
            connections.incrementAndGet();
            AtomicInteger here = new AtomicInteger();
            socket.handler(request -> {
                requests.incrementAndGet();
                answer.accept(socket, here.incrementAndGet());
            });
        });
    }

    private static Check.Http kept(int port, long timeoutMs, String body) {
        return Probes.kept(Probes.http("http://127.0.0.1:" + port + "/", timeoutMs, body), 6);
    }

    /** The distinct outcomes of twelve probes; then nothing is watched any more. */
    private List<String> outcomes(Check.Http check) {
        List<String> seen = new CopyOnWriteArrayList<>();
        seen.add(lab.first(check));
        for (int i = 1; i < PROBES; i++) {
            seen.add(Lab.text(lab.next().observation()));
        }
        Lab.await(lab.engine.replace(Map.of()));
        return seen.stream().distinct().toList();
    }

    private void expectGood(int port, int fewest, int most) {
        assertThat(outcomes(kept(port, 5_000, ""))).containsExactly("SUCCESS HTTP 200");
        assertThat(connections.get()).as("connections").isBetween(fewest, most);
    }

    @Test
    void everySixthIsFresh() {
        expectGood(server((socket, count) -> socket.write(OK)), 2, 3);
    }

    @Test
    void theRequestDoesNotAskToClose() {
        List<String> asked = new CopyOnWriteArrayList<>();
        int port = lab.server(socket -> socket.handler(request -> {
            asked.add(request.toString());
            socket.write(OK);
        }));
        outcomes(kept(port, 5_000, "well"));
        assertThat(asked)
                .allMatch(request -> !request.toLowerCase(java.util.Locale.ROOT).contains("connection"));
    }

    @Test
    void chunksWithTrailersEndToo() {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nwell\r\n0\r\nTrailer: z\r\n\r\n";
        expectGood(server((socket, count) -> socket.write(chunked)), 2, 3);
    }

    @Test
    void theRestOfABodyMayComeLater() {
        int port = server((socket, count) -> {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwe");
            lab.vertx.setTimer(5, later -> socket.write("ll"));
        });
        expectGood(port, 2, 4);
    }

    @Test
    void aRestThatNeverComesCostsAConnection() {
        expectGood(
                server((socket, count) -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nwe")),
                PROBES,
                PROBES + 1);
    }

    @Test
    void onlyWhatCanBeKeptIs() {
        for (String answer : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: Close\r\n\r\nwell",
                "HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nwell",
                "HTTP/1.1 200 OK\r\n\r\nwell",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell, and more than that",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nwell\r\n")) {
            connections.set(0);
            expectGood(server((socket, count) -> socket.write(answer)), PROBES, PROBES + 1);
        }
    }

    @Test
    void aServerThatClosesBetweenProbesIsWell() {
        expectGood(server((socket, count) -> socket.write(OK).onComplete(sent -> socket.close())), PROBES, PROBES + 1);
    }

    @Test
    void aServerThatClosesAtTheNextRequestIsWell() {
        int port = server((socket, count) -> {
            if (count == 1) {
                socket.write(OK);
            } else {
                socket.close();
            }
        });
        expectGood(port, PROBES - 1, PROBES + 1);
    }

    @Test
    void aTimeOutOfTheServerIsNotTheAnswer() {
        String farewell = "HTTP/1.1 408 Request Time-out\r\nConnection: close\r\n\r\n";
        int port = server((socket, count) -> {
            socket.write(OK);
            lab.vertx.setTimer(30, later -> socket.write(farewell).onComplete(sent -> socket.close()));
        });
        expectGood(port, PROBES, PROBES + 1);
    }

    @Test
    void whatCameUnaskedIsNotTheAnswer() {
        // A fresh connection says the truth, a kept one has a good answer too many.
        int port = server((socket, count) -> {
            socket.write(count == 1 ? OK : "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
            lab.vertx.setTimer(30, later -> socket.write(OK));
        });
        expectGood(port, PROBES, PROBES + 1);
    }

    @Test
    void aConnectionLostOnTheWayIsFoundOutInTime() {
        int port = server((socket, count) -> {
            if (count == 1) {
                socket.write(OK);
            }
        });
        assertThat(outcomes(kept(port, 600, ""))).containsExactly("SUCCESS HTTP 200");
        assertThat(connections.get()).isGreaterThanOrEqualTo(PROBES / 2);
    }

    @Test
    void aTargetThatFailsIsAskedOnceMoreAndFails() {
        AtomicInteger broken = new AtomicInteger();
        int port = server((socket, count) ->
                socket.write(broken.get() == 0 ? OK : "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
        assertThat(lab.first(kept(port, 5_000, ""))).isEqualTo("SUCCESS HTTP 200");
        lab.next();
        int before = connections.get();
        broken.set(1);
        String seen = Lab.text(lab.next().observation());
        while (seen.startsWith("SUCCESS")) {
            seen = Lab.text(lab.next().observation());
        }
        assertThat(seen).isEqualTo("FAILURE HTTP 503, expected 200-399");
        assertThat(connections.get()).as("a fresh one said so").isGreaterThan(before);
        Lab.await(lab.engine.replace(Map.of()));
    }
}
