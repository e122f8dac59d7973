package kirikae.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae release}: give a service back to automation. */
@Command(
        name = "release",
        description = {
            "Ends the hold or switch of a service: automation decides again, at once.",
            "With manual recovery it also permits the pending switch back, once."
        })
final class ReleaseCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Mixin
    private ServiceOrAll whom = new ServiceOrAll();

    @Option(names = "--reason", paramLabel = "TEXT", description = "why")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        JsonObject body = reason.isEmpty() ? new JsonObject() : new JsonObject().put("reason", reason);
        return new Control(main.shared(), spec).order(whom.path(spec, "release"), body);
    }
}
