package kirikae.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import kirikae.config.Nearest;
import kirikae.daemon.OpenProviders;
import kirikae.model.Service;
import kirikae.model.Settings;
import kirikae.model.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kirikae plan}: what every direction would send, from the live records. Never writes. */
@Command(
        name = "plan",
        description = {
            "Reads the live records and prints the change that each direction would send. Never writes.",
            "Ends with 1 when records cannot be read, show no target, or a plan is refused."
        })
final class PlanCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 20;

    @ParentCommand
    private Main main = new Main();

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "only this one (default: all)")
    private String service = "";

    @Option(names = "--to", paramLabel = "TARGET", description = "only the direction to this target")
    private String to = "";

    @Option(
            names = "--change-batch",
            description = {
                "only the change, as 'aws route53 change-resource-record-sets' takes it: to switch by hand",
                "when the daemon is dead; needs SERVICE and --to"
            })
    private boolean batch;

    @Option(names = "--json", description = "for machines")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Optional<Settings> settings = main.shared().load(spec.commandLine().getErr());
        if (settings.isEmpty()) {
            return Exit.CONFIG;
        }
        tellWhatIsMissing();
        List<Planned> planned = planned(settings.get(), wanted(settings.get().services()));
        if (batch) {
            return batch(planned.get(0));
        }
        if (json) {
            spec.commandLine().getOut().println(PlanJson.of(planned));
        } else {
            new PlanText(spec.commandLine().getOut()).print(planned);
        }
        return planned.stream().allMatch(Planned::isWell) ? Exit.DONE : Exit.FAILED;
    }

    private void tellWhatIsMissing() {
        if (batch && (service.isEmpty() || to.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--change-batch is for one direction: name the SERVICE and the target with --to");
        }
    }

    private int batch(Planned planned) {
        Optional<String> text = ChangeBatch.of(planned);
        text.ifPresent(spec.commandLine().getOut()::println);
        if (text.isEmpty()) {
            spec.commandLine().getErr().println("kirikae: " + service + ": " + ChangeBatch.why(planned));
        }
        return text.isPresent() ? Exit.DONE : Exit.FAILED;
    }

    private List<Planned> planned(Settings settings, List<Service> services) {
        List<Planned> planned = new ArrayList<>();
        try (OpenProviders providers = new OpenProviders(settings.providers())) {
            services.forEach(each -> planned.add(Planned.of(each, to, providers.of(each))));
        }
        return planned;
    }

    private List<Service> wanted(List<Service> all) {
        List<Service> named = all.stream()
                .filter(each -> service.isEmpty() || each.name().equals(service))
                .toList();
        if (named.isEmpty()) {
            throw unknown("service", service, all.stream().map(Service::name).toList());
        }
        List<Service> reached = named.stream()
                .filter(each -> to.isEmpty() || each.targetIndex(to).isPresent())
                .toList();
        if (reached.isEmpty()) {
            throw unknown("target", to, targets(named));
        }
        return reached;
    }

    private static List<String> targets(List<Service> services) {
        return services.stream()
                .flatMap(each -> each.targets().stream())
                .map(Target::name)
                .distinct()
                .collect(Collectors.toList());
    }

    private ParameterException unknown(String what, String name, List<String> known) {
        String near = Nearest.suggestion(name, known);
        return new ParameterException(
                spec.commandLine(),
                "there is no " + what + " '" + name + "'; " + (near.isEmpty() ? "" : near + " ") + "known: "
                        + new TreeSet<>(known).stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                        + (known.size() > MOST_NAMED ? ", ..." : ""));
    }
}
