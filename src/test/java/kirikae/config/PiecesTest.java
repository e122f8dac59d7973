package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is parsed in pieces means what it means as a whole, to the line. */
final class PiecesTest {
    private static final int SERVICES = 2_000;

    @TempDir
    Path folder;

    private static String service(int index, String tail) {
        return """
                s%d { # a brace in a comment: {
                  zone = "example.com", names = ["n%d.example.com"]
                  primary { A = ["10.0.%d.%d"], checks.site { type = http, url = "http://n%d.example.com/health" // }
                    expect.body-contains = \"""a " quote, a } brace\""" } }
                  maintenance { CNAME = "m.example.net" }%s
                }
                """.formatted(index, index, index / 250, index % 250, index, tail);
    }

    private static String services(int count) {
        return "services {\n"
                + IntStream.range(0, count).mapToObj(i -> service(i, "")).collect(Collectors.joining()) + "}\n";
    }

    @Test
    void aSmallFileIsNotCut() {
        assertThat(Pieces.of(services(10))).isEmpty();
    }

    @Test
    void everyPieceHasItsLinesWhereTheFileHasThem() {
        String text = "listen.http = off\n" + services(SERVICES) + "dead-man.every = 2m\n";
        Pieces pieces = Pieces.of(text).orElseThrow();
        assertThat(pieces.parts()).hasSizeGreaterThan(2);
        assertThat(pieces.frame().lines()).hasSameSizeAs(text.lines().toList());
        assertThat(pieces.frame()).contains("listen.http").contains("dead-man").doesNotContain("s7 {");
        String last = pieces.parts().get(pieces.parts().size() - 1);
        int line = text.lines().toList().indexOf("s1999 { # a brace in a comment: {");
        assertThat(last.lines().toList().get(line)).isEqualTo("s1999 { # a brace in a comment: {");
    }

    @Test
    void allServicesAreThere() {
        Conf conf = new Conf(folder).text(services(SERVICES));
        assertThat(conf.settings().services()).hasSize(SERVICES);
    }

    @Test
    void mistakesAreToldWithTheirLine() {
        String text = "services {\n"
                + IntStream.range(0, SERVICES)
                        .mapToObj(i -> service(i, i == 1_990 ? "\n  colur = 1" : ""))
                        .collect(Collectors.joining())
                + "}\n";
        int line = text.lines().toList().indexOf("  colur = 1") + 1;
        assertThat(new Conf(folder).text(text).problems())
                .singleElement()
                .asString()
                .startsWith("kirikae.conf:" + line + ": services.s1990.colur");
    }

    @Test
    void aTextThatCannotBeParsedIsToldWithItsLine() {
        String text = services(SERVICES).replace("names = [\"n1990.example.com\"]", "names = [\"n1990.example.com\"");
        assertThat(new Conf(folder).text(text).problems())
                .singleElement()
                .asString()
                .matches("kirikae.conf:\\d{4,}: .*");
    }

    @Test
    void laterOnesStillWin() {
        String again = services(SERVICES) + "services.s3.maintenance.CNAME = \"other.example.net\"\n";
        assertThat(new Conf(folder).text(again).settings().services())
                .filteredOn(service -> service.name().equals("s3"))
                .singleElement()
                .asString()
                .contains("other.example.net");
        String twice = services(SERVICES)
                .replace("s1999 {", "s4 {")
                .replace("n1999.", "n4.")
                .replace("10.0.7.249", "10.9.9.9");
        Conf conf = new Conf(folder).text(twice);
        assertThat(conf.settings().services()).hasSize(SERVICES - 1);
        assertThat(conf.settings().services().toString()).contains("10.9.9.9").doesNotContain("10.0.0.4]");
    }

    @Test
    void severalBlocksAreOne() {
        String text =
                services(SERVICES) + "services { more " + service(5_000, "").replaceFirst("s5000", "") + "}\n";
        assertThat(new Conf(folder).text(text).settings().services()).hasSize(SERVICES + 1);
    }

    @Test
    void whatCannotBeCutIsParsedAsAWhole() {
        String text = services(SERVICES).replaceFirst("services \\{", "services { } , services {");
        assertThat(new Conf(folder).text(text).settings().services()).hasSize(SERVICES);
        assertThat(Pieces.of("services {\n" + "x".repeat(300_000))).isEmpty();
        assertThat(Pieces.of("}".repeat(300_000))).isEmpty();
        assertThat(Pieces.of("services { a = \"" + "{".repeat(300_000))).isEmpty();
        assertThat(Pieces.of("services { a = \"\"\"" + "{".repeat(300_000))).isEmpty();
        assertThat(Pieces.of("#" + "{".repeat(300_000))).isEmpty();
    }
}
