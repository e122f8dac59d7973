package kirikae.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import kirikae.config.Nearest;
import kirikae.daemon.TestNotice;
import kirikae.model.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae notify}: a test message to one channel of the configuration file; no daemon is needed. */
@Command(
        name = "notify",
        description = {
            "Sends a test message to a channel, as the configuration file has it. No daemon is needed.",
            "A webhook that starts something starts it."
        })
final class NotifyCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Parameters(index = "0", paramLabel = "CHANNEL", description = "the name of a channel")
    private String channel = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Optional<Settings> settings = main.shared().load(err);
        if (settings.isEmpty()) {
            return Exit.CONFIG;
        }
        var channels = settings.get().notices().channels();
        if (!channels.containsKey(channel)) {
            throw new ParameterException(spec.commandLine(), unknown(channels.keySet()));
        }
        if (TestNotice.send(settings.get().notices(), channel) instanceof TestNotice.Result.Failed failed) {
            err.println("kirikae: " + channel + ": not delivered: " + failed.reason());
            return Exit.FAILED;
        }
        spec.commandLine().getOut().println(channel + ": delivered");
        return Exit.DONE;
    }

    private String unknown(java.util.Set<String> names) {
        String near = Nearest.suggestion(channel, names);
        String known = names.isEmpty()
                ? "none is configured"
                : "known: " + String.join(", ", names.stream().sorted().toList());
        return "no channel is called '" + channel + "'; " + (near.isEmpty() ? known : near);
    }
}
