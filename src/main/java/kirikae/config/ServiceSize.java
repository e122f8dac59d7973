package kirikae.config;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Keeps every change of a service within one batch of Route 53: 1,000 elements and 32,000 characters ("Quotas", maximum
 * characters and elements of ChangeResourceRecordSets), old and new values together.
 */
final class ServiceSize {
    private static final long MOST_ELEMENTS = 1_000;
    private static final long MOST_CHARACTERS = 32_000;

    private ServiceSize() {}

    /** True when the largest change between two targets fits; else a problem. */
    static boolean fits(Block service, ServiceFrame frame, List<TargetContent> targets) {
        long names = frame.names().size();
        long elements = names * twoLargest(targets, TargetContent::elements);
        long characters = names * twoLargest(targets, TargetContent::characters);
        if (elements > MOST_ELEMENTS) {
            service.errorAt(
                    "names",
                    "a switch would change " + elements
                            + " values at once; a provider takes at most 1000 in one change: split the service");
        }
        if (characters > MOST_CHARACTERS) {
            service.errorAt(
                    "names",
                    "a switch would change " + characters
                            + " characters at once; a provider takes at most 32000 in one change: split the service");
        }
        return elements <= MOST_ELEMENTS && characters <= MOST_CHARACTERS;
    }

    private static long twoLargest(List<TargetContent> targets, ToLongFunction<TargetContent> size) {
        return targets.stream()
                .map(size::applyAsLong)
                .sorted(Comparator.reverseOrder())
                .limit(2)
                .mapToLong(Long::longValue)
                .sum();
    }
}
