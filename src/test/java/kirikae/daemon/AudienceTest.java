package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kirikae.journal.Standing;
import kirikae.message.Quoting;
import kirikae.model.Channel;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Notices;
import kirikae.model.Notices.OfService;
import kirikae.model.Notices.OnSwitch;
import kirikae.model.Notified;
import kirikae.model.Secret;
import kirikae.notify.Notice;
import org.junit.jupiter.api.Test;

/** Who is told of which event, and what a message says of it. */
class AudienceTest {
    private static final Instant TIME = Instant.parse("2026-11-25T00:00:00Z");
    private static final String MESSAGE = "{{#is_alert}}{{host.name}} down @down @pager{{/is_alert}}"
            + "{{#is_recovery}}{{host.name}} well{{#is_no_data_recovery}} (was silent){{/is_no_data_recovery}} @up{{/is_recovery}}";

    private final Standing standing = new Standing();
    private final Set<String> away = new HashSet<>();
    private final Audience audience = new Audience(notices(), standing, away::contains);
    private int second;

    private static Notices notices() {
        Map<String, Channel> channels = new LinkedHashMap<>();
        for (String name : List.of("down", "up", "team", "ops", "ca")) {
            channels.put(name, new Channel.Slack(name, new Secret("https://h/x")));
        }
        channels.put("pager", new Channel.PagerDuty("pager", new Secret("k"), URI.create("https://h/x")));
        OfService web = new OfService(
                "web01",
                "",
                MESSAGE,
                List.of("team"),
                Duration.ZERO,
                Map.of("primary", new OnSwitch.Call("ca"), "maintenance", new OnSwitch.Command(List.of("/bin/true"))));
        OfService plain = new OfService("plain", "", "", List.of("ops"), Duration.ZERO, Map.of());
        return new Notices(channels, List.of("ops"), Map.of("web", web, "plain", plain));
    }

