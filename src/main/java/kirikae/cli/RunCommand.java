package kirikae.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import kirikae.daemon.Daemon;
import kirikae.model.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kirikae run}: the daemon, in the foreground, until SIGTERM. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "The daemon, in the foreground.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private Shared shared = new Shared();

    @Option(names = "--dry-run", description = "decide and log as always, but never write DNS")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Optional<Settings> settings = shared.load(spec.commandLine().getErr());
        if (settings.isEmpty()) {
            return Exit.CONFIG;
        }
        Daemon.Mode mode = dryRun ? Daemon.Mode.DRY_RUN : Daemon.Mode.LIVE;
        Daemon.Start start = Daemon.start(shared.config, settings.get(), mode);
        if (start instanceof Daemon.Start.Failed failed) {
            spec.commandLine().getErr().println("kirikae: " + failed.message());
            return Exit.FAILED;
        }
        Daemon daemon = ((Daemon.Start.Running) start).daemon();
        Runtime.getRuntime().addShutdownHook(new Thread(daemon::stop, "stop"));
        return daemon.ended().toCompletableFuture().get();
    }
}
