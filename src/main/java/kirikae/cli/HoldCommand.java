package kirikae.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae hold}: freeze a service as it is. */
@Command(
        name = "hold",
        description = "Freezes a service as it is: nothing switches it until release or until --for is over.")
final class HoldCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Mixin
    private ServiceOrAll whom = new ServiceOrAll();

    @Mixin
    private Term term = new Term();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return new Control(main.shared(), spec).order(whom.path(spec, "hold"), term.body());
    }
}
