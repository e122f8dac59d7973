package kirikae.web;

import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What some tests need of the machine. With {@code -Dkirikae.programs=required} a missing program fails instead of skipping. */
final class Programs {
    private Programs() {}

    static void need(String program, String debianPackage) {
        boolean there = Path.of("/usr/bin", program).toFile().canExecute();
        String missing = program + " is missing: apt-get install " + debianPackage;
        if (!there && "required".equals(System.getProperty("kirikae.programs"))) {
            Assertions.fail(missing);
        }
        Assumptions.assumeTrue(there, missing);
    }
}
