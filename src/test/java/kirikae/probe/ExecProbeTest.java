package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import kirikae.model.Check;
import kirikae.model.CheckId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins as real processes: exit codes, output, time-outs, children, bounds. */
class ExecProbeTest {
    @TempDir
    private static Path folder;

    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = new Lab();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static String script(String name, String... lines) throws IOException {
        Path script = folder.resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "0, SUCCESS DISK OK",
        "1, SUCCESS exit 1: DISK OK",
        "2, FAILURE exit 2: DISK OK",
        "3, FAILURE exit 3: DISK OK",
        "77, FAILURE exit 77: DISK OK",
        "127, UNKNOWN exit 127: DISK OK (the plugin or a part of it cannot be run)"
    })
    void exitCodes(int code, String verdict) throws IOException {
        String plugin = script("exit-" + code, "echo DISK OK", "echo second line", "exit " + code);
        assertThat(lab.first(Probes.exec(5_000, plugin))).isEqualTo(verdict);
    }

    @Test
    void argumentsAreNotAShellLineAndTheEnvironmentIsSmall() throws IOException {
        String plugin =
                script("show", "echo \"$# $1 $(env | cut -d= -f1 | grep -v '^_$\\|^PWD$' | sort | tr '\\n' ' ')\"");
        assertThat(lab.first(Probes.exec(5_000, plugin, "$(id); *"))).isEqualTo("SUCCESS 1 $(id); * LC_ALL PATH");
    }

    @Test
    void whatCannotBeRunIsOurFault() throws IOException {
        assertThat(lab.first(Probes.exec(5_000, "/nowhere/check_disk")))
                .isEqualTo("UNKNOWN cannot run /nowhere/check_disk: error=2, No such file or directory");
        Path plain = Files.writeString(folder.resolve("plain"), "no program");
        assertThat(lab.first(Probes.exec(5_000, plain.toString())))
                .startsWith("UNKNOWN cannot run ")
                .contains("error=13");
    }

    @Test
    void anEndlessPrinterIsReadAndKilled() {
        assertThat(lab.first(Probes.exec(300, "yes", "lots\u001b of text")))
                .isEqualTo("FAILURE still running after 300 ms: killed");
    }

    @Test
    void aChildThatKeepsThePipeDoesNotHoldTheVerdict() throws IOException {
        String plugin = script("daemon", "sleep 3 &", "echo started", "exit 0");
        assertThat(lab.first(Probes.exec(2_000, plugin))).isEqualTo("SUCCESS started");
    }

    @Test
    void itsChildrenAreKilledWithIt() throws IOException {
        Path pids = folder.resolve("pids");
        String plugin =
                script("hung", "sleep 300 &", "echo $! >> " + pids, "sh -c 'echo $$ >> " + pids + "; sleep 300; :'");
        assertThat(lab.first(Probes.exec(300, plugin))).isEqualTo("FAILURE still running after 300 ms: killed");
        Lab.await(lab.engine.replace(Map.of()));
        List<String> children = Files.readAllLines(pids);
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> children.stream().noneMatch(ExecProbeTest::lives));
    }

    private static boolean lives(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    /** Four slots, eight hung plugins: four are failures, the others never ran and say nothing about their targets. */
    @Test
    void onlySoManyAtATime() {
        Map<CheckId, Check.Probe> many = new HashMap<>();
        IntStream.range(0, 8)
                .forEach(i -> many.put(new CheckId("s" + i, "primary", "plugin"), Probes.exec(3_000, "sleep", "300")));
        Lab.await(lab.engine.replace(Map.of()));
        lab.seen.clear();
        Lab.await(lab.engine.replace(many));
        List<String> first = IntStream.range(0, 8)
                .mapToObj(i -> Lab.text(lab.next().observation()))
                .sorted()
                .toList();
        Lab.await(lab.engine.replace(Map.of()));
        assertThat(first.subList(0, 4)).containsOnly("FAILURE still running after 3 s: killed");
        assertThat(first.subList(4, 8))
                .allSatisfy(text -> assertThat(text).startsWith("UNKNOWN ").contains(" 4 other commands"));
    }
}
