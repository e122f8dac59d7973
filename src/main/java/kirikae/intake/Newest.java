package kirikae.intake;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kirikae.model.CheckId;

/**
 * The time of the newest report of each check, by the agent's own clock. Owns the rule that an older sample never counts after a
 * newer one: after an outage of ours agents send what they kept, newest first. Safe for use by several threads.
 */
final class Newest {
    private final Map<CheckId, Double> times = new ConcurrentHashMap<>();

    /** True when no newer report of this check was seen; notes it. A report without a time is always of now. */
    boolean isNews(CheckId id, ServiceCheck report) {
        if (report.time() <= 0) {
            return true;
        }
        return times.merge(id, report.time(), Math::max) <= report.time();
    }

    /** Forgets all checks but these. */
    void keep(Set<CheckId> ids) {
        times.keySet().retainAll(ids);
    }
}
