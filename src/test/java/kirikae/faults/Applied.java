package kirikae.faults;

import java.time.Instant;
import java.util.List;

/**
 * A change that was applied.
 *
 * @param time when, in wall time
 * @param nanos when, on the clock that never steps
 * @param lines its actions, such as "DELETE www.example.com A 60 192.0.2.1"
 */
public record Applied(String id, String zone, Instant time, long nanos, String comment, List<String> lines) {}
