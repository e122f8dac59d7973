package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import kirikae.model.Check;
import kirikae.model.Check.Addresses;
import kirikae.model.CheckId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rhythm with real probes. */
class ProbeEngineTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final CheckId OTHER = new CheckId("other", "primary", "site");
    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = new Lab();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @BeforeEach
    void nothingWatched() {
        Lab.await(lab.engine.replace(Map.of()));
        lab.seen.clear();
    }

    private static Check.Http http(int port, long timeoutMs) {
        return Probes.http("http://127.0.0.1:" + port + "/", timeoutMs, "");
    }

    private static Check.Tcp every(Duration interval, Duration confirm, int port) {
        return new Check.Tcp(
                "port",
                Probes.RULE,
                new Check.Pace(interval, Duration.ofSeconds(1), confirm),
                "127.0.0.1",
                port,
                java.util.List.of(),
                Addresses.ANY);
    }

    @Test
    void neverOverlapsItselfAndDelaysNoOther() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int hung = lab.server(socket -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            socket.closeHandler(closed -> open.decrementAndGet());
        });
        int quick = lab.answering(OK);
        Lab.await(lab.engine.replace(Map.of(Lab.ID, http(hung, 450), OTHER, http(quick, 450))));
        int slow = 0;
        int good = 0;
        long lastSlow = 0;
        while (slow < 3) {
            Lab.Seen seen = lab.next();
            if (seen.id().equals(OTHER)) {
                good++;
                assertThat(Lab.text(seen.observation())).isEqualTo("SUCCESS HTTP 200");
            } else {
                slow++;
                assertThat(seen.startedNanos() - lastSlow)
                        .isGreaterThanOrEqualTo(Duration.ofMillis(450).toNanos());
                lastSlow = seen.startedNanos();
            }
        }
        assertThat(most).as("connections at a time").hasValue(1);
        assertThat(good).as("the other went on every 100 ms").isGreaterThanOrEqualTo(8);
    }

    @Test
    void aReloadKeepsWhatIsUnchangedAndDropsWhatIsGone() {
        AtomicInteger connections = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        int hung = lab.server(socket -> {
            connections.incrementAndGet();
            socket.closeHandler(end -> closed.incrementAndGet());
        });
        Lab.await(lab.engine.replace(Map.of(Lab.ID, http(hung, 60_000))));
        Awaitility.await().until(() -> connections.get() == 1);
        Lab.await(lab.engine.replace(Map.of(Lab.ID, http(hung, 60_000), OTHER, http(lab.answering(OK), 1_000))));
        assertThat(lab.next().id()).isEqualTo(OTHER);
        assertThat(closed).as("the unchanged one still waits").hasValue(0);
        Lab.await(lab.engine.replace(Map.of()));
        Awaitility.await().until(() -> closed.get() == 1);
        assertThat(connections).hasValue(1);
        assertThat(lab.seen).noneMatch(seen -> seen.id().equals(Lab.ID));
    }

    @Test
    void confirmsQuicklyAndGoesBack() {
        int port = lab.answering("");
        Lab.await(lab.engine.replace(Map.of(Lab.ID, every(Duration.ofHours(1), Duration.ofMillis(50), port))));
        Lab.await(lab.engine.confirm(Lab.ID));
        lab.next();
        long first = lab.next().startedNanos();
        long gap = lab.next().startedNanos() - first;
        assertThat(gap)
                .isBetween(
                        Duration.ofMillis(50).toNanos(), Duration.ofSeconds(5).toNanos());
        Lab.await(lab.engine.normal(Lab.ID));
        Lab.await(lab.engine.confirm(OTHER));
        lab.seen.clear();
        Awaitility.await()
                .during(Duration.ofMillis(250))
                .atMost(Duration.ofSeconds(5))
                .until(() -> lab.seen.size() <= 1);
    }

    /** F30, trap 14: the loop stood still, so the time-out says nothing about the target. */
    @Test
    void f30AFailureWhileOurLoopStoodStillIsUnknown() {
        AtomicInteger connections = new AtomicInteger();
        int hung = lab.server(socket -> connections.incrementAndGet());
        Lab.await(lab.engine.replace(Map.of(Lab.ID, http(hung, 400))));
        Awaitility.await().until(() -> connections.get() > 0);
        lab.seen.clear();
        for (Loop loop : lab.engine.loops()) {
            loop.execute(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700)));
        }
        assertThat(Lab.text(lab.next().observation())).startsWith("UNKNOWN our own event loop was late by ");
    }

    @Test
    void aCheckWithoutAPlaceIsUnknown() {
        assertThat(lab.first(Probes.connectTo(http(1, 1_000), "a:b")))
                .isEqualTo("UNKNOWN the check cannot be made: 'a:b' does not end with a port number");
    }
}
