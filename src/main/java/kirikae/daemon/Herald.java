package kirikae.daemon;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how the daemon is (sd_notify(3), systemd.service(5)): READY, RELOADING, STOPPING, a STATUS line for
 * people, and WATCHDOG=1 in the rhythm that was asked for. Without a service manager it says nothing. Owns what is said and when;
 * lives on the decision loop from {@link #begin} on. Must not judge anything but progress:
 *
 * <pre>
 * decision loop -> a request to our own listener -> its answer -> decision loop -> WATCHDOG=1
 * </pre>
 *
 * The message is the end of a round trip through everything that must live, so nobody can send it on behalf of somebody stuck.
 */
final class Herald {
    private static final Logger LOG = LoggerFactory.getLogger(Herald.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int BEATS_A_LIMIT = 4;
    private static final long CLOSE_MILLIS = 200;

    private final Consumer<String> manager;
    private final Consumer<Long> closing;
    private final Optional<Duration> beat;
    private Optional<Round> round = Optional.empty();
    private Duration nextBeat = Duration.ZERO;
    private volatile String line = "";
    private boolean asking;
    private boolean stuck;

    private record Round(DecisionLoop loop, Supplier<String> line, Supplier<Future<Void>> listener) {}

    /**
     * Takes who is told.
     *
     * @param limit how long the manager waits for a WATCHDOG=1; empty when it does not watch
     */
    Herald(Consumer<String> manager, Consumer<Long> closing, Optional<Duration> limit) {
        this.manager = manager;
        this.closing = closing;
        this.beat = limit.map(whole -> whole.dividedBy(BEATS_A_LIMIT));
    }

    /** A herald for the service manager that this environment names. */
    static Herald of(Map<String, String> environment) {
        Optional<ManagerSocket> socket = ManagerSocket.of(environment);
        return new Herald(
                message -> socket.ifPresent(open -> open.send(message)),
                millis -> socket.ifPresent(open -> open.close(millis)),
                socket.flatMap(
                        open -> limit(environment, ProcessHandle.current().pid())));
    }

    /** WATCHDOG_USEC, when it is meant for this process (sd_watchdog_enabled(3)). */
    static Optional<Duration> limit(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean ours =
                environment.getOrDefault("WATCHDOG_PID", String.valueOf(pid)).equals(String.valueOf(pid));
        return ours && micros.matches("[1-9]\\d{0,15}")
                ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1_000))
                : Optional.empty();
    }

    /**
     * Begins to look.
     *
     * @param statusLine what is said of the services; called on the decision loop
     * @param listener asks our own listener; fails when it does nothing at all
     */
    void begin(DecisionLoop loop, Supplier<String> statusLine, Supplier<Future<Void>> listener) {
        loop.execute(() -> {
            round = Optional.of(new Round(loop, statusLine, listener));
            look();
        });
    }

    /** The start is over, and the signals are ours. */
    void ready() {
        tell("READY=1");
    }

    /** A reload begins; {@link #ready} ends it, whatever came of it. */
    void reloading() {
        tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
    }

    /** The end begins. */
    void stopping() {
        manager.accept("STOPPING=1\nSTATUS=stopping");
    }

    /** Nothing more is said. */
    void close() {
        closing.accept(CLOSE_MILLIS);
    }

    private void tell(String state) {
        manager.accept(line.isEmpty() ? state : state + "\nSTATUS=" + line);
    }

    private void look() {
        round.ifPresent(this::look);
    }

    private void look(Round now) {
        String said = now.line().get();
        if (!said.equals(line)) {
            line = said;
            manager.accept("STATUS=" + said);
        }
        beat.filter(every -> !asking && now.loop().now().compareTo(nextBeat) >= 0)
                .ifPresent(every -> beat(now, every));
        now.loop()
                .at(
                        now.loop()
                                .now()
                                .plus(beat.filter(every -> every.compareTo(LOOK) < 0)
                                        .orElse(LOOK)),
                        this::look);
    }

    private void beat(Round now, Duration every) {
        asking = true;
        nextBeat = now.loop().now().plus(every);
        now.listener().get().onComplete(answer -> now.loop().execute(() -> answered(answer)));
    }

    private void answered(AsyncResult<Void> answer) {
        asking = false;
        if (answer.succeeded()) {
            manager.accept("WATCHDOG=1");
            stuck = false;
        } else if (!stuck) {
            stuck = true;
            LOG.error(
                    "our own listener does nothing ({}); unless that ends, the service manager starts the daemon anew",
                    String.valueOf(answer.cause().getMessage()));
        }
    }
}
