package kirikae.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Whom an order concerns: one service, or all of them, said in so many words. */
final class ServiceOrAll {
    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "the service")
    private String service = "";

    @Option(names = "--all", description = "all services")
    private boolean all;

    /** The path of a verb for it. */
    String path(CommandSpec spec, String verb) {
        if (all == !service.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), all ? "name a service or say --all, not both" : "name a service, or say --all");
        }
        return all ? "/api/v1/" + verb : Control.path(service) + "/" + verb;
    }
}
