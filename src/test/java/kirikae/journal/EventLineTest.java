package kirikae.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventLineTest {
    @Test
    void saysTheNameThenTheFieldsInOrder() {
        var event = Fixture.event(
                0,
                EventName.SWITCH_STARTED,
                "service",
                "web",
                "from",
                "primary",
                "to",
                "maintenance",
                "reason",
                "no heartbeat for 2m 0s",
                "attempt",
                3);
        assertThat(EventLine.of(event))
                .isEqualTo(
                        "event=switch-started service=web from=primary to=maintenance reason=\"no heartbeat for 2m 0s\""
                                + " attempt=3");
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("plain", "plain"),
                Arguments.of("", "\"\""),
                Arguments.of("a b", "\"a b\""),
                Arguments.of("a=b", "\"a=b\""),
                Arguments.of("say \"hi\"", "\"say \\\"hi\\\"\""),
                Arguments.of("C:\\new", "\"C:\\\\new\""),
                Arguments.of("x\r\nevent=switch-started", "\"x\\r\\nevent=switch-started\""),
                Arguments.of("a\tb", "\"a\\tb\""),
                Arguments.of("\u001b[2J", "\"\\u001b[2J\""),
                Arguments.of("\u009b31m", "\"\\u009b31m\""),
                Arguments.of("a\0b", "\"a\\u0000b\""),
                Arguments.of("\u007f", "\"\\u007f\""),
                Arguments.of("a\u2028b\u2029c", "\"a\\u2028b\\u2029c\""),
                Arguments.of("a\u0085b", "\"a\\u0085b\""),
                Arguments.of("\u202eevil\u2066", "\"\\u202eevil\\u2066\""),
                Arguments.of("\ufeffx\u200b", "\"\\ufeffx\\u200b\""),
                Arguments.of("\ud800", "\"\\ud800\""),
                Arguments.of("\udb40\udc41", "\"\\udb40\\udc41\""),
                Arguments.of("a\u00a0b", "\"a\u00a0b\""),
                Arguments.of("${jndi:ldap://x}", "${jndi:ldap://x}"),
                Arguments.of("{}%s", "{}%s"),
                Arguments.of("切替 完了", "\"切替 完了\""),
                Arguments.of("切替", "切替"),
                Arguments.of("😀", "😀"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void f38HostileValuesStayInOneValueOnOneLine(String value, String shown) {
        assertThat(EventLine.of(Fixture.event(0, EventName.ALERT, "reason", value)))
                .isEqualTo("event=alert reason=" + shown);
    }

    @Test
    void f38AHostileKeyCannotMakeAnotherField() {
        assertThat(EventLine.of(Fixture.event(0, EventName.ALERT, "a b=\n\"", 1)))
                .isEqualTo("event=alert a_b___=1");
    }

    @Test
    void cutsALongValueBetweenCharacters() {
        String line = EventLine.of(Fixture.event(0, EventName.ALERT, "reason", "a".repeat(5_000)));
        assertThat(line).isEqualTo("event=alert reason=" + "a".repeat(1_023) + "…");
        String pairs = EventLine.of(Fixture.event(0, EventName.ALERT, "reason", "a" + "😀".repeat(600)));
        assertThat(pairs).isEqualTo("event=alert reason=a" + "😀".repeat(511) + "…");
        String exact = EventLine.of(Fixture.event(0, EventName.ALERT, "reason", "a".repeat(1_024)));
        assertThat(exact).endsWith("=" + "a".repeat(1_024));
    }

    @Test
    void levels() {
        List<EventName> errors =
                List.of(EventName.ALERT, EventName.SWITCH_FAILED, EventName.CRASH_LOOP, EventName.JOURNAL_ERROR);
        List<EventName> warnings = List.of(
                EventName.CHECK_DOWN,
                EventName.ISOLATED,
                EventName.SWITCH_REFUSED,
                EventName.DRIFT,
                EventName.OUTSIDE_CHANGE,
                EventName.BLIND,
                EventName.CONFIG_REJECTED,
                EventName.NOTIFY_FAILED,
                EventName.SWITCH_LAGGING,
                EventName.REMINDER);
        for (EventName name : EventName.values()) {
            EventLevel expected = errors.contains(name)
                    ? EventLevel.ERROR
                    : warnings.contains(name) ? EventLevel.WARN : EventLevel.INFO;
            assertThat(EventLevel.of(name)).as(name.text()).isEqualTo(expected);
        }
    }
}
