package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import kirikae.faults.ServiceManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datagrams to a real UNIX socket. */
class ManagerSocketTest {
    @TempDir
    Path folder;

    @Test
    void messagesArriveWholeAndInOrderAtAPath() {
        arrive(folder.resolve("notify").toString());
    }

    @Test
    void messagesArriveAtAnAbstractName() {
        arrive("@kirikae-test-" + System.nanoTime());
    }

    private static void arrive(String name) {
        try (ServiceManager manager = new ServiceManager(name)) {
            ManagerSocket socket =
                    ManagerSocket.of(Map.of("NOTIFY_SOCKET", name)).orElseThrow();
            socket.send("READY=1\nSTATUS=1 service");
            socket.send("WATCHDOG=1");
            socket.send("STOPPING=1");
            socket.close(1_000);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> manager.messages().size() == 3);
            assertThat(manager.messages()).containsExactly("READY=1\nSTATUS=1 service", "WATCHDOG=1", "STOPPING=1");
        }
    }

    @Test
    void aManagerThatIsStartedAnewIsTalkedToAgain() throws Exception {
        Path path = folder.resolve("notify");
        ManagerSocket socket =
                ManagerSocket.of(Map.of("NOTIFY_SOCKET", path.toString())).orElseThrow();
        socket.send("nobody is there");
        try (ServiceManager first = new ServiceManager(path.toString())) {
            socket.send("READY=1");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> first.messages().equals(java.util.List.of("READY=1")));
        }
        Files.deleteIfExists(path);
        try (ServiceManager second = new ServiceManager(path.toString())) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                socket.send("STATUS=here");
                return !second.messages().isEmpty();
            });
        }
        socket.close(1_000);
    }

    @Test
    void withoutASocketThereIsNobodyToTell() {
        assertThat(ManagerSocket.of(Map.of())).isEmpty();
        assertThat(ManagerSocket.of(Map.of("NOTIFY_SOCKET", ""))).isEmpty();
        assertThat(ManagerSocket.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234"))).isEmpty();
    }
}
