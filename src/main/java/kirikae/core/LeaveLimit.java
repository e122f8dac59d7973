package kirikae.core;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many services may leave their primary within one window: {@code isolation.max-fraction} of all, always at least one
 * (contract.md section 2). Deterministic, without a clock; used by one thread.
 */
public final class LeaveLimit {
    private final int allowed;
    private final Duration window;
    /** Who left when, the longest ago first. */
    private final Map<String, Duration> left;

    /**
     * Takes the rule.
     *
     * @param services how many there are
     * @param maxFraction above 0, at most 1
     * @param window the longest no-data window of all
     */
    public LeaveLimit(int services, double maxFraction, Duration window) {
        this(services, maxFraction, window, new LinkedHashMap<>());
    }

    private LeaveLimit(int services, double maxFraction, Duration window, Map<String, Duration> left) {
        this.allowed = Math.max(1, (int) Math.floor(services * maxFraction + 1e-9));
        this.window = window;
        this.left = left;
    }

    /** The limit of another configuration: who has left in this one goes on counting. */
    public LeaveLimit succeeded(LeaveLimit next) {
        LeaveLimit limit = new LeaveLimit(next.allowed, 1, next.window);
        limit.left.putAll(left);
        return limit;
    }

    /** True when the service may leave now; that it does so is then counted for one window. */
    public boolean take(String service, Duration now) {
        forget(now);
        if (left.containsKey(service) || left.size() < allowed) {
            left.remove(service);
            left.put(service, now);
            return true;
        }
        return false;
    }

    private void forget(Duration now) {
        Iterator<Duration> oldest = left.values().iterator();
        while (oldest.hasNext() && Uptime.reached(now, oldest.next().plus(window))) {
            oldest.remove();
        }
    }

    /** The refusal, in words that stay the same while it lasts. */
    public String refusal() {
        return allowed + (allowed == 1 ? " service has" : " services have") + " left the primary within "
                + Uptime.text(window) + ", and isolation.max-fraction allows no more; this one waits";
    }
}
