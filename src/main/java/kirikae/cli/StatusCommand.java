package kirikae.cli;

import java.util.concurrent.Callable;
import kirikae.model.Status;
import kirikae.web.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae status}: what a running daemon shows, wants, and waits for. */
@Command(
        name = "status",
        description = {
            "What a running daemon shows, wants and waits for: a line a service, or everything of one.",
        })
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "everything of this one")
    private String service = "";

    @Option(names = "--json", description = "for machines")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Control control = new Control(main.shared(), spec);
        return control.reach(() -> show(control));
    }

    private int show(Control control) throws Unreachable {
        String path = service.isEmpty() ? "/api/v1/services" : Control.path(service);
        ControlResponse response = control.client().get(path);
        if (response.status() != 200) {
            return control.refused(response);
        }
        if (json) {
            spec.commandLine().getOut().println(JsonText.of(response.json()));
        } else if (service.isEmpty()) {
            Status status = StatusReader.status(response.json());
            StatusTable.lines(status).forEach(spec.commandLine().getOut()::println);
        } else {
            StatusBlock.lines(StatusReader.service(response.json()))
                    .forEach(spec.commandLine().getOut()::println);
        }
        return Exit.DONE;
    }
}
