package kirikae.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.Test;

class StatusJsonTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void whatIsNotThereIsNull() {
        assertThat(JsonText.of(StatusJson.of(
                        new Status(NOON, "1", NOON, "", List.of(service(Hold.none(), LastSwitch.none()))))))
                .isEqualTo(
                        "{\"time\":\"2026-11-22T12:00:00.000Z\",\"version\":\"1\",\"started\":\"2026-11-22T12:00:00.000Z\","
                                + "\"isolated\":\"\",\"services\":[{\"name\":\"code\",\"names\":[\"dev.example.com\"],\"provider\":\"aws\","
                                + "\"zone\":\"example.com\",\"desired\":\"primary\",\"actual\":\"primary\",\"detail\":\"\",\"phase\":\"idle\","
                                + "\"waiting\":\"\",\"failing\":\"\",\"alerting\":false,\"hold\":null,\"last-switch\":null,\"targets\":["
                                + "{\"name\":\"primary\",\"verdict\":\"UP\",\"up-for-ms\":41000,\"records\":[\"A 203.0.113.10\"],\"checks\":["
                                + "{\"name\":\"site\",\"kind\":\"http\",\"verdict\":\"UP\",\"last-success-ms\":null,\"last-report-ms\":300,"
                                + "\"reason\":\"\",\"window-ms\":120000,\"window-left-ms\":119700,\"maint\":false,\"awaiting\":true}]}]}]}");
    }

    @Test
    void anOrderAndTheLastSwitchStandInFull() {
        Hold hold = new Hold(Hold.Kind.SWITCH, "maintenance", "disk", "operator:root", NOON.plusSeconds(60));
        LastSwitch last = new LastSwitch(NOON, "primary", "maintenance", "no heartbeat", "auto", "C1");
        assertThat(JsonText.of(StatusJson.of(service(hold, last))))
                .contains("\"hold\":{\"kind\":\"switch\",\"target\":\"maintenance\",\"reason\":\"disk\","
                        + "\"actor\":\"operator:root\",\"until\":\"2026-11-22T12:01:00.000Z\"}")
                .contains(
                        "\"last-switch\":{\"time\":\"2026-11-22T12:00:00.000Z\",\"from\":\"primary\",\"to\":\"maintenance\","
                                + "\"reason\":\"no heartbeat\",\"actor\":\"auto\",\"change-id\":\"C1\"}");
        assertThat(JsonText.of(StatusJson.of(service(new Hold(Hold.Kind.HOLD, "", "r", "a", Instant.MAX), last))))
                .contains("\"kind\":\"hold\"", "\"until\":null");
    }

    @Test
    void anEventIsFlatAndItsHostileTextHarmless() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("service", "code");
        fields.put("reason", "a\u202eb\nc<script>");
        fields.put("took-ms", 12L);
        Event event = new Event(NOON, EventName.CHECK_DOWN, fields);
        assertThat(EventJson.message(event))
                .isEqualTo("data: {\"time\":\"2026-11-22T12:00:00.000Z\",\"event\":\"check-down\",\"service\":\"code\","
                        + "\"reason\":\"a\\u202eb\\nc<script>\",\"took-ms\":12}\n\n");
        assertThat(EventJson.of(List.of(event)).getJsonArray("events")).hasSize(1);
    }

    private static ServiceStatus service(Hold hold, LastSwitch last) {
        CheckStatus check = new CheckStatus(
                "site",
                "http",
                Verdict.UP,
                Duration.ofMillis(-1),
                Duration.ofMillis(300),
                "",
                Duration.ofMinutes(2),
                Duration.ofMillis(119_700),
                false,
                true);
        TargetStatus target = new TargetStatus(
                "primary", Verdict.UP, Duration.ofSeconds(41), List.of("A 203.0.113.10"), List.of(check));
        return new ServiceStatus(
                "code",
                List.of(DomainName.of("dev.example.com")),
                "aws",
                "example.com",
                "primary",
                "primary",
                "",
                "idle",
                "",
                "",
                false,
                hold,
                last,
                List.of(target));
    }
}
