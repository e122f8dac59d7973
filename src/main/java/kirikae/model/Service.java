package kirikae.model;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some DNS names that move together, and an ordered list of targets.
 *
 * @param name what operators call it: letters, digits, dot, underscore, hyphen
 * @param provider the name of its provider
 * @param zone as configured: a name with a dot, or a hosted zone id without one
 * @param names at least one
 * @param targets most preferred first: primary, standbys, maintenance
 * @param alertWhen how many checks of a target must be bad
 * @param recovery when to switch back
 * @param flapGuard how to slow repeated switch backs
 */
public record Service(
        String name,
        String provider,
        String zone,
        List<DomainName> names,
        List<Target> targets,
        AlertWhen alertWhen,
        Recovery recovery,
        FlapGuard flapGuard) {
    /** Copies its lists. */
    public Service {
        names = List.copyOf(names);
        targets = List.copyOf(targets);
    }

    /**
     * How many checks of a target must be bad.
     *
     * @param count the number; {@link #ALL} for every check of the target
     */
    public record AlertWhen(int count) {
        /** Stands for every check. */
        public static final int ALL = Integer.MAX_VALUE;

        /** The number of bad checks that makes a target with so many checks bad. */
        public int of(int checks) {
            return Math.max(1, Math.min(count, checks));
        }
    }

    /**
     * When to switch back.
     *
     * @param mode who decides
     * @param stableFor how long the better target must have been UP
     */
    public record Recovery(Mode mode, Duration stableFor) {
        /** Who decides. */
        public enum Mode {
            AUTOMATIC,
            MANUAL
        }
    }

    /** How repeated automatic switch backs are slowed: contract.md, "Flap guard". */
    public record FlapGuard(Duration firstHold, Duration maxHold, Duration forgetAfter) {}

    /** The index of the named target. */
    public OptionalInt targetIndex(String target) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).name().equals(target)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Every record type that any target uses: these are ours at our names. */
    public Set<String> managedTypes() {
        return targets.stream()
                .flatMap(target -> target.records().stream())
                .map(RecordSet::type)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The longest no-data window of all its checks; zero when it has none. */
    public Duration longestWindow() {
        return targets.stream()
                .flatMap(target -> target.checks().stream())
                .map(check -> check.rule().noDataWindow())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
