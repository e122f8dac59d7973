package kirikae.daemon;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Operator;
import kirikae.model.Operator.Answer;
import kirikae.model.Operator.HoldOrder;
import kirikae.model.Operator.Keep;
import kirikae.model.Operator.Length;
import kirikae.model.Operator.SwitchOrder;
import kirikae.model.Status.ServiceStatus;

/** A whole daemon in this process, with the builtin DNS and a host that can be closed and opened. */
final class Household implements AutoCloseable {
    final Path config;
    final List<Event> heard = new CopyOnWriteArrayList<>();
    private final int port;
    private ServerSocket host;
    private final House house;

    /** Starts it; {@code more} goes into the service "web". */
    Household(Path folder, String more) throws IOException {
        host = listen(0);
        port = host.getLocalPort();
        config = folder.resolve("kirikae.conf");
        write(more);
        Loaded.Valid valid = (Loaded.Valid) ConfigLoader.load(config);
        House.Built built = House.build(config, valid.settings(), Daemon.Mode.LIVE, failure -> {
            throw new IllegalStateException(failure);
        });
        house = ((House.Built.Ready) built).house();
        operator().follow(heard::add);
    }

    /** Writes the configuration anew. */
    void write(String more) throws IOException {
        Files.writeString(config, """
                listen.http = "127.0.0.1:0"
                state-dir = "state"
                control-socket = "control.sock"
                isolation.anchors = []
                providers.local { type = builtin, listen = "127.0.0.1:0" }
                default-provider = local
                services.web {
                  zone = "demo.test", names = ["www.demo.test"], ttl = 1s
                  primary {
                    A = ["127.0.0.2"]
                    checks { port { type = tcp, address = "127.0.0.1:%d", interval = 100ms, timeout = 1s, no-data-window = 1s, rise = 1 } }
                  }
                  maintenance { A = ["127.0.0.3"] }
                  %s
                }
                """.formatted(port, more));
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    void closeHost() throws IOException {
        host.close();
    }

    void openHost() throws IOException {
        host = listen(port);
    }

    Operator operator() {
        return house.operator();
    }

    /** Waits until the service is as wanted. */
    ServiceStatus awaitWeb(Predicate<ServiceStatus> wanted) {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(this::web, wanted);
    }

    ServiceStatus web() {
        return done(operator().status()).services().get(0);
    }

    Optional<Event> last(EventName name) {
        return heard.stream().filter(event -> event.name() == name).reduce((first, second) -> second);
    }

    Answer switchTo(String target, Keep keep) {
        return done(operator()
                .switchTo(new SwitchOrder("web", target, "disk swap", "operator:root", new Length.Unlimited(), keep)));
    }

    Answer hold(Length length) {
        return done(operator().hold(new HoldOrder("web", "disk swap", "operator:root", length)));
    }

    Answer release() {
        return done(operator().release("web", "operator:root", ""));
    }

    static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        house.close(2_000);
        host.close();
    }
}
