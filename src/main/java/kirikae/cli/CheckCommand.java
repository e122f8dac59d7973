package kirikae.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kirikae check}: the same loading as {@code run}, stopped before the first socket. */
@Command(name = "check", mixinStandardHelpOptions = true, description = "Checks the configuration.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private Shared shared = new Shared();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return shared.load(spec.commandLine().getErr()).isPresent() ? Exit.DONE : Exit.CONFIG;
    }
}
