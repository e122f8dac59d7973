package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kirikae.model.DomainName;
import kirikae.model.Status;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.Hold;
import kirikae.model.Status.LastSwitch;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;
import kirikae.model.Verdict;
import kirikae.web.StatusJson;
import org.junit.jupiter.api.Test;

/** What {@code kirikae status} prints, from the JSON as it travels. */
class StatusTextTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:12:41Z");

    private Verdict verdict = Verdict.UP;
    private String actual = "primary";
    private String desired = "primary";
    private String waiting = "";
    private String detail = "";
    private String failing = "";
    private String isolated = "";
    private Hold hold = Hold.none();
    private LastSwitch last = LastSwitch.none();

    private Status status() {
        CheckStatus agent = check("agent", "heartbeat", verdict, Duration.ofSeconds(4), "");
        CheckStatus site = check("site", "http", Verdict.UNDECIDED, Duration.ofMillis(-1), "HTTP 503\u202e");
        TargetStatus primary = new TargetStatus(
                "primary", verdict, Duration.ofMinutes(125), List.of("A 203.0.113.10"), List.of(agent, site));
        TargetStatus sorry = new TargetStatus(
                "maintenance", Verdict.UP, Duration.ZERO, List.of("CNAME sorry.example.net."), List.of());
        ServiceStatus code = new ServiceStatus(
                "code",
                List.of(DomainName.of("dev.code.popowa.com")),
                "aws",
                "popowa.com",
                desired,
                actual,
                detail,
                "queued",
                waiting,
                failing,
                verdict.isBad(),
                hold,
                last,
                List.of(primary, sorry));
        Status status = new Status(NOW, "0.1.0", NOW.minusSeconds(7380), isolated, List.of(code));
        return StatusReader.status(StatusJson.of(status));
    }

    private CheckStatus check(String name, String kind, Verdict its, Duration success, String reason) {
        Duration left = its.isBad() ? Duration.ZERO : Duration.ofSeconds(116);
        return new CheckStatus(
                name, kind, its, success, Duration.ofSeconds(1), reason, Duration.ofMinutes(2), left, false, false);
    }

    private List<String> table() {
        List<String> lines = StatusTable.lines(status());
        assertThat(lines).allMatch(line -> line.length() <= 80);
        return lines;
    }

    private List<String> block() {
        return StatusBlock.lines(status().services().get(0));
    }

    @Test
    void allIsWell() {
        assertThat(table())
                .containsExactly(
                        "kirikae 0.1.0, up 2h 3m, 1 service",
                        "SERVICE  SHOWS    PRIMARY    NOTE",
                        "code     primary  UP         agent: 1m 56s left of 2m");
        assertThat(block())
                .containsExactly(
                        "code  dev.code.popowa.com  (zone popowa.com at aws)",
                        "  shows    primary",
                        "  switched never, as far as is known",
                        "* primary  UP for 2h 5m  A 203.0.113.10",
                        "    agent  heartbeat  UP         1m 56s left of 2m, heard 4s ago",
                        "    site   http       UNDECIDED  1m 56s left of 2m, no success since start: HTTP 503\\u202e",
                        "  maintenance  UP  CNAME sorry.example.net.");
    }

    @Test
    void onItsWay() {
        desired = "maintenance";
        verdict = Verdict.NO_DATA;
        assertThat(table().get(2)).isEqualTo("code     primary > maintenance  NO_DATA    queued");
        assertThat(block()).contains("  wants    maintenance (queued)");
    }

    @Test
    void switchedAndAlerting() {
        desired = "maintenance";
        actual = "maintenance";
        verdict = Verdict.NO_DATA;
        last = new LastSwitch(NOW.minusSeconds(60), "primary", "maintenance", "primary is NO_DATA", "auto", "C1");
        assertThat(table().get(2)).isEqualTo("code     maintenance  NO_DATA    alert: agent: heard 4s ago");
        assertThat(block())
                .contains(
                        "  alert    since the primary turned bad; recovery is awaited",
                        "  switched 2026-11-22T03:11:41Z from primary to maintenance by auto: primary is NO_DATA (change C1)",
                        "* maintenance  UP  CNAME sorry.example.net.");
    }

    @Test
    void anOrderStandsBesideTheRealVerdicts() {
        desired = "maintenance";
        actual = "maintenance";
        waiting = "kept on maintenance by root: disk swap (automation wants primary)";
        hold = new Hold(Hold.Kind.SWITCH, "maintenance", "disk swap", "operator:root", NOW.plusSeconds(1680));
        assertThat(table().get(2)).isEqualTo("code     maintenance  UP         kept by root, 28m left: disk swap");
        assertThat(block())
                .contains(
                        "  waits    kept on maintenance by root: disk swap (automation wants primary)",
                        "  held     until 2026-11-22T03:40:41Z, or: kirikae release code");
        hold = new Hold(Hold.Kind.HOLD, "", "a\nb", "operator:root", Instant.MAX);
        assertThat(table().get(2)).isEqualTo("code     maintenance  UP         held by root: a\\nb");
        assertThat(block()).contains("  held     until: kirikae release code");
    }

    @Test
    void aDriftIsSaidOnceWithTheNextStep() {
        desired = "";
        actual = "drifted";
        detail = "www.example.com has A 198.51.100.7 (ttl 60): no target of the service";
        waiting = "drift: " + detail;
        assertThat(block())
                .containsSubsequence(
                        "  shows    drifted: " + detail,
                        "  wants    nothing by itself, until they show a target again",
                        "  repair   kirikae switch code TARGET --reason TEXT  (kirikae plan code shows what it would change)")
                .noneMatch(line -> line.startsWith("  waits"));
    }

    @Test
    void recordsThatCannotBeReadSayWhy() {
        desired = "";
        actual = "unread";
        waiting = "the live records are not known yet";
        failing = "AccessDenied: no";
        assertThat(table().get(2)).isEqualTo("code     unread  UP         AccessDenied: no");
        assertThat(block()).contains("  waits    " + waiting, "  fails    " + failing);
    }

    @Test
    void longWordsAreCutInTheTableOnly() {
        isolated = "0 of 2 anchors answer, 1 must: " + "x".repeat(100);
        waiting = "isolated: " + isolated;
        assertThat(table().get(1))
                .hasSize(80)
                .startsWith("isolated: 0 of 2 anchors answer")
                .endsWith("…");
        assertThat(table().get(3)).hasSize(80).endsWith("…");
        assertThat(block()).contains("  waits    " + waiting);
    }
}
