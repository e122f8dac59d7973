package kirikae.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kirikae.model.Check;
import kirikae.model.Notices;
import kirikae.model.Notices.OfService;
import kirikae.model.Notices.OnSwitch;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Target;

/** Reads who is told of what: channels, messages, and what is done after a switch. */
final class NoticesReader {
    private static final Duration OFTENEST = Duration.ofSeconds(1);
    private final Block root;
    private final Block defaults;
    private final ChannelNames channels;
    private final MessageReader messages;

    /** Takes the whole configuration, the defaults of services, who reads secrets, and where to put problems. */
    NoticesReader(Block root, Block defaults, SecretReader secrets, Report report) {
        this.root = root;
        this.defaults = defaults;
        this.channels = new ChannelNames(root.block("channels"), secrets, report);
        this.messages = new MessageReader(channels, report);
    }

    /** Everything; meaningless after a problem. */
    Notices read(List<Service> services) {
        List<String> told = root.find("notify").map(channels::list).orElse(List.of());
        defaults.find("message").ifPresent(messages::read);
        Map<String, Service> known = new HashMap<>();
        services.forEach(service -> known.put(service.name(), service));
        Map<String, OfService> all = new TreeMap<>();
        root.block("services").entries().forEach((name, value) -> {
            if (known.containsKey(name) && value.isBlock()) {
                value.block().ifPresent(own -> all.put(name, service(known.get(name), own.over(defaults), told)));
            }
        });
        return new Notices(channels.good(), told, all);
    }

    private OfService service(@org.jspecify.annotations.Nullable Service service, Block block, List<String> told) {
        Service known = java.util.Objects.requireNonNull(service);
        String message = block.find("message").map(messages::read).orElse("");
        List<String> own = block.find("notify").map(channels::list).orElse(told);
        return new OfService(host(known), address(known), message, own, renotify(block), onSwitch(known, block));
    }

    private static Duration renotify(Block block) {
        Optional<Value> written = block.find("renotify");
        if (written.flatMap(Value::text).filter(ListenReader.OFF::equals).isPresent()) {
            return Duration.ZERO;
        }
        return written.flatMap(value -> value.duration(OFTENEST, RuleReader.LONGEST))
                .orElse(Duration.ZERO);
    }

    private Map<String, OnSwitch> onSwitch(Service service, Block block) {
        Map<String, OnSwitch> all = new HashMap<>();
        List<Value> standbys = block.find("standbys").map(Value::list).orElse(List.of());
        for (String name : List.of(Target.PRIMARY, Target.MAINTENANCE)) {
            block.find(name)
                    .filter(Value::isBlock)
                    .flatMap(Value::block)
                    .ifPresent(target -> onSwitch(all, name, target));
        }
        for (Value standby : standbys) {
            standby.block()
                    .ifPresent(target -> target.find("name")
                            .flatMap(Value::text)
                            .filter(name -> service.targetIndex(name).isPresent())
                            .ifPresent(name -> onSwitch(all, name, target)));
        }
        return all;
    }

    private void onSwitch(Map<String, OnSwitch> all, String target, Block block) {
        if (block.find("on-switch").isEmpty()) {
            return;
        }
        Block action = block.block("on-switch");
        action.allow(Keys.ON_SWITCH);
        if (action.ownKeys().size() != 1) {
            action.error("wants either command = [PROGRAM, ARGUMENT...] or webhook = CHANNEL");
        } else if (action.ownKeys().contains("command")) {
            ChannelReader.command(action, "command").ifPresent(words -> all.put(target, new OnSwitch.Command(words)));
        } else {
            action.find("webhook")
                    .ifPresent(
                            value -> channels.one(value).ifPresent(name -> all.put(target, new OnSwitch.Call(name))));
        }
    }

    /** Whom a message calls host.name: the host that pushes, else the host that is looked at, else the service. */
    private static String host(Service service) {
        List<String> hosts = new ArrayList<>();
        List<Check> checks = service.targets().stream()
                .limit(1)
                .flatMap(target -> target.checks().stream())
                .toList();
        for (Check check : checks) {
            if (check instanceof Check.Heartbeat heartbeat) {
                return heartbeat.host();
            } else if (check instanceof Check.Http http) {
                hosts.add(UrlText.host(http.url()));
            } else if (check instanceof Check.Tcp tcp) {
                hosts.add(tcp.host());
            }
        }
        return hosts.isEmpty() ? service.name() : hosts.get(0);
    }

    private static String address(Service service) {
        return service.targets().stream()
                .limit(1)
                .flatMap(target -> target.records().stream())
                .filter(set -> set.type().equals("A") || set.type().equals("AAAA"))
                .map(RecordSet::data)
                .filter(RecordData.Values.class::isInstance)
                .flatMap(data -> ((RecordData.Values) data).texts().stream())
                .findFirst()
                .orElse("");
    }
}
