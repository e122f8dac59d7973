package kirikae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kirikae.faults.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The man pages and the completion say what the program says. They are files of the tree, so that a package needs no more than to copy
 * them; {@code mvn -q test -Dtest=ManualTest -Dkirikae.renew=true} writes them anew.
 */
class ManualTest {
    private static final Path COMMANDS = Path.of("packaging/man/kirikae.1");
    private static final Path CONFIGURATION = Path.of("packaging/man/kirikae.conf.5");
    private static final Path COMPLETION = Path.of("packaging/completion/kirikae.bash");
    private static final String SERVICES = """
            {"time":"2026-11-25T03:12:00.000Z","services":[{"name":"web","names":["www.example.com"],"targets":[]},\
            {"name":"web-static","names":["s.example.com"],"targets":[]},{"name":"mail","names":["m.example.com"]}]}""";
    private static final String WEB = """
            {"name":"web","names":["www.example.com"],"targets":[{"name":"primary","verdict":"UP","checks":[{"name":"agent",\
            "kind":"heartbeat"}]},{"name":"maintenance","verdict":"UP","checks":[]}]}""";

    @TempDir
    private Path folder;

    private static void isUpToDate(Path file, String text) throws IOException {
        if (Boolean.getBoolean("kirikae.renew")) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file))
                .as("%s; to write it anew: mvn -q test -Dtest=ManualTest -Dkirikae.renew=true", file)
                .isEqualTo(text);
    }

    @Test
    void theManualOfTheCommandsIsWhatTheyTake() throws IOException {
        isUpToDate(COMMANDS, new CommandManual().page(Files.readString(Path.of("packaging/man/kirikae.1.in"))));
        String page = Files.readString(COMMANDS);
        new CommandManual().shown().forEach(command -> {
            assertThat(page).contains(".SS \"" + command.name());
            assertThat(command.usageMessage().description()).as(command.name()).isNotEmpty();
            CommandManual.own(command)
                    .forEach(option -> assertThat(page)
                            .contains("\n" + Roff.bold(option.longestName()))
                            .as("what %s of %s means", option.longestName(), command.name())
                            .matches(text -> option.description().length > 0));
        });
    }

    @Test
    void theManualOfTheConfigurationIsItsDocument() throws IOException {
        isUpToDate(CONFIGURATION, ConfigurationManual.page(Files.readAllLines(Path.of("docs/CONFIGURATION.md"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kirikae.1", "kirikae.conf.5"})
    void groffHasNothingToSay(String page) throws Exception {
        Programs.need(Path.of("/usr/bin/man"), "man-db");
        Programs.need(Path.of("/usr/bin/lexgrog"), "man-db");
        String file = Path.of("packaging/man", page).toString();
        // As lintian does it: every warning, at the width of a terminal.
        assertThat(output(List.of(
                        "sh",
                        "-c",
                        "MANWIDTH=80 LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z " + file
                                + " 2>&1 >/dev/null")))
                .isEmpty();
        assertThat(output(List.of("lexgrog", file))).startsWith(file + ": \"kirikae");
    }

    @Test
    void theCompletionIsPicoclis() throws IOException {
        isUpToDate(COMPLETION, Completion.bash());
    }

    /** What is typed, a bar for the cursor's word, and some of what is offered. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"\"; run check plan status switch hold release events reload notify heartbeat demo",
                "sw; switch",
                "switch --; --hold --reason --for --config --socket --help --version",
                "--config x run --d; --dry-run",
                "hold --a; --all"
            })
    void commandsAndOptionsAreCompleted(String typed, String offered) throws Exception {
        assertThat(completed(typed)).contains(offered.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "status ''; web web-static mail",
                "switch w; web web-static",
                "events --service m; mail",
                "hold --reason x we; web web-static",
                "switch web ''; auto primary maintenance",
                "switch --for 1h web m; maintenance"
            })
    void servicesAndTargetsAreCompletedByTheDaemon(String typed, String offered) throws Exception {
        Programs.need(Path.of("/usr/bin/curl"), "curl");
        Path socket = folder.resolve("control.sock");
        try (ServerSocketChannel daemon = daemon(socket)) {
            assertThat(daemon.isOpen()).isTrue();
            assertThat(completed("--socket " + socket + " " + typed)).containsExactlyInAnyOrder(offered.split(" "));
        }
    }

    @Test
    void withoutADaemonThereIsNothingToCompleteAndNoMessage() throws Exception {
        assertThat(completed("--socket " + folder.resolve("none") + " status ''"))
                .isEmpty();
        assertThat(completed("switch --reason ''")).isEmpty();
    }

    private static List<String> completed(String typed) throws Exception {
        Programs.need(Path.of("/bin/bash"), "bash");
        String script =
                ". " + COMPLETION + "; COMP_WORDS=(kirikae " + typed + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
                        + " COMP_LINE=\"${COMP_WORDS[*]} \"; compopt() { :; }; _kirikae; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return output(List.of("bash", "-c", script))
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** What a program prints, errors among it. */
    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return text;
    }

    /** Answers as the daemon does, one connection after the other, until it is closed. */
    private static ServerSocketChannel daemon(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(() -> answer(server), "daemon");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void answer(ServerSocketChannel server) {
        while (server.isOpen()) {
            try (SocketChannel visitor = server.accept()) {
                ByteBuffer request = ByteBuffer.allocate(4096);
                visitor.read(request);
                String first = new String(request.array(), StandardCharsets.US_ASCII);
                String body = first.startsWith("GET /api/v1/services/web ") ? WEB : SERVICES;
                visitor.write(StandardCharsets.UTF_8.encode("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body));
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }
}
