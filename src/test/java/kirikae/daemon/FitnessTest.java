package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.model.Service;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /readyz} misses: a provider that cannot be read with the credentials of the moment, a journal that cannot be written. */
class FitnessTest {
    @TempDir
    private Path folder;

    private final DecisionLoop loop =
            new DecisionLoop(new UptimeClock(System::nanoTime, System::currentTimeMillis), failure -> {});
    private final JournalTrouble journal = new JournalTrouble(loop);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private Fitness fitness;

    private record Asked(Service service, Runnable done, Consumer<String> failed) {}

    @BeforeEach
    void build() throws Exception {
        Path config = folder.resolve("kirikae.conf");
        Files.writeString(config, """
                providers { aws { type = route53 }, other { type = route53, profile = other } }
                services {
                  a { zone = Z1, names = ["a.example.com"], primary { A = "192.0.2.1" }, maintenance { A = "192.0.2.9" } }
                  b { zone = Z1, names = ["b.example.com"], primary { A = "192.0.2.2" }, maintenance { A = "192.0.2.9" } }
                  c { provider = other, zone = Z2, names = ["c.example.org"], primary { A = "192.0.2.3" }, maintenance { A = "192.0.2.9" } }
                }
                """);
        List<Service> services =
                ((Loaded.Valid) ConfigLoader.load(config)).settings().services();
        fitness = new Fitness(
                loop, journal, () -> services, (service, done, failed) -> asked.add(new Asked(service, done, failed)));
        loop.start(look -> {});
    }

    @AfterEach
    void close() {
        loop.stop();
    }

    private void onLoop(Runnable task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            task.run();
            done.complete(null);
        });
        done.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aDaemonThatHasNotReadEveryProviderIsNotReady() throws Exception {
        assertThat(fitness.missing()).containsExactly("the services are not there yet: the daemon is starting");
        onLoop(fitness::begin);
        assertThat(asked).extracting(one -> one.service().name()).containsExactly("a", "c"); // one of each provider
        assertThat(fitness.missing())
                .containsExactly("provider aws: zone Z1 not answered yet", "provider other: zone Z2 not answered yet");
        onLoop(asked.get(0).done());
        onLoop(() -> asked.get(1).failed().accept("AccessDenied: not authorized"));
        assertThat(fitness.missing())
                .containsExactly("provider other: zone Z2 cannot be read: AccessDenied: not authorized");
    }

    @Test
    void theNextTryWithNewCredentialsMakesItReadyAndALateAnswerOfTheOldOneDoesNot() throws Exception {
        onLoop(fitness::begin);
        onLoop(asked.get(0).done());
        onLoop(() -> asked.get(1).failed().accept("ExpiredToken"));
        onLoop(fitness::begin); // as after a minute
        assertThat(fitness.missing()).as("until it answers, what was").hasSize(1);
        onLoop(asked.get(3).done());
        assertThat(fitness.missing()).isEmpty();
        onLoop(() -> asked.get(1).failed().accept("too late"));
        assertThat(fitness.missing()).isEmpty();
    }

    @Test
    void aJournalThatCannotBeWrittenIsSaidUntilItIsOver() throws Exception {
        onLoop(fitness::begin);
        onLoop(asked.get(0).done());
        onLoop(asked.get(1).done());
        CopyOnWriteArrayList<String> told = new CopyOnWriteArrayList<>();
        journal.tellThrough(Chronicle.unwritten(event -> told.add(event.name().text())));
        journal.trouble("No space left on device");
        assertThat(fitness.missing()).containsExactly("journal: No space left on device");
        journal.over("written again");
        assertThat(fitness.missing()).isEmpty();
        await().atMost(Duration.ofSeconds(10)).until(() -> told.equals(List.of("journal-error", "journal-error")));
    }

    @Test
    void progressIsTheLoopsOwn() throws Exception {
        onLoop(() -> {});
        assertThat(fitness.sinceProgress()).isLessThan(Duration.ofSeconds(30));
    }
}
