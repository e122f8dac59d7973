package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the file holds, loading ends with a problem and not with an exception. */
final class GarbageTest {
    private static final List<String> WORDS = List.of(
            "services",
            "web",
            "{",
            "}",
            "[",
            "]",
            "=",
            ":",
            ",",
            "\n",
            "\"",
            "\"\"\"",
            "${web}",
            "${?x}",
            "${",
            "+=",
            "#",
            "\\",
            "null",
            "true",
            "1",
            "-1",
            "1e999999999",
            "0x",
            "zone",
            "names",
            "primary",
            "A",
            "CNAME",
            "alias",
            "checks",
            "type",
            "http",
            "\"www.example.com\"",
            "url",
            "10s",
            "include",
            "\"a.conf\"",
            ".",
            "..",
            "\u0000",
            "\ud83d\ude00",
            "\u202e",
            "token",
            "@",
            "standbys");

    @TempDir
    Path folder;

    @Test
    void randomBytes() throws Exception {
        Conf conf = new Conf(folder).text("");
        Random random = new Random(20261122);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            Files.write(conf.main, bytes);
            assertThat(conf.problems()).isNotEmpty();
        }
    }

    @Test
    void randomWords() {
        Random random = new Random(20261123);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextBoolean() ? " " : "");
            }
            assertThat(new Conf(folder).text(text.toString()).problems())
                    .as(text.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void aGoodFileWithAPieceCutOutOrPutIn() {
        String good = Conf.WEB
                + Conf.WEB
                        .replace("{ web {", "{ w2 {")
                        .replace("www", "w2")
                        .replace("A = [\"203.0.113.80\"]", "alias { zone = Z1, name = \"x.example.net\" }");
        Random random = new Random(20261124);
        for (int i = 0; i < 500; i++) {
            int from = random.nextInt(good.length());
            int to = Math.min(good.length(), from + random.nextInt(12));
            String put = random.nextBoolean() ? WORDS.get(random.nextInt(WORDS.size())) : "";
            assertThat(new Conf(folder)
                            .text(good.substring(0, from) + put + good.substring(to))
                            .load())
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a", "[", "a.", "{\"a\":", "${a", "(", "a{b=[{"})
    void deepNesting(String step) {
        String deep = "x = 1\nservices { web { primary { A = " + step.repeat(20_000) + " } } }";
        assertThat(new Conf(folder).text(deep).problems()).isNotEmpty();
        assertThat(new Conf(folder).text("services " + step.repeat(20_000)).problems())
                .isNotEmpty();
    }

    @Test
    void deepNestingIsNamed() {
        String deep = "x = " + "[".repeat(20_000) + "]".repeat(20_000) + "\n";
        assertThat(new Conf(folder).text(deep + Conf.WEB).problems())
                .containsExactly("kirikae.conf: braces, brackets or keys are nested too deeply");
    }

    @Test
    void hugeTexts() {
        String huge = "x".repeat(500_000);
        for (String key : List.of("zone", "names", "ttl", "provider", "alert-when", huge)) {
            Conf conf = new Conf(folder).text(Conf.WEB + "services.web." + key + " = " + huge);
            assertThat(conf.load().toString().length()).isLessThan(5_000_000);
        }
        assertThat(new Conf(folder).text(huge + " = 1").problems()).allMatch(problem -> problem.length() < 2_000);
    }

    @Test
    void controlCharactersAreMadeVisible() {
        assertThat(new Conf(folder)
                        .text(Conf.WEB.replace("\"203.0.113.80\"", "\"x\\n\\u001b[31m\\u202ey\""))
                        .problems())
                .containsExactly(
                        "kirikae.conf:4: services.web.maintenance.A[0]: 'x\\u000a\\u001b[31m\\u202ey' is not an IPv4 address");
    }

    @Test
    void bytesThatAreNoUtf8() throws Exception {
        Conf conf = new Conf(folder).text("");
        Files.write(conf.main, ("state-dir = \"\u00ff\"\n" + Conf.WEB).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(conf.load()).isNotNull();
    }
}
