package kirikae.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae switch}: move a service now, and hold it there. */
@Command(
        name = "switch",
        description = {
            "Moves a service to a target now, and keeps it there until release or until --for is over.",
            "Where automation wants the same target anyway, nothing is held, unless --hold is given.",
            "It also puts drifted records right."
        })
final class SwitchCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Parameters(index = "0", paramLabel = "SERVICE", description = "the service")
    private String service = "";

    @Parameters(index = "1", paramLabel = "TARGET", description = "the target; 'auto' is the same as release")
    private String target = "";

    @Mixin
    private Term term = new Term();

    @Option(names = "--hold", description = "keep it there even where automation wants the same")
    private boolean hold;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        JsonObject body = term.body().put("to", target).put("hold", hold);
        return new Control(main.shared(), spec).order(Control.path(service) + "/switch", body);
    }
}
