package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.journal.Standing;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reload does to the providers: above all, that it moves no name. */
final class ProvidersTest {
    private static final String WWW =
            "w { names = [\"www.example.com\"], primary { A = \"192.0.2.1\" }, maintenance { A = \"192.0.2.9\" } }\n";
    private static final String API =
            "api { names = [\"api.example.com\"], primary { A = \"192.0.2.2\" }, maintenance { A = \"192.0.2.9\" } }\n";

    @TempDir
    private Path folder;

    private final DecisionLoop loop =
            new DecisionLoop(new UptimeClock(System::nanoTime, System::currentTimeMillis), failure -> {});
    private final Providers providers =
            new Providers(Daemon.Mode.LIVE, loop, service -> Optional.empty(), failure -> {}, new kirikae.web.Tally());

    @AfterEach
    void close() {
        providers.close(1_000);
        loop.stop();
    }

    @Test
    void anotherAddressOfTheBuiltinServerMovesNoName() throws Exception {
        Settings before = settings("127.0.0.1:0", WWW);
        providers.open(before, atMaintenance());
        providers.replace(before, settings("127.0.0.2:0", WWW));
        assertThat(values(before.services().get(0))).singleElement().asString().contains("192.0.2.9");
    }

    @Test
    void aNewServiceOfTheBuiltinServerIsServedAndTheOthersStay() throws Exception {
        Settings before = settings("127.0.0.1:0", WWW);
        Settings next = settings("127.0.0.1:0", API + WWW);
        providers.open(before, atMaintenance());
        providers.replace(before, next);
        assertThat(next.services()).extracting(Service::name).containsExactly("api", "w");
        assertThat(values(next.services().get(0))).singleElement().asString().contains("192.0.2.2");
        assertThat(values(next.services().get(1))).singleElement().asString().contains("192.0.2.9");
    }

    @Test
    void aReloadThatCannotOpenAProviderLeavesNothingOpen() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Settings before = settings("127.0.0.1:0", WWW);
        providers.open(before, atMaintenance());
        String more = "providers.a { type = builtin, listen = \"127.0.0.1:" + free + "\" }\n";
        String api = API.replace("names", "provider = a, names");
        String b = "providers.b { type = builtin, listen = \"203.0.113.99:53\" }\n";
        String bad = API.replace("api", "bad").replace("names", "provider = b, names");
        Settings broken = settings("127.0.0.1:0", WWW + api + bad + "}\n" + more + b + "services {");
        assertThatThrownBy(() -> providers.replace(before, broken)).hasMessageContaining("203.0.113.99");
        Settings good = settings("127.0.0.1:0", WWW + api + "}\n" + more + "services {");
        providers.replace(before, good);
        assertThat(values(before.services().get(0))).singleElement().asString().contains("192.0.2.9");
    }

    @Test
    void aProviderThatIsGoneIsNotFound() throws Exception {
        Settings before = settings("127.0.0.1:0", WWW);
        providers.open(before, atMaintenance());
        providers.replace(
                before,
                settings(
                        "127.0.0.1:0",
                        WWW + "}\nproviders.other { type = builtin, listen = \"127.0.0.1:0\" }\n"
                                + "default-provider = other\nservices {"));
        assertThat(providers.find(before.services().get(0))).isEmpty();
    }

    private static Standing atMaintenance() {
        return Standing.of(List.of(new Event(
                Instant.EPOCH,
                EventName.SWITCH_ACCEPTED,
                Map.of("service", "w", "from", "primary", "to", "maintenance"))));
    }

    private List<String> values(Service service) throws Exception {
        CompletableFuture<List<RecordSet>> live = new CompletableFuture<>();
        loop.execute(() -> providers
                .zone(service)
                .read(
                        Set.copyOf(service.names()),
                        live::complete,
                        error -> live.completeExceptionally(new AssertionError(error.toString()))));
        return live.get(10, TimeUnit.SECONDS).stream().map(RecordSet::toString).toList();
    }

    private Settings settings(String listen, String services) throws Exception {
        Path file = Files.createTempFile(folder, "kirikae", ".conf");
        Files.writeString(
                file,
                "default-provider = local\ndefaults.zone = example.com\nproviders.local { type = builtin, listen = \""
                        + listen + "\" }\nservices {\n" + services + "}\n");
        Loaded loaded = ConfigLoader.load(file);
        assertThat(loaded).as(loaded.toString()).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).settings();
    }
}
