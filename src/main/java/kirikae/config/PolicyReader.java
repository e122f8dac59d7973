package kirikae.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kirikae.model.Service;

/** Reads when a service alerts and when it comes back. */
final class PolicyReader {
    private static final Duration LONGEST_TTL = Duration.ofSeconds(Integer.MAX_VALUE); // RFC 2181 8

    private PolicyReader() {}

    /** The TTL in seconds. */
    static Optional<Long> ttl(Block service) {
        Optional<Duration> ttl = service.duration("ttl", Duration.ZERO, LONGEST_TTL);
        if (ttl.isPresent()
                && !ttl.get().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).equals(ttl.get())) {
            service.errorAt("ttl", "must be whole seconds");
        }
        return ttl.map(Duration::toSeconds);
    }

    /**
     * How many checks must be bad.
     *
     * @param checks the largest number of checks of any target
     */
    static Optional<Service.AlertWhen> alertWhen(Block service, int checks) {
        Optional<Value> written = service.required("alert-when");
        String text = written.flatMap(Value::text).orElse("");
        if (text.equals("any")) {
            return Optional.of(new Service.AlertWhen(1));
        }
        if (text.equals("all")) {
            return Optional.of(new Service.AlertWhen(Service.AlertWhen.ALL));
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1) {
            written.filter(value -> value.text().isPresent())
                    .ifPresent(value -> value.error("must be any, all, or a number from 1"));
            return Optional.empty();
        }
        int count = Integer.parseInt(text);
        if (count > checks && written.filter(Value::isOwn).isPresent()) {
            written.get().error("must be at most " + Math.max(1, checks) + ": no target has more checks");
        }
        return Optional.of(new Service.AlertWhen(count));
    }

    /** When to switch back. */
    static Optional<Service.Recovery> recovery(Block recovery) {
        recovery.allow(Keys.RECOVERY);
        Optional<Service.Recovery.Mode> mode = recovery.oneOf(
                "mode", Map.of("automatic", Service.Recovery.Mode.AUTOMATIC, "manual", Service.Recovery.Mode.MANUAL));
        Optional<Duration> stable = recovery.duration("stable-for", Duration.ZERO, RuleReader.LONGEST);
        return mode.isEmpty() || stable.isEmpty()
                ? Optional.empty()
                : Optional.of(new Service.Recovery(mode.get(), stable.get()));
    }

    /** How repeated switch backs are slowed. */
    static Optional<Service.FlapGuard> flapGuard(Block guard) {
        guard.allow(Keys.FLAP_GUARD);
        Optional<Duration> first = guard.duration("first-hold", Duration.ZERO, RuleReader.LONGEST);
        Optional<Duration> most = guard.duration("max-hold", Duration.ZERO, RuleReader.LONGEST);
        Optional<Duration> forget = guard.duration("forget-after", Duration.ZERO, RuleReader.LONGEST);
        if (first.isEmpty() || most.isEmpty() || forget.isEmpty()) {
            return Optional.empty();
        }
        if (first.get().compareTo(most.get()) > 0) {
            String key = guard.find("first-hold").filter(Value::isOwn).isPresent() ? "first-hold" : "max-hold";
            guard.errorAt(
                    key,
                    "first-hold (" + DurationText.of(first.get()) + ") must not be longer than max-hold ("
                            + DurationText.of(most.get()) + ")");
        }
        return Optional.of(new Service.FlapGuard(first.get(), most.get(), forget.get()));
    }
}
