package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The demo, as a stranger runs it. */
class DemoIT {
    @Test
    void bothSwitchesAreSeen() {
        try (JarProcess demo = JarProcess.start("demo")) {
            assertThat(demo.exit()).as(demo.toString()).isZero();
            assertThat(demo.out())
                    .containsSubsequence(
                            "hello from the web host",
                            "the web host dies",
                            "event=check-down",
                            "event=alert",
                            "event=switch-accepted service=web from=primary to=maintenance",
                            "sorry, back soon",
                            "the web host is back",
                            "event=recovery",
                            "event=switch-accepted service=web from=maintenance to=primary",
                            "hello from the web host",
                            "Both switches were seen in real DNS answers",
                            "Next:")
                    .doesNotContain("\u001b", "WARN", "ERROR");
            assertThat(demo.err()).isEmpty();
            assertThat(folder(demo)).doesNotExist();
        }
    }

    @Test
    void withBindBothSwitchesAreSeenInItsAnswers() {
        kirikae.servers.Software.BIND.need();
        try (JarProcess demo = JarProcess.start("demo", "--with", "bind")) {
            assertThat(demo.exit()).as(demo.toString()).isZero();
            assertThat(String.join("\n", demo.out()))
                    .contains(
                            "type = rfc2136",
                            "event=switch-verified service=web from=primary to=maintenance",
                            "event=switch-verified service=web from=maintenance to=primary",
                            " servers=\"127.0.0.1:",
                            "Both switches were seen in real DNS answers")
                    .doesNotContain("WARN", "ERROR");
            assertThat(folder(demo)).doesNotExist();
        }
    }

    @Test
    void stoppedInTheMiddleItLeavesNothingBehind() {
        try (JarProcess demo = JarProcess.start("demo")) {
            demo.line(line -> line.contains("event=started"));
            Path folder = folder(demo);
            assertThat(Files.exists(folder)).isTrue();
            assertThat(demo.terminate()).as(demo.toString()).isEqualTo(143);
            assertThat(folder).doesNotExist();
            assertThat(demo.err()).isEmpty();
        }
    }

    private static Path folder(JarProcess demo) {
        String line = demo.line(text -> text.contains("the configuration, "));
        String file = line.substring(line.indexOf("the configuration, ") + 19, line.lastIndexOf(':'));
        return Path.of(file).getParent();
    }
}
