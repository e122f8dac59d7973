package kirikae.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.journal.EventLevel;
import kirikae.model.EventName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The runbook has a chapter for every event, at its true level, and its examples can be used as they stand. */
class OperatingTest {
    private static final Path BOOK = Path.of("docs/OPERATING.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (.*) \\((INFO|WARN|ERROR)\\)$");

    private static List<String> blocks(String kind) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher found =
                Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(BOOK));
        while (found.find()) {
            blocks.add(found.group(1));
        }
        return blocks;
    }

    @ParameterizedTest
    @EnumSource(EventName.class)
    void everyEventHasItsChapterWithItsLevel(EventName event) throws IOException {
        Matcher heading = HEADING.matcher(Files.readString(BOOK));
        Stream<String> levels = heading.results()
                .filter(chapter -> chapter.group(1).contains("`" + event.text() + "`"))
                .map(chapter -> chapter.group(2));
        assertThat(levels)
                .as("docs/OPERATING.md: ### `%s` (%s)", event.text(), EventLevel.of(event))
                .containsExactly(EventLevel.of(event).name());
    }

    @Test
    void itsConfigurationIsAccepted(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("tls"));
        Files.writeString(folder.resolve("tls/fullchain.pem"), "-----BEGIN CERTIFICATE-----");
        Files.writeString(folder.resolve("tls/privkey.pem"), "-----BEGIN PRIVATE KEY-----");
        assertThat(blocks("hocon")).isNotEmpty();
        for (String block : blocks("hocon")) {
            Path config = folder.resolve("kirikae.conf");
            Files.writeString(config, block.replace("${HEARTBEAT_TOKEN}", "\"0123456789abcdef\""));
            Loaded loaded = ConfigLoader.load(config);
            assertThat(loaded).as("%s", loaded).isInstanceOf(Loaded.Valid.class);
        }
    }

    @Test
    void itsDocumentsForAwsAreJson() throws IOException {
        assertThat(blocks("json"))
                .hasSizeGreaterThan(2)
                .allSatisfy(block -> assertThat(new JsonObject(block)).isNotEmpty());
        assertThat(new JsonObject(blocks("json").get(1)).getBoolean("Inverted")).isTrue();
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (Path document :
                List.of(BOOK, Path.of("docs/WATCHING.md"), Path.of("docs/CONFIGURATION.md"), Path.of("README.md"))) {
            Matcher link = Pattern.compile("\\]\\(([^)#:]*)(#[^)]*)?\\)").matcher(Files.readString(document));
            while (link.find()) {
                Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
                assertThat(target).as("%s: %s", document, link.group()).exists();
                if (link.group(2) != null) {
                    assertThat(anchors(target))
                            .as("%s: %s", document, link.group())
                            .contains(link.group(2).substring(1));
                }
            }
        }
    }

    private static List<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
                .map(line -> line.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
    }
}
