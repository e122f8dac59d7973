package kirikae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** On what was measured. */
final class Machine {
    private Machine() {}

    /** Says it. */
    static void describe() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown processor");
        System.out.printf(
                "%d cores of %s, Java %s, %s %s, load before %s%n",
                Runtime.getRuntime().availableProcessors(),
                model,
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                load());
    }

    /** The load average of the last minute. */
    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
