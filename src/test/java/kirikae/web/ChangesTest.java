package kirikae.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import kirikae.model.Status;
import kirikae.model.Status.Hold;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Verdict;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private final Changes changes = new Changes();

    /** A service whose one check last succeeded so many seconds before noon plus {@code at}. */
    private static Status at(int at, int age, String reason) {
        ServiceStatus service = Sample.with(
                "code",
                "primary",
                "primary",
                Hold.none(),
                Sample.target(
                        "primary",
                        Verdict.UP,
                        "A 203.0.113.1",
                        Sample.check(
                                "site", "http", Verdict.UP, Duration.ofSeconds(120), Duration.ofSeconds(age), reason)));
        return Sample.status(NOON.plusSeconds(at), service);
    }

    @Test
    void theFirstIsWhole() {
        assertThat(changes.since(at(0, 0, "")).orElseThrow())
                .startsWith("event: status\ndata: {\"time\"")
                .endsWith("}\n\n");
    }

    @Test
    void growingOlderIsNoNews() {
        changes.since(at(0, 0, ""));
        assertThat(changes.since(at(40, 40, ""))).isEmpty();
    }

    @Test
    void anEighthOfTheWindowIsNews() {
        changes.since(at(0, 0, ""));
        assertThat(changes.since(at(14, 0, ""))).isEmpty();
        assertThat(changes.since(at(15, 0, "")).orElseThrow()).startsWith("event: changes\n");
        assertThat(changes.since(at(29, 0, ""))).isEmpty();
    }

    @Test
    void anotherReasonIsNews() {
        changes.since(at(0, 0, ""));
        assertThat(changes.since(at(1, 1, "HTTP 503")).orElseThrow()).contains("\"reason\":\"HTTP 503\"");
    }

    @Test
    void aQuietServiceIsLeftOut() {
        ServiceStatus quiet = Sample.well("quiet");
        changes.since(Sample.status(NOON, quiet, Sample.well("code")));
        Optional<String> news =
                changes.since(Sample.status(NOON, quiet, Sample.on("code", "maintenance", Verdict.DOWN)));
        assertThat(news.orElseThrow())
                .startsWith("event: changes\n")
                .contains("\"code\"")
                .doesNotContain("quiet");
    }

    @Test
    void isolationIsNewsWithoutServices() {
        Status before = at(0, 0, "");
        changes.since(before);
        Status cutOff =
                new Status(NOON, before.version(), before.started(), "0 of 2 anchors answer", before.services());
        assertThat(changes.since(cutOff).orElseThrow())
                .startsWith("event: changes\n")
                .contains("0 of 2 anchors answer", "\"services\":[]");
    }
}
