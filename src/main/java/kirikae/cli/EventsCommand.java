package kirikae.cli;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae events}: what happened and why, and live what happens. */
@Command(
        name = "events",
        description = {
            "What happened and why: evidence, decision, plan, change id and how long each leg took.",
            "The daemon keeps the newest 2,000; older ones are in its journal, state-dir/events.jsonl."
        })
final class EventsCommand implements Callable<Integer> {
    private static final String DATA = "data: ";

    @ParentCommand
    private Main main = new Main();

    @Option(names = "--service", paramLabel = "SERVICE", description = "only of this one")
    private String service = "";

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            converter = Term.Length.class,
            description = "only so far back, such as 1h")
    private @Nullable Duration since;

    @Option(names = "--follow", description = "then what happens, until interrupted; without --since only that")
    private boolean follow;

    @Option(names = "--json", description = "for machines: one object a line")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Control control = new Control(main.shared(), spec);
        return control.reach(() -> follow ? follow(control) : list(control));
    }

    private int list(Control control) throws Unreachable {
        ControlResponse response = control.client().get("/api/v1/events" + query());
        if (response.status() != 200) {
            return control.refused(response);
        }
        response.json().getJsonArray("events").forEach(event -> print((JsonObject) event));
        return Exit.DONE;
    }

    private int follow(Control control) throws Unreachable {
        ControlResponse response = control.client().follow("/api/v1/events/stream" + query(), this::heard);
        if (response.status() != 200) {
            return control.refused(response);
        }
        throw new Unreachable("the daemon ended the stream; it was stopped, or this command did not read fast enough");
    }

    private String query() {
        String back = since == null ? "" : "&since=" + Math.max(1, since.toSeconds()) + "s";
        return "?service=" + Control.encode(service) + back;
    }

    private void heard(String line) {
        if (line.startsWith(DATA)) {
            print(new JsonObject(line.substring(DATA.length())));
        }
    }

    private void print(JsonObject event) {
        spec.commandLine().getOut().println(json ? EventText.json(event) : EventText.line(event));
        spec.commandLine().getOut().flush();
    }
}
