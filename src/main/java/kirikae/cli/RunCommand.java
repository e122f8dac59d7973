package kirikae.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import kirikae.daemon.Daemon;
import kirikae.journal.LogQueue;
import kirikae.model.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae run}: the daemon, in the foreground, until SIGTERM. */
@Command(name = "run", description = "The daemon, in the foreground.")
final class RunCommand implements Callable<Integer> {
    /** A second below what contract.md promises; the JVM itself takes a little as well. */
    private static final long STOP_MILLIS = 4_700;

    @ParentCommand
    private Main main = new Main();

    @Option(names = "--dry-run", description = "decide and log as always, but never write DNS")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Optional<Settings> settings = main.shared().load(err);
        if (settings.isEmpty()) {
            return Exit.CONFIG;
        }
        Daemon.Mode mode = dryRun ? Daemon.Mode.DRY_RUN : Daemon.Mode.LIVE;
        Daemon.Start start = Daemon.start(main.shared().config(), settings.get(), mode);
        if (start instanceof Daemon.Start.Failed failed) {
            LogQueue.flush();
            err.println("kirikae: " + failed.message());
            return Exit.FAILED;
        }
        Daemon daemon = ((Daemon.Start.Running) start).daemon();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(daemon, err), "stop"));
        return daemon.ended().toCompletableFuture().get();
    }

    /** Ends in time even when the JVM is so broken that stopping hangs: the journal stands every end. */
    private static void stop(Daemon daemon, PrintWriter err) {
        Thread stopping = new Thread(daemon::stop, "stopping");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stopping.isAlive()) {
            err.println("kirikae: stopping takes too long; ended without waiting");
        } else {
            LogQueue.flush();
        }
    }
}
