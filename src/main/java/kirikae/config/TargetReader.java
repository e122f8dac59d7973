package kirikae.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import kirikae.model.Target;

/** Reads the targets of one service: primary, standbys, maintenance. */
final class TargetReader {
    private static final Set<String> RESERVED = Set.of(Target.PRIMARY, Target.MAINTENANCE, "auto");
    private final Block service;
    private final Block defaults;
    private final ServiceFrame frame;
    private final CheckReader checks;
    private final List<Draft> drafts = new ArrayList<>();
    private int mostChecks;

    private record Draft(String name, Value value, Block block, TargetContent content) {}

    /** Takes the service's block, the defaults of checks, the service, and who reads checks. */
    TargetReader(Block service, Block defaults, ServiceFrame frame, CheckReader checks) {
        this.service = service;
        this.defaults = defaults;
        this.frame = frame;
        this.checks = checks;
    }

    /** The targets, most preferred first; those with problems are left out. */
    List<Target> read() {
        fixed(Target.PRIMARY);
        service.find("standbys").map(Value::list).orElse(List.of()).forEach(this::standby);
        fixed(Target.MAINTENANCE);
        tellEqual();
        boolean fits = ServiceSize.fits(service, frame, contents());
        List<Target> targets = new ArrayList<>();
        for (Draft draft : drafts) {
            List<Check> read = checks(draft);
            mostChecks =
                    Math.max(mostChecks, draft.block().block("checks").ownKeys().size());
            if (fits) {
                targets.add(new Target(draft.name(), records(draft), read));
            }
        }
        return targets;
    }

    /** The largest number of checks that any target has; known after reading. */
    int mostChecks() {
        return mostChecks;
    }

    private List<TargetContent> contents() {
        return drafts.stream().map(Draft::content).toList();
    }

    private void fixed(String name) {
        service.required(name)
                .ifPresent(value -> value.block().ifPresent(block -> {
                    block.allow(Keys.TARGET);
                    draft(name, value, block);
                }));
    }

    private void standby(Value value) {
        Optional<Block> block = value.block();
        if (block.isEmpty()) {
            return;
        }
        block.get().allow(Keys.STANDBY);
        String name = block.get().text("name").orElse("");
        if (!name.isEmpty()) {
            tellName(block.get(), name);
        }
        draft(name, value, block.get());
    }

    private void tellName(Block block, String name) {
        if (!ServiceReader.NAME.matcher(name).matches()) {
            block.errorAt("name", ServiceReader.NAME_RULE);
        } else if (RESERVED.contains(name)) {
            block.errorAt("name", "'" + name + "' means something else; choose another name");
        } else if (drafts.stream().anyMatch(draft -> draft.name().equals(name))) {
            block.errorAt("name", "two standbys are called '" + name + "'");
        }
    }

    private void draft(String name, Value value, Block block) {
        drafts.add(new Draft(name, value, block, new ContentReader(frame).read(block)));
    }

    private void tellEqual() {
        Map<Set<String>, String> seen = new HashMap<>();
        for (Draft draft : drafts) {
            String first = draft.content().isEmpty()
                    ? null
                    : seen.putIfAbsent(draft.content().signature(), draft.name());
            if (first != null) {
                draft.value()
                        .error("has the same records as " + first + ": the live records could not tell them apart");
            }
        }
    }

    private List<Check> checks(Draft draft) {
        Block block = draft.block().block("checks");
        if (draft.name().equals(Target.PRIMARY) && block.ownKeys().isEmpty()) {
            draft.value().warn("has no checks: it counts as well for ever, and nothing leaves it by itself");
        }
        List<Check> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        block.entries().forEach((name, value) -> {
            if (!ServiceReader.NAME.matcher(name).matches()) {
                value.error(ServiceReader.NAME_RULE);
            } else if (names.add(name)) {
                value.block()
                        .flatMap(own -> checks.read(name, own, defaults, aim(draft)))
                        .ifPresent(read::add);
            }
        });
        return read;
    }

    private Aim aim(Draft draft) {
        return new Aim(
                frame,
                draft.content().addresses(),
                draft.content().isEmpty() ? Aim.Known.NO : Aim.Known.YES,
                contents().stream().anyMatch(TargetContent::leadsConnections) ? Aim.Moved.YES : Aim.Moved.NO);
    }

    private List<RecordSet> records(Draft draft) {
        List<RecordSet> records = new ArrayList<>();
        for (DomainName name : frame.names()) {
            records.addAll(draft.content().sets(name));
        }
        return records;
    }
}
