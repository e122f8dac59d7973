package kirikae.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only the source text shows. */
class SourcesTest {
    private static final int LONGEST_FILE = 400;
    /** Files that are longer today, each with what it may not exceed; an entry that is not needed any more fails too. */
    private static final Map<String, Integer> WAIT_FOR_A_SPLIT = Map.of();

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^\\s*public\\s+(static\\s+|final\\s+|sealed\\s+|non-sealed\\s+|abstract\\s+)*(class|record|enum|interface)\\s+(\\w+).*");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            assertThat(sources).as("run from the folder of pom.xml").hasSizeGreaterThan(20);
            return sources;
        }
    }

    @Test
    void noFileNeedsAMap() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > WAIT_FOR_A_SPLIT.getOrDefault(file.getFileName().toString(), LONGEST_FILE)) {
                tooLong.add(file + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noExceptionOutlivesItsReason() throws IOException {
        List<String> needed = new ArrayList<>();
        for (Path file : sources()) {
            if (Files.readAllLines(file).size() > LONGEST_FILE) {
                needed.add(file.getFileName().toString());
            }
        }
        assertThat(needed).containsExactlyInAnyOrderElementsOf(WAIT_FOR_A_SPLIT.keySet());
    }

    @Test
    void everyPublicTypeHasADocComment() throws IOException {
        List<String> bare = new ArrayList<>();
        for (Path file : sources()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (PUBLIC_TYPE.matcher(lines.get(i)).matches() && !isDocumented(lines, i)) {
                    bare.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        List<String> left = new ArrayList<>();
        for (Path file : sources()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).matches(".*\\b(TODO|FIXME|XXX)\\b.*")) {
                    left.add(file + ":" + (i + 1));
                }
            }
        }
        assertThat(left).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        List<Path> silent = new ArrayList<>();
        for (Path file : sources()) {
            Path info = file.resolveSibling("package-info.java");
            if (Files.notExists(info) || !Files.readString(info).startsWith("/**")) {
                silent.add(file);
            }
        }
        assertThat(silent).isEmpty();
    }

    /** True when the nearest thing above the type, its annotations aside, is a doc comment. */
    private static boolean isDocumented(List<String> lines, int type) {
        int end = type - 1;
        while (end >= 0 && !lines.get(end).strip().endsWith("*/")) {
            end--;
        }
        int start = end;
        while (start > 0 && !lines.get(start).strip().startsWith("/*")) {
            start--;
        }
        return end >= 0
                && lines.get(start).strip().startsWith("/**")
                && isAnnotationsOnly(String.join("\n", lines.subList(end + 1, type)));
    }

    private static boolean isAnnotationsOnly(String text) {
        String stripped = text.strip();
        boolean endsAsAnnotation = stripped.endsWith(")") || stripped.matches("(?s).*@\\w+");
        return stripped.isEmpty() || (stripped.startsWith("@") && endsAsAnnotation);
    }
}
