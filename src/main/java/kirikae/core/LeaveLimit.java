package kirikae.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many services may leave their primary within one window: {@code isolation.max-fraction} of all, always at least one
 * (contract.md section 2). Deterministic, without a clock; used by one thread.
 */
public final class LeaveLimit {
    private final int allowed;
    private final Duration window;
    private final Map<String, Duration> left = new HashMap<>();

    /**
     * Takes the rule.
     *
     * @param services how many there are
     * @param maxFraction above 0, at most 1
     * @param window the longest no-data window of all
     */
    public LeaveLimit(int services, double maxFraction, Duration window) {
        this.allowed = Math.max(1, (int) Math.floor(services * maxFraction + 1e-9));
        this.window = window;
    }

    /** True when the service may leave now; that it does so is then counted for one window. */
    public boolean take(String service, Duration now) {
        left.values().removeIf(at -> Uptime.reached(now, at.plus(window)));
        if (left.containsKey(service) || left.size() < allowed) {
            left.put(service, now);
            return true;
        }
        return false;
    }

    /** The refusal, in words that stay the same while it lasts. */
    public String refusal() {
        return allowed + (allowed == 1 ? " service has" : " services have") + " left the primary within "
                + Uptime.text(window) + ", and isolation.max-fraction allows no more; this one waits";
    }
}
