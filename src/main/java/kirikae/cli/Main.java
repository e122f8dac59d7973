package kirikae.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import kirikae.daemon.Version;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point of the jar: finds the command, runs it, ends with its exit code. */
@Command(
        name = "kirikae",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionText.class,
        description = "Watches hosts; moves DNS records to a maintenance target when one goes silent, and back.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:usage",
            "3:the daemon cannot be reached",
            "70:internal error",
            "78:configuration"
        })
public final class Main implements Runnable {
    @Mixin
    private Shared shared = new Shared();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Main() {}

    /** Runs the command that the arguments name, and ends the process. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs the command that the arguments name; gives its exit code. */
    static int run(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return run(out, err, args);
    }

    /** As {@link #run(String...)}, with other writers. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        try {
            return Commands.namedIn(args)
                    .setOut(out)
                    .setErr(err)
                    .setParameterExceptionHandler(new UsageErrors())
                    .setExecutionExceptionHandler(Main::failed)
                    .execute(args);
        } catch (LinkageError | VirtualMachineError e) {
            err.println("kirikae: internal error: " + e);
            return Exit.INTERNAL;
        }
    }

    /** An exception that no command expected: one line, the stack trace only in the debug log. */
    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        boolean internal = e instanceof RuntimeException;
        command.getErr().println("kirikae: " + (internal ? "internal error: " + e : String.valueOf(e.getMessage())));
        LoggerFactory.getLogger(Main.class).debug("command failed", e);
        return internal ? Exit.INTERNAL : Exit.FAILED;
    }

    /** The options that every command takes. */
    Shared shared() {
        return shared;
    }

    /** Without a command: the usage, and exit code 2. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    /** The line of {@code --version}. */
    static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"kirikae " + Version.text()};
        }
    }
}
