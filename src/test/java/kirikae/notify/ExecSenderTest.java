package kirikae.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are told: good ones, slow ones, talkers, and those that leave children behind. */
class ExecSenderTest {
    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Outcome run(String script, Duration timeout) throws Exception {
        Path program = folder.resolve("program");
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new ExecSender(List.of(program.toString(), "an argument"), timeout, threads)
                .send(Sample.alert(Sample.HOSTILE))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void itGetsTheEventAsJsonAndNoneOfOurEnvironment() throws Exception {
        Path seen = folder.resolve("seen");
        assertThat(run(
                        "cat > " + seen + "; env > " + seen + ".env; echo \"$1\" > " + seen + ".arg",
                        Duration.ofSeconds(30)))
                .isEqualTo(new Outcome.Delivered());
        String line = Files.readString(seen);
        assertThat(line).endsWith("\n").hasLineCount(1);
        JsonObject json = new JsonObject(line);
        assertThat(json.getString("event")).isEqualTo("alert");
        assertThat(json.getString("service")).isEqualTo("web");
        assertThat(json.getString("transition")).isEqualTo("Triggered");
        assertThat(json.getString("text")).startsWith("Server web01 is down: dead");
        assertThat(json.getJsonObject("fields").getString("reason")).isEqualTo(Sample.HOSTILE);
        assertThat(Files.readString(Path.of(seen + ".env"))).doesNotContain("HOME=", "USER=");
        assertThat(Files.readString(Path.of(seen + ".arg"))).isEqualTo("an argument\n");
    }

    @Test
    void itsExitCodeIsTheOutcome() throws Exception {
        assertThat(run("exit 0", Duration.ofSeconds(30))).isEqualTo(new Outcome.Delivered());
        assertThat(run("echo broken; exit 3", Duration.ofSeconds(30))).isEqualTo(new Outcome.Refused("exit 3: broken"));
        assertThat(run("exit 75", Duration.ofSeconds(30))).isEqualTo(Outcome.failed("exit 75"));
        assertThat(new ExecSender(List.of("/no/such/program"), Duration.ofSeconds(5), threads)
                        .send(Sample.alert("x"))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void f37AtTheDeadlineItIsKilledWithItsChildren() throws Exception {
        Path pids = folder.resolve("pids");
        Outcome outcome = run("sleep 600 & echo $! > " + pids + "; sleep 600", Duration.ofMillis(700));
        assertThat(outcome).isEqualTo(Outcome.failed("not done within 700 ms: killed"));
        long child = Long.parseLong(Files.readString(pids).strip());
        Awaitility.await("the child is gone")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void f37ATalkerAndOneThatDoesNotReadEndToo() throws Exception {
        assertThat(run("yes talk | head -c 3000000; exit 4", Duration.ofSeconds(30)))
                .isEqualTo(new Outcome.Refused("exit 4: talk"));
        assertThat(run("exec 0<&-; exit 0", Duration.ofSeconds(30))).isEqualTo(new Outcome.Delivered());
    }
}
