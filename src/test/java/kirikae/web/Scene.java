package kirikae.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Status;
import kirikae.model.Status.Hold;
import kirikae.model.Status.LastSwitch;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Verdict;

/** A believable night with ten services, for the pictures in docs/ and for whoever looks at the page while changing it. */
final class Scene {
    private static final Instant NOW = Instant.now();
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private Scene() {}

    static Status night() {
        return Sample.status(
                well("code", 4),
                shop(),
                wiki(),
                well("mail", 11),
                mirror(),
                well("billing", 52),
                dns(),
                well("search", 8),
                ci(),
                well("docs", 2));
    }

    /** The same night, and the daemon is cut off. */
    static Status isolated() {
        Status night = night();
        return new Status(night.time(), night.version(), night.started(), "0 of 2 anchors answer", night.services());
    }

    private static ServiceStatus well(String name, int age) {
        return Sample.with(
                name,
                "primary",
                "primary",
                Hold.none(),
                Sample.target(
                        "primary",
                        Verdict.UP,
                        "A 203.0.113." + (10 + age),
                        Sample.check("agent", "heartbeat", Verdict.UP, WINDOW, Duration.ofSeconds(age), ""),
                        Sample.check("site", "http", Verdict.UP, WINDOW, Duration.ofSeconds(age / 2 + 3), "")),
                Sample.target("maintenance", Verdict.UP, "CNAME maintenance.example.net"));
    }

    private static ServiceStatus shop() {
        LastSwitch last = new LastSwitch(
                ago(4, 12),
                "primary",
                "maintenance",
                "primary NO_DATA: agent: no heartbeat for 2 min",
                "auto",
                "C2682N5HXP0BZ4");
        return Sample.full(
                "shop",
                "maintenance",
                "maintenance",
                "",
                "idle",
                "",
                "",
                true,
                Hold.none(),
                last,
                Sample.target(
                        "primary",
                        Verdict.NO_DATA,
                        "A 203.0.113.20",
                        Sample.check(
                                "agent", "heartbeat", Verdict.NO_DATA, WINDOW, Duration.ofSeconds(378), "no heartbeat"),
                        Sample.check("checkout", "http", Verdict.UP, WINDOW, Duration.ofSeconds(6), "")),
                Sample.target(
                        "standby-osaka",
                        Verdict.DOWN,
                        "A 198.51.100.4",
                        Sample.check("site", "http", Verdict.DOWN, WINDOW, Duration.ofSeconds(5_000), "HTTP 503")),
                Sample.target("maintenance", Verdict.UP, "CNAME maintenance.example.net"));
    }

    private static ServiceStatus wiki() {
        LastSwitch last =
                new LastSwitch(ago(95, 0), "primary", "maintenance", "primary DOWN: site: HTTP 503", "auto", "C0X4");
        return Sample.full(
                "wiki",
                "maintenance",
                "maintenance",
                "",
                "idle",
                "waits 41 s for stable-for",
                "",
                false,
                Hold.none(),
                last,
                Sample.target(
                        "primary",
                        Verdict.UP,
                        "A 203.0.113.31",
                        Sample.check("site", "http", Verdict.UP, WINDOW, Duration.ofSeconds(3), ""),
                        Sample.check("port", "tcp", Verdict.UP, WINDOW, Duration.ofSeconds(1), "")),
                Sample.target("maintenance", Verdict.UP, "CNAME maintenance.example.net"));
    }

    private static ServiceStatus mirror() {
        return Sample.full(
                "mirror",
                "primary",
                "primary",
                "",
                "idle",
                "on hold by root: disk swap in rack 4",
                "",
                false,
                new Hold(Hold.Kind.HOLD, "", "disk swap in rack 4", "operator:root", NOW.plus(Duration.ofHours(2))),
                LastSwitch.none(),
                Sample.target(
                        "primary",
                        Verdict.UP,
                        "A 203.0.113.44",
                        Sample.check("agent", "heartbeat", Verdict.UP, WINDOW, Duration.ofSeconds(95), ""),
                        Sample.check("rsync", "tcp", Verdict.UP, WINDOW, Duration.ofSeconds(2), "")),
                Sample.target("maintenance", Verdict.UP, "CNAME maintenance.example.net"));
    }

    private static ServiceStatus dns() {
        return Sample.full(
                "status",
                "primary",
                "drifted",
                "A 198.51.100.7 is neither target",
                "idle",
                "",
                "",
                false,
                Hold.none(),
                LastSwitch.none(),
                Sample.target(
                        "primary",
                        Verdict.UP,
                        "A 203.0.113.51",
                        Sample.check("site", "http", Verdict.UP, Duration.ofSeconds(30), Duration.ofSeconds(2), "")),
                Sample.target("maintenance", Verdict.UP, "A 203.0.113.99"));
    }

    private static ServiceStatus ci() {
        return Sample.with(
                "ci",
                "primary",
                "primary",
                Hold.none(),
                Sample.target(
                        "primary",
                        Verdict.UP,
                        "A 203.0.113.61",
                        Sample.check("agent", "heartbeat", Verdict.UP, WINDOW, Duration.ofSeconds(14), ""),
                        Sample.check(
                                "runners", "exec", Verdict.UP, Duration.ofMinutes(10), Duration.ofSeconds(200), ""),
                        Sample.check("site", "http", Verdict.UP, WINDOW, Duration.ofSeconds(9), "")),
                Sample.target("maintenance", Verdict.UP, "CNAME maintenance.example.net"));
    }

