package kirikae.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What some stories need from the machine. With {@code -Dkirikae.programs=required} a missing program fails instead of skipping. */
public final class Programs {
    private Programs() {}

    /** Skips the story, or fails it, unless the file is there. */
    public static void need(Path file, String debianPackage) {
        boolean there = file.toFile().exists();
        if (!there && "required".equals(System.getProperty("kirikae.programs"))) {
            Assertions.fail(file + " is missing: apt-get install " + debianPackage);
        }
        Assumptions.assumeTrue(there, file + " is missing: apt-get install " + debianPackage);
    }

    /** Skips the story unless the command succeeds: a right that not every machine gives. */
    public static void needRight(String... command) {
        Assumptions.assumeTrue(run(command) == 0, () -> "not permitted here: " + String.join(" ", command));
    }

    /** Runs a command; gives its exit code. */
    public static int run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
