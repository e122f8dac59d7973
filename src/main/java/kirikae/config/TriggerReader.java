package kirikae.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kirikae.model.Operator.Keep;
import kirikae.model.Operator.Length;
import kirikae.model.Operator.SwitchOrder;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Target;
import kirikae.model.Trigger;

/** Reads the orders that can be given over HTTP. */
final class TriggerReader {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{16,64}");
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int LONGEST_REASON = 1_000;
    private static final String RELEASE = "auto";

    private final SecretReader secrets;
    private final PushReader.Intake http;
    private final Set<String> written;
    private final List<Service> services;
    private final Map<Secret, String> ids = new HashMap<>();

    /**
     * Takes who reads secrets, whether anything can come in, and the services.
     *
     * @param written the names of all services, also of those with problems
     * @param services those that could be read
     */
    TriggerReader(SecretReader secrets, PushReader.Intake http, Set<String> written, List<Service> services) {
        this.secrets = secrets;
        this.http = http;
        this.written = Set.copyOf(written);
        this.services = List.copyOf(services);
    }

    /** The triggers without problems. */
    List<Trigger> read(Block triggers) {
        List<Trigger> read = new ArrayList<>();
        triggers.entries().forEach((name, value) -> {
            if (!ServiceReader.NAME.matcher(name).matches()) {
                value.error(ServiceReader.NAME_RULE);
            } else if (http == PushReader.Intake.CLOSED) {
                value.error("no trigger can be called while listen.http is off");
            }
            value.block().flatMap(block -> read(name, block)).ifPresent(read::add);
        });
        return List.copyOf(read);
    }

    private Optional<Trigger> read(String name, Block block) {
        block.allow(Keys.TRIGGER);
        Optional<String> service = service(block);
        Optional<String> to = block.text("to").map(String::strip);
        service.ifPresent(of -> to.ifPresent(target -> tellTarget(block, of, target)));
        Optional<Secret> id = block.required("id").flatMap(value -> id(name, value));
        Optional<Secret> token = block.required("token").flatMap(secrets::token);
        Keep keep = block.find("hold").flatMap(Value::flag).orElse(false) ? Keep.HOLD : Keep.AS_NEEDED;
        Length length = block.find("for")
                .flatMap(value -> value.duration(SHORTEST, RuleReader.LONGEST))
                .<Length>map(Length.For::new)
                .orElse(new Length.Unlimited());
        String reason = reason(name, block);
        if (service.isEmpty() || to.isEmpty() || id.isEmpty() || token.isEmpty()) {
            return Optional.empty();
        }
        SwitchOrder order = new SwitchOrder(service.get(), to.get(), reason, "trigger:" + name, length, keep);
        return Optional.of(new Trigger(name, id.get(), token.get(), order));
    }

    private Optional<String> service(Block block) {
        Optional<String> service = block.text("service").map(String::strip);
        if (service.isPresent() && !written.contains(service.get())) {
            block.find("service")
                    .ifPresent(value -> value.error(
                            "there is no service '" + service.get() + "'", Nearest.suggestion(service.get(), written)));
            return Optional.empty();
        }
        return service;
    }

    private void tellTarget(Block block, String service, String to) {
        List<String> targets = services.stream()
                .filter(known -> known.name().equals(service))
                .flatMap(known -> known.targets().stream())
                .map(Target::name)
                .collect(Collectors.toList());
        if (!targets.isEmpty() && !to.equals(RELEASE) && !targets.contains(to)) {
            block.errorAt(
                    "to",
                    "the service has no target '" + to + "'; there are: " + String.join(", ", targets)
                            + ", and auto for release");
        }
        if (to.equals(RELEASE)) {
            List.of("hold", "for").stream()
                    .filter(key -> block.find(key).isPresent())
                    .forEach(key -> block.errorAt(key, "means nothing with to = auto, which ends an order"));
        }
    }

    private Optional<Secret> id(String name, Value value) {
        Optional<Secret> id = secrets.token(value);
        if (id.isPresent() && !ID.matcher(id.get().reveal()).matches()) {
            value.error("an id is 16 to 64 of the characters A-Z a-z 0-9 _ -");
            return Optional.empty();
        }
        String other = id.map(given -> ids.putIfAbsent(given, name)).orElse(null);
        if (other != null) {
            value.error("the trigger '" + other + "' has the same id");
        }
        return id;
    }

    private static String reason(String name, Block block) {
        Optional<Value> written = block.find("reason");
        String reason = written.flatMap(Value::text).map(String::strip).orElse("");
        if (reason.length() > LONGEST_REASON) {
            written.ifPresent(value -> value.error("must have at most 1,000 characters"));
        }
        return reason.isEmpty() ? "trigger " + name : reason;
    }
}