    static List<Event> events() {
        return List.of(
                Sample.event(
                        ago(1500, 0),
                        EventName.SWITCH_ACCEPTED,
                        "service",
                        "docs",
                        "from",
                        "maintenance",
                        "to",
                        "primary"),
                Sample.event(
                        ago(1310, 0),
                        EventName.ALERT,
                        "service",
                        "search",
                        "target",
                        "primary",
                        "verdict",
                        "DOWN",
                        "reason",
                        "site: HTTP 502"),
                Sample.event(
                        ago(1309, 0),
                        EventName.SWITCH_ACCEPTED,
                        "service",
                        "search",
                        "from",
                        "primary",
                        "to",
                        "maintenance",
                        "took-ms",
                        412L),
                Sample.event(ago(1240, 0), EventName.RECOVERY, "service", "search", "target", "primary"),
                Sample.event(
                        ago(1239, 0),
                        EventName.SWITCH_ACCEPTED,
                        "service",
                        "search",
                        "from",
                        "maintenance",
                        "to",
                        "primary",
                        "took-ms",
                        388L),
                Sample.event(ago(840, 0), EventName.STOPPING, "reason", "asked to stop"),
                Sample.event(ago(812, 0), EventName.STARTED, "version", "1.2.3", "services", 10L),
                Sample.event(
                        ago(420, 0),
                        EventName.HOLD,
                        "service",
                        "mirror",
                        "reason",
                        "disk swap in rack 4",
                        "actor",
                        "operator:root"),
                Sample.event(
                        ago(97, 0),
                        EventName.CHECK_DOWN,
                        "service",
                        "wiki",
                        "target",
                        "primary",
                        "check",
                        "site",
                        "verdict",
                        "DOWN",
                        "reason",
                        "HTTP 503"),
                Sample.event(
                        ago(97, 0),
                        EventName.ALERT,
                        "service",
                        "wiki",
                        "target",
                        "primary",
                        "verdict",
                        "DOWN",
                        "reason",
                        "site: HTTP 503"),
                Sample.event(
                        ago(95, 0),
                        EventName.SWITCH_ACCEPTED,
                        "service",
                        "wiki",
                        "from",
                        "primary",
                        "to",
                        "maintenance",
                        "reason",
                        "primary DOWN",
                        "actor",
                        "auto",
                        "took-ms",
                        530L,
                        "change-id",
                        "C0X4"),
                Sample.event(
                        ago(30, 0),
                        EventName.DRIFT,
                        "service",
                        "status",
                        "actual",
                        "drifted",
                        "reason",
                        "A 198.51.100.7 is neither target",
                        "fix",
                        "kirikae switch status primary --reason TEXT"),
                Sample.event(
                        ago(4, 15),
                        EventName.CHECK_DOWN,
                        "service",
                        "shop",
                        "target",
                        "primary",
                        "check",
                        "agent",
                        "verdict",
                        "NO_DATA",
                        "reason",
                        "no heartbeat for 2m",
                        "silent-ms",
                        120_004L),
                Sample.event(
                        ago(4, 14),
                        EventName.ALERT,
                        "service",
                        "shop",
                        "target",
                        "primary",
                        "verdict",
                        "NO_DATA",
                        "reason",
                        "agent: no heartbeat for 2 min"),
                Sample.event(
                        ago(4, 13),
                        EventName.SWITCH_STARTED,
                        "service",
                        "shop",
                        "from",
                        "primary",
                        "to",
                        "maintenance",
                        "actor",
                        "auto",
                        "reason",
                        "primary is NO_DATA: agent: no heartbeat for 2m",
                        "plan",
                        "DELETE shop.example.com A 203.0.113.20 (ttl 60); CREATE shop.example.com CNAME maintenance.example.net. (ttl 60)",
                        "took-ms",
                        262L),
                Sample.event(
                        ago(4, 12),
                        EventName.SWITCH_ACCEPTED,
                        "service",
                        "shop",
                        "from",
                        "primary",
                        "to",
                        "maintenance",
                        "actor",
                        "auto",
                        "change-id",
                        "C2682N5HXP0BZ4",
                        "took-ms",
                        417L),
                Sample.event(
                        ago(3, 40),
                        EventName.SWITCH_IN_SYNC,
                        "service",
                        "shop",
                        "from",
                        "primary",
                        "to",
                        "maintenance",
                        "actor",
                        "auto",
                        "change-id",
                        "C2682N5HXP0BZ4",
                        "took-ms",
                        32_100L),
                Sample.event(
                        ago(3, 39),
                        EventName.SWITCH_VERIFIED,
                        "service",
                        "shop",
                        "from",
                        "primary",
                        "to",
                        "maintenance",
                        "actor",
                        "auto",
                        "change-id",
                        "C2682N5HXP0BZ4",
                        "took-ms",
                        33_020L),
                Sample.event(ago(0, 19), EventName.RECOVERY, "service", "wiki", "target", "primary"));
    }

    private static Instant ago(int minutes, int seconds) {
        return NOW.minus(Duration.ofMinutes(minutes)).minusSeconds(seconds);
    }
}
