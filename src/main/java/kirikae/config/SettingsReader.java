package kirikae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kirikae.model.Notices;
import kirikae.model.Service;
import kirikae.model.Settings;
import kirikae.model.Trigger;

/** Reads the whole configuration over the defaults of the jar. */
final class SettingsReader {
    private static final ConfigParseOptions MUST_BE_THERE =
            ConfigParseOptions.defaults().setAllowMissing(false);
    private final Path folder;
    private final Report report;

    /** Takes the main file, whose folder relative paths start from, and where to put problems. */
    SettingsReader(Path main, Report report) {
        Path parent = main.toAbsolutePath().normalize().getParent();
        this.folder = parent == null ? Path.of("/") : parent;
        this.report = report;
    }

    /** The settings; only good while the report has no errors. */
    Optional<Settings> read(Sources.Text text) {
        Config reference = ConfigFactory.parseResources(
                        SettingsReader.class.getClassLoader(), "reference.conf", MUST_BE_THERE)
                .resolve();
        Block root = new Block(text.root(), "", report).over(new Block(reference.root(), "", report));
        root.allow(Keys.ROOT);
        Settings.Listen listen = new ListenReader(root.block("listen"), folder).read();
        Settings.IsolationRule isolation = IsolationReader.isolation(root.block("isolation"));
        Settings.DeadMan deadMan = IsolationReader.deadMan(root.block("dead-man"));
        SecretReader secrets = new SecretReader(folder, report);
        ProviderReader providers = new ProviderReader(root.block("providers"), secrets);
        Block defaults = defaults(root);
        PushReader.Doors doors = new PushReader.Doors(intake(root, "http"), intake(root, "dogstatsd"));
        List<Service> services = services(root, defaults, providers, new PushReader(secrets, doors));
        List<Trigger> triggers = new TriggerReader(
                        secrets, doors.http(), root.block("services").ownKeys(), services)
                .read(root.block("triggers"));
        Notices notices = new NoticesReader(root, defaults, secrets, report).read(services);
        warnWithoutAnchors(root, isolation, providers, services);
        Optional<Path> socket = path(root, "control-socket");
        Optional<Path> state = path(root, "state-dir");
        return socket.isEmpty() || state.isEmpty()
                ? Optional.empty()
                : Optional.of(new Settings(
                        text.files(),
                        listen,
                        socket.get(),
                        state.get(),
                        isolation,
                        deadMan,
                        providers.inUse(),
                        triggers,
                        services,
                        notices,
                        List.of()));
    }

    /** Reads the defaults once for themselves, so that one that no service uses is checked too. */
    private Block defaults(Block root) {
        Block defaults = root.block("defaults");
        defaults.allow(Keys.DEFAULTS);
        RuleReader.rule(defaults);
        RuleReader.pace(defaults.asDefaults());
        PolicyReader.ttl(defaults);
        PolicyReader.alertWhen(defaults, Integer.MAX_VALUE);
        PolicyReader.recovery(defaults.block("recovery"));
        PolicyReader.flapGuard(defaults.block("flap-guard"));
        defaults.block("expect").allow(Keys.EXPECT);
        return defaults;
    }

    private List<Service> services(Block root, Block defaults, ProviderReader providers, PushReader pushes) {
        ManagedNames managed = new ManagedNames();
        CheckReader checks = new CheckReader(pushes, managed);
        Value defaultProvider = root.required("default-provider").orElseThrow();
        ServiceReader reader = new ServiceReader(defaults, defaultProvider, providers, checks, managed);
        Block block = root.block("services");
        if (block.ownKeys().isEmpty()) {
            report.error(new Place(report.place().file(), 0, "services"), "no service is configured", "");
        }
        List<Service> services = new ArrayList<>();
        block.entries().forEach((name, value) -> reader.read(name, value).ifPresent(services::add));
        managed.warnOfForeignLooks();
        return services;
    }

    private static PushReader.Intake intake(Block root, String door) {
        return root.block("listen")
                        .find(door)
                        .flatMap(Value::text)
                        .filter(ListenReader.OFF::equals)
                        .isPresent()
                ? PushReader.Intake.CLOSED
                : PushReader.Intake.OPEN;
    }

    private static void warnWithoutAnchors(
            Block root, Settings.IsolationRule isolation, ProviderReader providers, List<Service> services) {
        if (!isolation.anchors().isEmpty()) {
            return;
        }
        boolean local = services.stream().map(Service::provider).distinct().anyMatch(name -> {
            Settings.ProviderSettings provider = providers.inUse().get(name);
            return provider != null && ProviderReader.isLocal(provider);
        });
        if (local) {
            root.block("isolation")
                    .warn(
                            "anchors",
                            "no anchors: a provider on this machine answers even when the network is"
                                    + " gone, so a lost network would look like lost hosts; add isolation.anchors = [\"tcp://HOST:PORT\"]"
                                    + " with something that should always answer");
        }
    }

    private Optional<Path> path(Block root, String key) {
        Optional<Value> written = root.required(key);
        Optional<String> text = written.flatMap(Value::text);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (!text.get().isBlank()) {
                return Optional.of(folder.resolve(text.get()).normalize());
            }
        } catch (InvalidPathException e) {
            report.error(written.get().place(), "is not a path", "");
            return Optional.empty();
        }
        written.get().error("must be a path");
        return Optional.empty();
    }
}
