package kirikae.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import kirikae.model.Event;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
    @Test
    void oneObjectTimeAndNameFirst() {
        Event event = Fixture.event(0, EventName.CHECK_DOWN, "service", "web", "verdict", "NO_DATA", "took-ms", 12L);
        assertThat(EventJson.encode(event).text())
                .isEqualTo("{\"time\":\"2026-11-22T09:00:00.123Z\",\"event\":\"check-down\",\"service\":\"web\","
                        + "\"verdict\":\"NO_DATA\",\"took-ms\":12}");
    }

    @Test
    void theTimeAlwaysHasMilliseconds() {
        Event event = new Event(java.time.Instant.parse("2026-11-22T09:00:00Z"), EventName.STARTED, java.util.Map.of());
        assertThat(EventJson.encode(event).text()).startsWith("{\"time\":\"2026-11-22T09:00:00.000Z\",");
    }

    @Test
    void comesBackEqualAndInOrder() {
        Event event = Fixture.event(
                7,
                EventName.ALERT,
                "z",
                "a\n\"b\"\\ \u2028 切替 😀",
                "a",
                3L,
                "m",
                1.5,
                "b",
                true,
                "big",
                Long.MAX_VALUE);
        Line decoded = EventJson.decode(EventJson.encode(event).text());
        assertThat(decoded).isInstanceOf(Line.Known.class);
        Event back = ((Line.Known) decoded).event();
        assertThat(back).isEqualTo(event);
        assertThat(List.copyOf(back.fields().keySet())).containsExactly("z", "a", "m", "b", "big");
    }

    @Test
    void f38NothingThatMovesACursorStandsInTheFile() {
        Event event = Fixture.event(0, EventName.ALERT, "reason", "\u001b[2J\u009b1m\u202e\u2028\n\u007f");
        String text = EventJson.encode(event).text();
        assertThat(text).matches("[ -~]*").contains("\\u009b1m\\u202e\\u2028\\n\\u007f");
        assertThat(((Line.Known) EventJson.decode(text)).event()).isEqualTo(event);
    }

    @Test
    void aVeryLongTextIsCut() {
        String text = EventJson.encode(Fixture.event(0, EventName.ALERT, "reason", "a".repeat(100_000)))
                .text();
        assertThat(text).hasSizeLessThan(8_400).endsWith("a…\"}");
    }

    @Test
    void refusesWhatWouldMakeTheLineAmbiguous() {
        assertThatThrownBy(() -> EventJson.encode(Fixture.event(0, EventName.ALERT, "event", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an event field must not be called 'event'");
        assertThatThrownBy(() -> EventJson.encode(Fixture.event(0, EventName.ALERT, "x", new Object())))
                .hasMessageContaining("'x'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "\"x\"",
                "[]",
                "{}",
                "{",
                "garbage",
                "{\"time\":1,\"event\":\"hold\"}",
                "{\"time\":\"2026-11-22T09:00:00Z\"}",
                "{\"time\":\"yesterday\",\"event\":\"hold\"}",
                "{\"time\":\"2026-11-22T09:00:00Z\",\"event\":\"hold\"} x",
                "{\"time\":\"2026-11-22T09:00:00Z\",\"event\":7}"
            })
    void whatIsNoEventIsBroken(String text) {
        assertThat(EventJson.decode(text)).isInstanceOf(Line.Broken.class);
    }

    @Test
    void deepNestingIsBrokenNotFatal() {
        assertThat(EventJson.decode("{\"a\":".repeat(20_000))).isInstanceOf(Line.Broken.class);
        assertThat(EventJson.decode("[".repeat(200_000))).isInstanceOf(Line.Broken.class);
    }

    @Test
    void anEventOfANewerVersionIsForeignNotBroken() {
        String text = "{\"time\":\"2026-11-22T09:00:00Z\",\"event\":\"lease-lost\",\"x\":[1]}";
        assertThat(EventJson.decode(text)).isEqualTo(new Line.Foreign(text));
    }
}
