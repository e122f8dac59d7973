package kirikae.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae reload}: as SIGHUP, with an answer. */
@Command(
        name = "reload",
        description = {
            "Lets the daemon load its configuration again and says what changed.",
            "A bad file changes nothing: its problems are printed, and the exit code is 1."
        })
final class ReloadCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return new Control(main.shared(), spec).order("/api/v1/reload", new JsonObject());
    }
}
