package kirikae.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where a daemon of a benchmark lives, and what configurations begin with. */
final class Homes {
    /** The token of every heartbeat. */
    static final String TOKEN = "benchmark-token-0123456789";

    private Homes() {}

    /** What the JVM of the daemon finds in its environment: credentials for a Route 53 of ours. */
    static Map<String, String> credentials() {
        return Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI");
    }

    /** A new folder, taken away when the benchmark ends. */
    static Path fresh() throws IOException {
        Path home = Files.createTempDirectory("kirikae-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(home)));
        return home;
    }

    /** Writes the configuration of one daemon. */
    static Path configuration(Path home, List<String> text) throws IOException {
        Path file = home.resolve("kirikae.conf");
        Files.writeString(file, "state-dir = \"" + home + "/state\"\ncontrol-socket = \"" + home + "/control.sock\"\n");
        Files.write(file, text, java.nio.file.StandardOpenOption.APPEND);
        return file;
    }

    /** A port that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void remove(Path home) {
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(Homes::delete);
        } catch (IOException e) {
            System.err.println("left behind: " + home + ": " + e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.err.println("left behind: " + file + ": " + e);
        }
    }
}
