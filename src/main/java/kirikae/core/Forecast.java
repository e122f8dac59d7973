package kirikae.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import kirikae.model.Check;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Settings.ProviderSettings;
import kirikae.model.Target;

/**
 * How long the world may see a target after it died: the time until it counts as bad, until the name servers answer with another
 * one, and until resolvers forget the old records. Pure arithmetic on the configuration; knows nothing of what is happening.
 *
 * <pre>
 * part       length
 * detection  per check the shorter of: its no-data window; with fall: interval + (fall - 1) * the longer of confirm-interval
 *            and timeout + timeout, for a probe starts not before the one before has ended. Of all checks the N-th fastest, N
 *            as in alert-when.
 * provider   Route 53: normally up to 60 s until all its servers answer (its own words: "Change propagation to the Route 53
 *            authoritative servers"); builtin: at once
 * ttl        the longest TTL of the target's records; that of an alias is its target's and not known here
 * </pre>
 *
 * @param from the target that dies
 * @param to the next less preferred one; where the names go if it is usable
 * @param detection until it counts as bad: the parts of the sum; empty when no check can tell
 * @param provider until the name servers answer; empty when they do at once
 * @param ttl until resolvers forget; empty when only the alias's target knows
 */
public record Forecast(String from, String to, List<Part> detection, Optional<Part> provider, Optional<Part> ttl) {
    private static final Duration ROUTE53_SYNC = Duration.ofSeconds(60);

    /**
     * One summand.
     *
     * @param text as people read it: "2m window"
     */
    public record Part(String text, Duration length) {}

    /** Copies the list. */
    public Forecast {
        detection = List.copyOf(detection);
    }

    /** The forecasts of a service: one for each target that has a less preferred one. */
    public static List<Forecast> of(Service service, ProviderSettings provider) {
        List<Forecast> all = new ArrayList<>();
        for (int i = 0; i + 1 < service.targets().size(); i++) {
            Target target = service.targets().get(i);
            all.add(new Forecast(
                    target.name(),
                    service.targets().get(i + 1).name(),
                    detection(target, service.alertWhen()),
                    provider(provider),
                    ttl(target)));
        }
        return List.copyOf(all);
    }

    /** False when the target has no checks: then nothing leaves it by itself. */
    public boolean isAutomatic() {
        return !detection.isEmpty();
    }

    /** The known parts together. */
    public Duration atMost() {
        return parts().stream().map(Part::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** The sum as people read it: "2m window + up to 1m Route 53 + 1m TTL = at most 4m". */
    public String formula() {
        if (!isAutomatic()) {
            return "never by itself: " + from + " has no checks";
        }
        String known = parts().stream().map(Part::text).collect(Collectors.joining(" + "));
        String total = Uptime.text(roundedUp(atMost()));
        return ttl.isPresent()
                ? known + " = at most " + total
                : known + " + the TTL of the alias's target = at most " + total + " + that TTL";
    }

    /** A bound that was rounded down would be none. */
    private static Duration roundedUp(Duration length) {
        long step = length.compareTo(Duration.ofSeconds(10)) < 0 ? 100 : 1000;
        return Duration.ofMillis((length.toMillis() + step - 1) / step * step);
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>(detection);
        provider.ifPresent(parts::add);
        ttl.ifPresent(parts::add);
        return parts;
    }

    private static List<Part> detection(Target target, Service.AlertWhen rule) {
        List<List<Part>> checks = target.checks().stream()
                .map(Forecast::detection)
                .sorted((a, b) -> length(a).compareTo(length(b)))
                .toList();
        return checks.isEmpty() ? List.of() : checks.get(rule.of(checks.size()) - 1);
    }

    private static List<Part> detection(Check check) {
        Duration window = check.rule().noDataWindow();
        List<Part> silence = List.of(new Part(Uptime.text(window) + " window", window));
        if (check instanceof Check.Probe probe && probe.rule().fall() > 0) {
            List<Part> failures = failures(probe.pace(), probe.rule().fall());
            return length(failures).compareTo(window) < 0 ? failures : silence;
        }
        return silence;
    }

    private static List<Part> failures(Check.Pace pace, int fall) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(Uptime.text(pace.interval()) + " interval", pace.interval()));
        if (fall > 1) {
            Duration each = Uptime.later(Uptime.earlier(pace.confirmInterval(), pace.interval()), pace.timeout());
            parts.add(new Part((fall - 1) + " x " + Uptime.text(each) + " to confirm", each.multipliedBy(fall - 1L)));
        }
        parts.add(new Part(Uptime.text(pace.timeout()) + " timeout", pace.timeout()));
        return parts;
    }

    private static Duration length(List<Part> parts) {
        return parts.stream().map(Part::length).reduce(Duration.ZERO, Duration::plus);
    }

    private static Optional<Part> provider(ProviderSettings provider) {
        return provider instanceof ProviderSettings.Route53
                ? Optional.of(new Part("up to " + Uptime.text(ROUTE53_SYNC) + " Route 53", ROUTE53_SYNC))
                : Optional.empty();
    }

    private static Optional<Part> ttl(Target target) {
        long longest =
                target.records().stream().mapToLong(RecordSet::ttlSeconds).max().orElse(0);
        boolean alias = target.records().stream().anyMatch(set -> set.ttlSeconds() < 0);
        Duration ttl = Duration.ofSeconds(Math.max(0, longest));
        return alias ? Optional.empty() : Optional.of(new Part(Uptime.text(ttl) + " TTL", ttl));
    }
}
