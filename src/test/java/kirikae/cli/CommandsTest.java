package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which commands are built for which arguments. */
class CommandsTest {
    private static List<String> built(String... args) {
        return List.copyOf(Commands.namedIn(args).getSubcommands().keySet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run | run",
                "--config status run | run status",
                "--config x run --dry-run | run",
                "run --help | run",
                "switch web maintenance --reason hold | switch hold",
            })
    void onlyThoseThatAreNamed(String args, String commands) {
        assertThat(built(args.split(" "))).containsExactlyInAnyOrder(commands.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"''", "--version", "--help", "--help run", "-h run", "rn", "--config run.conf"})
    void allWhenNoneIsNamedOrHelpIsAskedForFirst(String args) {
        assertThat(built(args.split(" ")))
                .hasSize(Commands.whole().getSubcommands().size());
    }

    @Test
    void theListOfHelpIsWhole() {
        assertThat(Commands.whole().getUsageMessage())
                .contains("run", "check", "plan", "status", "switch", "hold", "release", "events", "reload", "demo");
        assertThat(Arrays.stream(Commands.whole().getUsageMessage().split("\n")).toList())
                .anyMatch(line -> line.strip().startsWith("run "));
    }
}
