package kirikae.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import kirikae.config.Problem;
import kirikae.model.Poison;
import kirikae.model.Settings;
import kirikae.model.Settings.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running daemon, as the commands see it: start, reload, stop, and the exit code when it ends by itself. Owns the order of
 * starting and stopping. Must not print or end the process.
 */
public final class Daemon {
    /** The exit code of a JVM that can no longer be trusted; systemd starts a clean one. */
    public static final int POISONED = 70;

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final long STOP_MILLIS = 4_000;

    private final House house;
    private final CompletableFuture<Integer> ended;
    private final Herald herald;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /** Whether records are written. */
    public enum Mode {
        /** They are. */
        LIVE,
        /** Everything but that: {@code run --dry-run}. */
        DRY_RUN
    }

    /** What came of starting. */
    public sealed interface Start {
        /** It runs. */
        record Running(Daemon daemon) implements Start {}

        /** It does not; the message is one line for people. */
        record Failed(String message) implements Start {}
    }

    /** What came of a reload. */
    public sealed interface Reload {
        /** The new configuration is in force; the line says what changed. */
        record Done(String summary) implements Reload {}

        /** Nothing changed; all problems of the file. */
        record Rejected(List<Problem> problems) implements Reload {}

        /** The file is good, but could not be put in force; the message is one line for people. */
        record Failed(String message) implements Reload {}
    }

    private Daemon(House house, CompletableFuture<Integer> ended, Herald herald) {
        this.house = house;
        this.ended = ended;
        this.herald = herald;
    }

    /**
     * Starts everything and comes back when it listens. Blocks for well under a second normally.
     *
     * @param configFile where the settings came from, for reloads
     */
    public static Start start(Path configFile, Settings settings, Mode mode) {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        watchForPoison(ended);
        House.Built built = House.build(configFile, settings, mode, failure -> poisoned(ended, failure));
        if (built instanceof House.Built.Failed failed) {
            return new Start.Failed(failed.message());
        }
        Daemon daemon = new Daemon(((House.Built.Ready) built).house(), ended, Herald.of(System.getenv()));
        daemon.house.attend(daemon.herald);
        HangUp.onHangUp(daemon::hangUp);
        daemon.herald.ready();
        return new Start.Running(daemon);
    }

    /** Wherever a broken JVM shows itself, also on threads and in callbacks that are not ours, the process ends (F29). */
    private static void watchForPoison(CompletableFuture<Integer> ended) {
        Poison.tell(failure -> poisoned(ended, failure));
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            LOG.error("the thread {} has ended unexpectedly", thread.getName(), failure);
            Poison.notice(failure);
        });
    }

    private static void poisoned(CompletableFuture<Integer> ended, Throwable failure) {
        try {
            LOG.error("the process can no longer be trusted and ends, to be started anew", failure);
        } finally {
            ended.complete(POISONED);
        }
    }

    /** Completes with an exit code when the daemon must end by itself. */
    public CompletionStage<Integer> ended() {
        return ended;
    }

    /** Where heartbeats are taken, with the actual port; empty when the listener is off. */
    public java.util.Optional<Endpoint> listening() {
        return house.listening();
    }

    /** Where its builtin DNS servers answer, with the actual ports, by the provider's name; as of the start. */
    public Map<String, Endpoint> nameServers() {
        return house.nameServers();
    }

    /** Loads the configuration again and puts it in force, or changes nothing. Blocks on the files. */
    public Reload reload() {
        return house.reload("operator:SIGHUP");
    }

    private void hangUp() {
        Thread thread = new Thread(
                () -> {
                    try {
                        reload();
                    } catch (RuntimeException e) {
                        LOG.error("the reload failed", e);
                    }
                },
                "reload");
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops within 5 s: sends nothing more, lets what is on the wire end, syncs the journal. May be called more than once. */
    public void stop() {
        if (stopping.compareAndSet(false, true)) {
            herald.stopping();
            house.close(STOP_MILLIS);
            herald.close();
        }
    }
}
