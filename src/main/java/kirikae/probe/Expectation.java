package kirikae.probe;

import java.util.List;
import java.util.stream.Collectors;
import kirikae.model.Check.StatusRange;
import kirikae.model.Observation;

/**
 * What a good HTTP answer looks like. Immutable; one serves all probes of a check.
 *
 * @param statuses inclusive ranges of good statuses
 * @param body what the body must contain
 */
record Expectation(List<StatusRange> statuses, Needle body) {
    /** Copies its list. */
    Expectation {
        statuses = List.copyOf(statuses);
    }

    /** Any answer will do. */
    static Expectation anything() {
        return new Expectation(List.of(new StatusRange(100, 999)), new Needle(""));
    }

    /** True when the status lies in one of the ranges. */
    boolean accepts(int status) {
        return statuses.stream().anyMatch(range -> range.contains(status));
    }

    /** The verdict for a status that is not accepted. */
    Observation wrongStatus(int status) {
        return Observation.failure("HTTP " + status + ", expected " + ranges());
    }

    /** The verdict for a body without the text. */
    Observation missing(int status) {
        return Observation.failure("HTTP " + status + ", but the body does not contain '"
                + Line.printable(body.toString()) + "' within its first 64 KiB");
    }

    private String ranges() {
        return statuses.stream()
                .map(range -> range.from() == range.to() ? "" + range.from() : range.from() + "-" + range.to())
                .collect(Collectors.joining(" or "));
    }
}
