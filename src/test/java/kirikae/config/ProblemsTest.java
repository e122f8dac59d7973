package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One bad file per rule, with its exact message. The cases are in problems.txt. */
final class ProblemsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("cases")
    void tells(Case bad) {
        assertThat(new Conf(folder).text(bad.text()).problems()).isEqualTo(bad.problems());
    }

    @Test
    void aProblemWithoutAPlace() {
        assertThat(new Problem("k.conf", 0, "", "broken", "").toString()).isEqualTo("k.conf: broken");
        assertThat(new Problem("k.conf", 3, "a.b", "unknown key", "did you mean 'c'?").toString())
                .isEqualTo("k.conf:3: a.b: unknown key; did you mean 'c'?");
    }

    static Stream<Case> cases() throws IOException {
        return Case.read("problems.txt").stream();
    }
}
