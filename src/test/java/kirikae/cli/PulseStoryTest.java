package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import kirikae.cli.Pulse.Beat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What heartbeat says, and what it keeps to itself. */
class PulseStoryTest {
    private final PulseStory story =
            new PulseStory(URI.create("http://127.0.0.1:8787"), "web-1", Duration.ofSeconds(15));

    @Test
    void everyChangeIsSaidOnce() {
        Beat.Unanswered refused = new Beat.Unanswered("connection refused");
        assertThat(story.next(refused))
                .contains("http://127.0.0.1:8787 does not answer: connection refused; trying again every 15s");
        assertThat(story.next(refused)).isEmpty();
        assertThat(story.next(new Beat.Refused(401, OptionalLong.empty())))
                .get()
                .asString()
                .startsWith("refused with 401: the token is not");
        assertThat(story.next(new Beat.Accepted())).contains("accepted again, after 3 heartbeats that were not");
        assertThat(story.next(new Beat.Accepted())).isEmpty();
        assertThat(story.next(refused)).isPresent();
        assertThat(story.next(new Beat.Accepted())).contains("accepted again, after 1 heartbeat that was not");
    }

    @Test
    void theFirstSuccessSaysWhoWhereAndHowOften() {
        assertThat(story.next(new Beat.Accepted()))
                .contains("heartbeats of 'web-1' are accepted by http://127.0.0.1:8787, one every 15s");
    }

    @ParameterizedTest
    @CsvSource({
        "404, no heartbeat check has the host 'web-1'",
        "429, is this run twice",
        "302, which is not followed",
        "503, in trouble",
        "200, something else answers"
    })
    void everyRefusalSaysWhatToDo(int status, String words) {
        assertThat(story.next(new Beat.Refused(status, OptionalLong.empty())))
                .get()
                .asString()
                .contains("refused with " + status, words);
    }
}
