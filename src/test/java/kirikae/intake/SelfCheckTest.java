package kirikae.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.List;
import kirikae.model.Observation;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Tls;
import org.junit.jupiter.api.Test;

class SelfCheckTest {
    @Test
    void ourOwnHeartbeatIsTakenAndNeverReachesTheSink() throws Exception {
        try (House house = House.open()) {
            SelfCheck check = new SelfCheck(house.vertx, house.door, house.heartbeats);
            assertThat(House.await(check.ask())).isEqualTo(Observation.success());
            assertThat(House.await(check.ask())).isEqualTo(Observation.success());
            assertThat(house.heard).isEmpty();
            assertThat(house.beat(Heartbeats.SELF)).isEqualTo(404);
            House.await(house.door.close());
            assertThat(House.await(check.ask()).outcome()).isEqualTo(Observation.Outcome.FAILURE);
            assertThat(House.await(check.ask()).reason())
                    .startsWith("our own listener at 127.0.0.1:" + house.door.port() + " does not take heartbeats: ");
        }
    }

    @Test
    void aWildcardAddressIsAskedOnLoopback() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (House house = House.open()) {
            Heartbeats heartbeats = new Heartbeats(house.sink);
            HttpDoor door = House.await(HttpDoor.open(
                    vertx,
                    new Endpoint("0.0.0.0", 0),
                    new Tls.Plain(),
                    House.QUICK,
                    List.of(heartbeats),
                    warning -> {}));
            assertThat(House.await(new SelfCheck(vertx, door, heartbeats).ask()))
                    .isEqualTo(Observation.success());
        } finally {
            House.await(vertx.close());
        }
    }

    @Test
    void aListenerThatNeverAnswersFailsWithinTheDeadline() throws Exception {
        try (House house = House.open()) {
            int port = house.door.port();
            SelfCheck check = new SelfCheck(house.vertx, house.door, house.heartbeats, Duration.ofMillis(300));
            House.await(house.door.close());
            NetServer silent = House.await(
                    house.vertx.createNetServer().connectHandler(socket -> {}).listen(port, "127.0.0.1"));
            long start = System.nanoTime();
            assertThat(House.await(check.ask()).outcome()).isEqualTo(Observation.Outcome.FAILURE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            House.await(silent.close());
        }
    }

    @Test
    void stirringNeedsAnAnswerAndNothingElse() throws Exception {
        try (House house = House.open()) {
            SelfCheck check = new SelfCheck(house.vertx, house.door, house.heartbeats, Duration.ofMillis(500));
            House.await(check.stir());
            int port = house.door.port();
            House.await(house.door.close());
            assertThat(failureOf(check)).isInstanceOf(java.net.ConnectException.class);
            NetServer silent = House.await(
                    house.vertx.createNetServer().connectHandler(socket -> {}).listen(port, "127.0.0.1"));
            assertThat(failureOf(check)).isInstanceOf(java.util.concurrent.TimeoutException.class);
            House.await(silent.close());
            NetServer hangsUp = House.await(house.vertx
                    .createNetServer()
                    .connectHandler(socket -> socket.close())
                    .listen(port, "127.0.0.1"));
            House.await(check.stir()); // it does something: no reason to end the process
            House.await(hangsUp.close());
        }
    }

    private static Throwable failureOf(SelfCheck check) {
        return org.assertj.core.api.Assertions.catchThrowable(() -> check.stir()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, java.util.concurrent.TimeUnit.SECONDS))
                .getCause();
    }
}
