package kirikae.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.daemon.OnlineCheck;
import kirikae.dns.Finding;
import kirikae.model.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae check}: the same loading as {@code run}, stopped before the first socket. */
@Command(
        name = "check",
        description = {
            "Checks the configuration, and says for every service how long the world may see a dead host.",
            "Opens no socket without --online."
        })
final class CheckCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Option(
            names = "--online",
            description =
                    "also try what a switch needs, short of a change: credentials, zones, live records, anchors, channels")
    private boolean online;

    @Option(
            names = "--iam-policy",
            description = {
                "print the least IAM policy for exactly this configuration, and nothing else;",
                "with --online the ids of zones that are configured by name are looked up"
            })
    private boolean policy;

    @Option(names = "--json", description = "for machines")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (policy) {
            return policy();
        }
        return json ? forMachines() : forPeople();
    }

    private int policy() {
        Optional<Settings> settings = main.shared().load(spec.commandLine().getErr());
        if (settings.isEmpty()) {
            return Exit.CONFIG;
        }
        PolicyText text =
                new PolicyText(spec.commandLine().getOut(), spec.commandLine().getErr());
        return online ? text.online(settings.get()) : text.offline(settings.get());
    }

    private int forPeople() {
        Optional<Settings> settings = main.shared().load(spec.commandLine().getErr());
        if (settings.isEmpty()) {
            return Exit.CONFIG;
        }
        CheckText text = new CheckText(spec.commandLine().getOut());
        text.configuration(settings.get());
        return online ? text.online(OnlineCheck.run(settings.get())) : Exit.DONE;
    }

    private int forMachines() {
        Loaded loaded = ConfigLoader.load(main.shared().config());
        if (loaded instanceof Loaded.Invalid invalid) {
            spec.commandLine().getOut().println(CheckJson.problems(main.shared().config(), invalid.problems()));
            return Exit.CONFIG;
        }
        Settings settings = ((Loaded.Valid) loaded).settings();
        Optional<OnlineCheck.Report> report = online ? Optional.of(OnlineCheck.run(settings)) : Optional.empty();
        spec.commandLine().getOut().println(CheckJson.settings(main.shared().config(), settings, report));
        return report.map(found -> found.count(Finding.Level.FAIL)).orElse(0L) == 0 ? Exit.DONE : Exit.FAILED;
    }
}