    private Event happen(EventName name, String service, String... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!service.isEmpty()) {
            fields.put("service", service);
        }
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        Event event = audience.addressed(new Event(TIME.plusSeconds(second++), name, fields), Notified.CHANNELS);
        standing.apply(event);
        return event;
    }

    private static List<String> told(Event event) {
        return Notified.channels(event);
    }

    private String said(Event event, String channel) {
        Notice notice = audience.notice(event, channel);
        return notice.written(Quoting.PLAIN).spoken();
    }

    @Test
    void anAlertAndItsRecoveryGoWhereTheMessageAndTheListSay() {
        Event alert = happen(EventName.ALERT, "web", "verdict", "NO_DATA", "reason", "silent");
        assertThat(told(alert)).containsExactly("down", "pager", "team");
        assertThat(said(alert, "down")).isEqualTo("web01 down");
        Event recovery = happen(EventName.RECOVERY, "web", "target", "primary");
        assertThat(told(recovery)).containsExactly("up", "team", "pager");
        assertThat(said(recovery, "up")).isEqualTo("web01 well (was silent)");
        assertThat(audience.notice(recovery, "pager").story())
                .isEqualTo(audience.notice(alert, "pager").story())
                .isEqualTo("web/outage");
        assertThat(audience.notice(recovery, "pager").began()).isEqualTo(alert.time());
    }

    @Test
    void aHostThatSaysItIsDownIsAnAlertWithoutSilence() {
        Event alert = happen(EventName.ALERT, "web", "verdict", "DOWN", "reason", "fail");
        assertThat(told(alert)).contains("down");
        assertThat(said(happen(EventName.RECOVERY, "web"), "up")).isEqualTo("web01 well");
    }

    /** A webhook in a message may move something: it must not be called because of anything else. */
    @Test
    void theMessageSpeaksOfNothingButAlerts() {
        for (EventName name : EventName.values()) {
            if (name != EventName.ALERT && name != EventName.RECOVERY && name != EventName.REMINDER) {
                assertThat(told(happen(name, "web", "reason", "x")))
                        .as(name.text())
                        .doesNotContain("down", "up", "pager");
            }
        }
    }

    @Test
    void whatElseIsTold() {
        for (EventName name : List.of(
                EventName.SWITCH_FAILED,
                EventName.SWITCH_REFUSED,
                EventName.DRIFT,
                EventName.BLIND,
                EventName.HOLD_EXPIRED)) {
            assertThat(told(happen(name, "web"))).as(name.text()).containsExactly("team");
            assertThat(told(happen(name, "plain"))).as(name.text()).containsExactly("ops");
        }
        for (EventName name :
                List.of(EventName.ISOLATED, EventName.CONFIG_REJECTED, EventName.CRASH_LOOP, EventName.JOURNAL_ERROR)) {
            assertThat(told(happen(name, ""))).as(name.text()).containsExactly("ops");
        }
        assertThat(told(happen(EventName.JOURNAL_ERROR, "", "ended", "true"))).isEmpty();
        for (EventName name : List.of(
                EventName.STARTED,
                EventName.CHECK_DOWN,
                EventName.SWITCH_STARTED,
                EventName.MAINT,
                EventName.HOLD,
                EventName.NOTIFY_FAILED)) {
            assertThat(told(happen(name, "web"))).as(name.text()).isEmpty();
        }
    }

    @Test
    void whoWasToldOfTheBeginningIsToldOfTheEndAndNobodyElse() {
        assertThat(told(happen(EventName.DRIFT_CLEARED, "web"))).isEmpty();
        happen(EventName.DRIFT, "web", "reason", "x");
        assertThat(told(happen(EventName.DRIFT_CLEARED, "web"))).containsExactly("team");
        assertThat(told(happen(EventName.DRIFT_CLEARED, "web"))).isEmpty();
        happen(EventName.ISOLATED, "");
        assertThat(told(happen(EventName.ISOLATION_OVER, ""))).containsExactly("ops");
        happen(EventName.SWITCH_FAILED, "plain");
        assertThat(told(happen(EventName.SWITCH_VERIFIED, "plain", "to", "maintenance")))
                .containsExactly("ops");
    }

    @Test
    void aTargetsActionFollowsTheProof() {
        Event there = happen(EventName.SWITCH_VERIFIED, "web", "from", "primary", "to", "maintenance", "actor", "auto");
        assertThat(told(there)).containsExactly("web/on-switch");
        assertThat(audience.notice(there, "web/on-switch").story()).isEqualTo("web/arrival");
        Event back = happen(EventName.SWITCH_VERIFIED, "web", "from", "maintenance", "to", "primary", "actor", "auto");
        assertThat(told(back)).containsExactly("ca");
        assertThat(said(back, "ca")).isEqualTo("web: switched from maintenance to primary by auto");
    }

    @Test
    void anOperatorsSwitchIsPlannedWork() {
        away.add("web");
        Event alert = happen(EventName.ALERT, "web", "verdict", "NO_DATA", "reason", "silent");
        assertThat(told(alert)).isEmpty();
        assertThat(alert.text(Audience.QUIET)).isPresent();
        assertThat(audience.isQuiet(alert)).isTrue();
        assertThat(told(happen(EventName.RECOVERY, "web"))).isEmpty();

        Event second = happen(EventName.ALERT, "web", "verdict", "NO_DATA", "reason", "silent");
        away.clear();
        Event reminder = happen(EventName.REMINDER, "web", "verdict", "NO_DATA", "reason", "not told before");
        assertThat(told(reminder)).contains("down", "pager", "team");
        assertThat(audience.isQuiet(second)).isFalse();
        assertThat(told(happen(EventName.RECOVERY, "web"))).contains("up", "team");
    }

    @Test
    void withoutAMessageOurOwnWordsAreSent() {
        Event alert = happen(
                EventName.ALERT,
                "plain",
                "target",
                "primary",
                "verdict",
                "NO_DATA",
                "reason",
                "agent: silent for 2m",
                "next",
                "switch to maintenance");
        assertThat(told(alert)).containsExactly("ops");
        assertThat(said(alert, "ops"))
                .isEqualTo("plain: primary is NO_DATA: agent: silent for 2m\nNext: switch to maintenance");
    }
}
