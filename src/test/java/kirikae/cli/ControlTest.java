package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the daemon is looked for, and what is said when it is not there. */
class ControlTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "events",
                "reload",
                "release --all",
                "hold web --reason x",
                "switch web primary --reason x"
            })
    void noDaemonIsExitThreeAndOneLine(String command) {
        String socket = folder.resolve("none.sock").toString();
        assertThat(run((command + " --socket " + socket).split(" "))).isEqualTo(3);
        assertThat(err)
                .hasToString("kirikae: no daemon answers at " + socket + ": is it running? (systemctl status kirikae)"
                        + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aDeadDaemonsSocketIsNoDaemon() throws Exception {
        Path socket = folder.resolve("dead.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(run("status", "--socket", socket.toString())).isEqualTo(3);
        assertThat(err.toString()).startsWith("kirikae: no daemon answers at " + socket);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "switch web maintenance | missing required option: '--reason=TEXT'",
                "switch web maintenance --reason x --for 30 | '30' is no duration: write a number with its unit",
                "switch web --reason x | missing required parameter: 'TARGET'",
                "hold --reason x | name a service, or say --all",
                "hold web --all --reason x | name a service or say --all, not both",
                "release | name a service, or say --all",
                "events --since soon | 'soon' is no duration"
            })
    void usage(String command, String words) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(words);
    }

    @Test
    void theSocketOfAGoodConfiguration() throws Exception {
        Path config = write("control-socket = \"run/c.sock\"\n" + SERVICE);
        assertThat(Control.configured(config)).isEqualTo(folder.resolve("run/c.sock"));
    }

    @Test
    void aBrokenConfigurationStillNamesTheSocket() throws Exception {
        assertThat(Control.configured(write("control-socket = run/c.sock # here\nservices { broken")))
                .isEqualTo(folder.resolve("run/c.sock"));
        assertThat(Control.configured(write("control-socket: \"/x/y.sock\"\nnonsense = 1")))
                .isEqualTo(Path.of("/x/y.sock"));
        assertThat(Control.configured(write("control-socket = ${HERE}\nnonsense = 1")))
                .isEqualTo(Path.of("/run/kirikae/control.sock"));
    }

    @Test
    void withoutAConfigurationTheStandardPlace() {
        assertThat(Control.configured(folder.resolve("none.conf"))).isEqualTo(Path.of("/run/kirikae/control.sock"));
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("kirikae.conf"), text);
    }

    private static final String SERVICE = """
            providers.local { type = builtin, listen = "127.0.0.1:5353" }
            services.web {
              provider = local, zone = "demo.test", names = ["www.demo.test"]
              primary { A = ["127.0.0.2"] }
              maintenance { A = ["127.0.0.3"] }
            }
            """;
}
