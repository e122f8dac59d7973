package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the service manager is told, and when it is told nothing. */
class HeraldTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<String> line = new AtomicReference<>("1 service, 0 on maintenance, 0 holds");
    private final DecisionLoop loop =
            new DecisionLoop(new UptimeClock(System::nanoTime, System::currentTimeMillis), failure -> {});

    @AfterEach
    void end() {
        loop.stop();
    }

    private Herald herald(Duration limit, Supplier<Future<Void>> listener) {
        Herald herald = new Herald(said::add, millis -> said.add("closed"), Optional.of(limit));
        loop.start(look -> {});
        herald.begin(loop, line::get, () -> {
            asked.incrementAndGet();
            return listener.get();
        });
        return herald;
    }

    private void await(Supplier<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition::get);
    }

    private long beats() {
        return said.stream().filter("WATCHDOG=1"::equals).count();
    }

    @Test
    void aWholeLife() {
        Herald herald = herald(Duration.ofHours(1), Future::succeededFuture);
        await(() -> beats() == 1);
        herald.ready();
        herald.reloading();
        herald.ready();
        herald.stopping();
        herald.close();
        assertThat(said.get(0)).isEqualTo("STATUS=1 service, 0 on maintenance, 0 holds");
        assertThat(said.get(2)).isEqualTo("READY=1\nSTATUS=1 service, 0 on maintenance, 0 holds");
        assertThat(said.get(3)).matches("RELOADING=1\nMONOTONIC_USEC=\\d+\nSTATUS=1 service.*");
        assertThat(said.get(4)).startsWith("READY=1\n");
        assertThat(said.get(5)).isEqualTo("STOPPING=1\nSTATUS=stopping");
        assertThat(said.get(6)).isEqualTo("closed");
    }

    @Test
    void theLineIsSaidWhenItChangesAndOnlyThen() {
        herald(Duration.ofMillis(40), Future::succeededFuture);
        await(() -> beats() >= 3);
        line.set("1 service, 1 on maintenance (web), 0 holds");
        await(() -> said.contains("STATUS=1 service, 1 on maintenance (web), 0 holds"));
        assertThat(said.stream().filter(message -> message.startsWith("STATUS=")))
                .hasSize(2);
    }

    @Test
    void f30AListenerThatDoesNotAnswerEarnsNoBeat() {
        Promise<Void> late = Promise.promise();
        herald(Duration.ofMillis(40), late::future);
        await(() -> asked.get() == 1);
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(beats()).isZero();
        assertThat(asked).as("one question at a time").hasValue(1);
        late.complete();
        await(() -> beats() >= 1);
    }

    @Test
    void aListenerThatFailsEarnsNoBeatUntilItIsBack() {
        AtomicReference<Future<Void>> answer = new AtomicReference<>(Future.failedFuture("nobody listens"));
        herald(Duration.ofMillis(40), answer::get);
        await(() -> asked.get() >= 3);
        assertThat(beats()).isZero();
        answer.set(Future.succeededFuture());
        await(() -> beats() >= 1);
    }

    @Test
    void f30ADecisionLoopThatStandsStillEarnsNoBeat() throws InterruptedException {
        herald(Duration.ofMillis(40), Future::succeededFuture);
        await(() -> beats() >= 1);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        loop.execute(() -> {
            blocked.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        blocked.await();
        long before = beats();
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(beats()).isEqualTo(before);
        free.countDown();
        await(() -> beats() > before);
    }

    @Test
    void withoutAServiceManagerNothingIsSaid() {
        Herald herald = Herald.of(Map.of());
        herald.ready();
        herald.stopping();
        herald.close();
        assertThat(said).isEmpty();
    }

    @Test
    void theLimitIsForTheProcessItNames() {
        assertThat(Herald.limit(Map.of("WATCHDOG_USEC", "30000000"), 7)).contains(Duration.ofSeconds(30));
        assertThat(Herald.limit(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "7"), 7))
                .contains(Duration.ofSeconds(30));
        assertThat(Herald.limit(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "8"), 7))
                .isEmpty();
        assertThat(Herald.limit(Map.of(), 7)).isEmpty();
        assertThat(Herald.limit(Map.of("WATCHDOG_USEC", "0"), 7)).isEmpty();
        assertThat(Herald.limit(Map.of("WATCHDOG_USEC", "soon"), 7)).isEmpty();
    }
}
