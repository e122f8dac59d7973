package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** F12: credentials that are not there, or not good any more. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class CredentialsIT {
    private static final SmallHost.Mood KEYS = SmallHost.Moods.status(
            "200 OK",
            "Content-Type: application/json\r\n",
            "{\"AccessKeyId\":\"AKIDROLE\",\"SecretAccessKey\":\"secret\",\"Token\":\"SESSION-SECRET\","
                    + "\"Expiration\":\"2099-01-01T00:00:00Z\"}");

    @TempDir
    private Path folder;

    private static DaemonProcess.Launch from(SmallHost source, Stage stage) {
        return stage.launch()
                .without("AWS_ACCESS_KEY_ID")
                .without("AWS_SECRET_ACCESS_KEY")
                .with("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:" + source.port() + "/role");
    }

    @Test
    void f12CredentialsThatComeLateAreTakenWithoutARestart() {
        SmallHost source = SmallHost.start();
        source.off();
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start(from(source, stage), "web");
            assertThat(daemon.log().await("provider aws cannot be used yet")).contains("no-credentials");
            stage.awaitBeats("web", 5);
            assertThat(stage.fake.requests()).isEmpty();
            source.mood(KEYS);
            source.on();
            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(stage.fake.applied()).hasSize(1);
        } finally {
            source.close();
        }
    }

    @Test
    void f12ASourceThatNeverAnswersHoldsNoHeartbeatUp() {
        SmallHost source = SmallHost.start();
        source.mood(SmallHost.Moods.blackhole());
        try (Stage stage = new Stage(folder).services("web")) {
            stage.start(from(source, stage), "web");
            stage.beats.forgetTimes();
            stage.awaitBeats("web", 15);
            assertThat(stage.beats.usualMillis()).isLessThan(1_000);
            assertThat(source.visits()).isPositive();
        } finally {
            source.close();
        }
    }

    @Test
    void f12AnExpiredTokenIsAskedForAnewAndTheIntentKept() {
        SmallHost source = SmallHost.start();
        source.mood(KEYS);
        try (Stage stage = new Stage(folder).services("web")) {
            DaemonProcess daemon = stage.start(from(source, stage), "web");
            stage.fake.fault(Fault.EXPIRED_TOKEN, RequestKind.CHANGE, 1, Duration.ZERO);
            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "service=web", "to=maintenance");
            assertThat(source.visits()).as("asked again").isGreaterThan(1);
            assertThat(stage.fake.applied()).hasSize(1);
            assertThat(daemon.log().lines()).noneMatch(line -> line.contains("SESSION-SECRET"));
        } finally {
            source.close();
        }
    }
}
