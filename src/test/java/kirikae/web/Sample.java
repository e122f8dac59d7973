package kirikae.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kirikae.model.DomainName;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Status;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.Hold;
import kirikae.model.Status.LastSwitch;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;
import kirikae.model.Verdict;

/** Statuses and events as a test needs them. */
final class Sample {
    static final Instant START = Instant.now().minus(Duration.ofDays(3));

    private Sample() {}

    static Status status(ServiceStatus... services) {
        return status(Instant.now(), services);
    }

    static Status status(Instant time, ServiceStatus... services) {
        return new Status(time, "1.2.3", START, "", List.of(services));
    }

    static CheckStatus check(String name, String kind, Verdict verdict, Duration window, Duration age, String reason) {
        Duration left = window.minus(age);
        return new CheckStatus(
                name,
                kind,
                verdict,
                age,
                Duration.ofMillis(400),
                reason,
                window,
                left.isNegative() ? Duration.ZERO : left,
                false,
                false);
    }

    static TargetStatus target(String name, Verdict verdict, String record, CheckStatus... checks) {
        Duration up = verdict == Verdict.UP ? Duration.ofHours(3) : Duration.ZERO;
        return new TargetStatus(name, verdict, up, List.of(record), List.of(checks));
    }

    /** A service on its primary, well, with a heartbeat and an HTTP check. */
    static ServiceStatus well(String name) {
        return on(name, "primary", Verdict.UP);
    }

    /** A service at a target, whose primary has a verdict. */
    static ServiceStatus on(String name, String actual, Verdict primary) {
        Duration age = primary == Verdict.UP ? Duration.ofSeconds(7) : Duration.ofMinutes(5);
        CheckStatus agent = check(
                "agent",
                "heartbeat",
                primary,
                Duration.ofMinutes(2),
                age,
                primary.isBad() ? "no heartbeat for 2 min" : "");
        CheckStatus site = check(
                "site",
                "http",
                primary,
                Duration.ofMinutes(2),
                age.plusSeconds(4),
                primary.isBad() ? "connection refused" : "");
        return with(
                name,
                actual,
                actual,
                Hold.none(),
                target("primary", primary, "A 203.0.113.10", agent, site),
                target("maintenance", Verdict.UP, "CNAME maintenance.example.net"));
    }

    static ServiceStatus with(String name, String desired, String actual, Hold hold, TargetStatus... targets) {
        return full(name, desired, actual, "", "idle", "", "", false, hold, LastSwitch.none(), targets);
    }

    static ServiceStatus full(
            String name,
            String desired,
            String actual,
            String detail,
            String phase,
            String waiting,
            String failing,
            boolean alerting,
            Hold hold,
            LastSwitch last,
            TargetStatus... targets) {
        return new ServiceStatus(
                name,
                List.of(DomainName.of(name.replaceAll("[^a-z0-9-]", "x") + ".example.com")),
                "aws",
                "example.com",
                desired,
                actual,
                detail,
                phase,
                waiting,
                failing,
                alerting,
                hold,
                last,
                Arrays.asList(targets));
    }

    /** An event now; fields are names and values in turn. */
    static Event event(EventName name, Object... fields) {
        return event(Instant.now(), name, fields);
    }

    static Event event(Instant time, EventName name, Object... fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        return new Event(time.truncatedTo(java.time.temporal.ChronoUnit.MILLIS), name, all);
    }
}
