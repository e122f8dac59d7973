package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes that must not hurt. */
final class LargeConfigurationTest {
    private static final int SERVICES = 10_000;
    private static final int FEW = 1_000;

    @TempDir
    Path folder;

    private static String services(int count, String tail) {
        return "services {\n"
                + IntStream.range(0, count)
                        .mapToObj(i -> """
                        s%d {
                          zone = "example.com", names = ["n%d.example.com"]
                          primary { A = ["10.0.%d.%d"], checks {
                            site { type = http, url = "http://n%d.example.com/health", interval = 5s }
                            agent { type = heartbeat, host = "h%d", token = ${TOKEN} }
                          } }
                          maintenance { CNAME = "m.example.net" }%s
                        }
                        """.formatted(i, i, i / 250, i % 250, i, i, tail))
                        .collect(Collectors.joining("", "", "}\n"));
    }

    @Test
    void tenThousandServicesLoadInSeconds() {
        Conf conf = new Conf(folder).text(services(SERVICES, "")).env("TOKEN", "0123456789abcdef");
        long start = cpuNanos();
        assertThat(conf.settings().services()).hasSize(SERVICES);
        // The goal is 2 s of CPU, cold; the bound leaves room for slower machines and still catches anything quadratic.
        assertThat(Duration.ofNanos(cpuNanos() - start)).isLessThan(Duration.ofSeconds(6));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void manyProblemsAreAllTold() {
        Conf conf = new Conf(folder).text(services(FEW, ", colur = 1")).env("TOKEN", "0123456789abcdef");
        assertThat(conf.problems()).hasSize(FEW);
    }

    @Test
    void aDefaultThatIsWrongIsToldOnce() {
        Conf conf = new Conf(folder)
                .text("defaults { rise = 0 }\n" + services(FEW, ""))
                .env("TOKEN", "0123456789abcdef");
        assertThat(conf.problems()).containsExactly("kirikae.conf:1: defaults.rise: must be between 1 and 1000000");
    }

    @Test
    void aChangeOfMoreThanAThousandValuesIsRefused() {
        String names =
                IntStream.range(0, 501).mapToObj(i -> "n" + i + ".example.com").collect(Collectors.joining("\", \""));
        assertThat(new Conf(folder)
                        .text(Conf.WEB.replace("www.example.com", names))
                        .problems())
                .containsExactly("kirikae.conf:2: services.web.names: a switch would change 1002 values at once;"
                        + " a provider takes at most 1000 in one change: split the service");
        String fewer = names.substring(0, names.lastIndexOf("\", \""));
        assertThat(new Conf(folder)
                        .text(Conf.WEB.replace("www.example.com", fewer))
                        .settings()
                        .services())
                .hasSize(1);
    }

    @Test
    void aChangeOfMoreThan32000CharactersIsRefused() {
        String names =
                IntStream.range(0, 20).mapToObj(i -> "n" + i + ".example.com").collect(Collectors.joining("\", \""));
        String text = Conf.WEB
                .replace("www.example.com", names)
                .replace("A = [\"203.0.113.80\"]", "TXT = \"" + "x".repeat(2000) + "\"");
        assertThat(new Conf(folder).text(text).problems())
                .containsExactly("kirikae.conf:2: services.web.names: a switch would change 40700 characters at once;"
                        + " a provider takes at most 32000 in one change: split the service");
    }

    @Test
    void aFileTooLargeIsRefused() throws Exception {
        Conf conf = new Conf(folder).text("");
        try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(conf.main.toFile(), "rw")) {
            file.setLength(33L << 20);
        }
        assertThat(conf.problems()).containsExactly("kirikae.conf: is larger than 32 MiB");
    }
}
