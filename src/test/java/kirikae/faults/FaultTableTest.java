package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/FAULTS.md names exactly the tests that there are, each in the row of its fault. */
class FaultTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| F(\\d+) \\|(.*)$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(f(\\d+)\\w+)`");
    private static final Pattern TEST = Pattern.compile("void (f\\d+\\w+)\\(");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs/FAULTS.md")))
                .results()
                .toList();
    }

    @Test
    void everyFaultHasARowAndATestOrSaysNotYet() throws IOException {
        assertThat(rows())
                .extracting(row -> Integer.parseInt(row.group(1)))
                .isEqualTo(IntStream.rangeClosed(1, 41).boxed().toList());
        assertThat(rows())
                .allMatch(row ->
                        NAMED.matcher(row.group(2)).find() || row.group(2).contains("ot yet"));
    }

    @Test
    void theTableAndTheTestsAreTheSame() throws IOException {
        Set<String> named = new TreeSet<>();
        for (MatchResult row : rows()) {
            NAMED.matcher(row.group(2)).results().forEach(test -> {
                assertThat(test.group(3)).as(test.group(2) + " is in its row").isEqualTo(row.group(1));
                named.add(test.group(1) + "." + test.group(2));
            });
        }
        assertThat(named).isEqualTo(tests());
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(FaultTableTest::testsOf)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Stream<String> testsOf(Path file) {
        try {
            String type = file.getFileName().toString().replace(".java", "");
            return TEST
                    .matcher(Files.readString(file))
                    .results()
                    .map(test -> type + "." + test.group(1))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
