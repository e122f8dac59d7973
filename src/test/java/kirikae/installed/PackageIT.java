package kirikae.installed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kirikae.faults.Programs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package, the tarball and the .rpm as files; the units as systemd-analyze sees them. Nothing is started. */
class PackageIT {
    private static Path deb = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void find() throws IOException {
        Path expected = Path.of("target/kirikae_VERSION_all.deb");
        Programs.need(Machine.debPackage().orElse(expected), "nothing: build with mvn -Pdeb");
        deb = Machine.debPackage().orElseThrow();
    }

    private static Sandbox.Result run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Sandbox.Result(process.waitFor(), out);
    }

    private static String out(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command).ok();
    }

    private static String version() throws IOException, InterruptedException {
        Programs.need(Path.of("/usr/bin/dpkg-deb"), "dpkg");
        return out("dpkg-deb", "-f", deb.toString(), "Version").strip();
    }

    @Test
    void itNeedsJavaAndNothingElse() throws Exception {
        Programs.need(Path.of("/usr/bin/dpkg-deb"), "dpkg");
        assertThat(out("dpkg-deb", "-f", deb.toString(), "Depends").strip())
                .isEqualTo("default-jre-headless (>= 2:1.17) | java17-runtime-headless");
        assertThat(out("dpkg-deb", "-f", deb.toString(), "Architecture").strip())
                .isEqualTo("all");
    }

    @Test
    void everythingIsInIt() throws Exception {
        Programs.need(Path.of("/usr/bin/dpkg-deb"), "dpkg");
        assertThat(out("dpkg-deb", "-c", deb.toString()))
                .contains(
                        "./usr/bin/kirikae -> ../share/kirikae/kirikae",
                        "./usr/share/kirikae/kirikae.jar",
                        "./usr/share/kirikae/kirikae-archive",
                        "./etc/kirikae/kirikae.conf",
                        "./usr/lib/systemd/system/kirikae.service",
                        "./usr/lib/systemd/system/kirikae-heartbeat.timer",
                        "./usr/share/man/man1/kirikae.1.gz",
                        "./usr/share/man/man5/kirikae.conf.5.gz",
                        "./usr/share/bash-completion/completions/kirikae",
                        "./usr/share/doc/kirikae/kirikae.cdx.json",
                        "./usr/share/doc/kirikae/copyright",
                        "./usr/share/doc/kirikae/changelog.gz");
        assertThat(out("dpkg-deb", "-I", deb.toString(), "conffiles").lines())
                .containsExactly("/etc/default/kirikae", "/etc/kirikae/kirikae.conf");
    }

    @Test
    void lintianFindsNoError() throws Exception {
        Programs.need(Path.of("/usr/bin/lintian"), "lintian");
        Sandbox.Result result = run(Map.of(), "lintian", "--fail-on", "error,warning", deb.toString());
        assertThat(result.code()).as(result.out()).isZero();
    }

    /** Every time in the package is the release's, and a second staging under other circumstances gives the same bytes. */
    @Test
    void itIsTheSameEachTime() throws Exception {
        byte[] first = Files.readAllBytes(Path.of("target/stage.tar"));
        byte[] tarball = Files.readAllBytes(Path.of("target/kirikae-" + version() + ".tar.gz"));
        String timestamp = timestamp();
        Map<String, String> elsewhere = new TreeMap<>(Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C.UTF-8", "HOME", "/"));
        run(elsewhere, "sh", "-c", "umask 077; exec packaging/stage \"$1\" \"$2\"", "sh", version(), timestamp)
                .ok();
        assertThat(Files.readAllBytes(Path.of("target/stage.tar"))).isEqualTo(first);
        assertThat(Files.readAllBytes(Path.of("target/kirikae-" + version() + ".tar.gz")))
                .isEqualTo(tarball);
        Programs.need(Path.of("/usr/bin/ar"), "binutils");
        assertThat(run(Map.of("TZ", "UTC", "LC_ALL", "C"), "ar", "tv", deb.toString())
                        .ok()
                        .lines())
                .hasSize(3)
                .allMatch(line -> line.contains(year(timestamp)));
    }

    private static String timestamp() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        return pom.replaceFirst("(?s).*<project.build.outputTimestamp>(.*?)</.*", "$1");
    }

    private static String year(String timestamp) {
        return " " + timestamp.substring(0, 4) + " ";
    }

    @Test
    void theBillOfMaterialsNamesTheLibrariesOfTheJar() throws Exception {
        JsonObject bill = new JsonObject(Files.readString(Path.of("target/bom.json")));
        assertThat(bill.getString("bomFormat")).isEqualTo("CycloneDX");
        List<String> names = new ArrayList<>();
        bill.getJsonArray("components").forEach(component -> names.add(((JsonObject) component).getString("name")));
        assertThat(names).contains("vertx-core", "netty-common", "route53", "logback-classic", "dnsjava");
        assertThat(names).doesNotContain("assertj-core", "junit-jupiter");
    }

    @Test
    void theServiceIsExposedAtMost13() throws Exception {
        Programs.need(Path.of("/usr/bin/systemd-analyze"), "systemd");
        for (String unit : List.of("kirikae.service", "kirikae-heartbeat.service")) {
            Sandbox.Result result = run(
                    Map.of(),
                    "systemd-analyze",
                    "security",
                    "--no-pager",
                    "--offline=yes",
                    "--threshold=13",
                    "systemd/" + unit);
            assertThat(result.code()).as(result.out()).isZero();
        }
    }

    /** Every line of the hardening stands under a reason, alone or in a group of its kind. */
    @Test
    void everyHardeningLineHasAReason() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("systemd/kirikae.service"));
        int start = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("# --- hardening"))
                .findFirst()
                .orElseThrow());
        int since = 0;
        for (String line : lines.subList(start, lines.indexOf("[Install]"))) {
            since = line.startsWith("#") ? 0 : since + 1;
            assertThat(since).as(line + " is far from its reason").isLessThanOrEqualTo(6);
        }
    }

    @Test
    void theInstalledConfigurationIsGood() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Sandbox.Result result = run(
                Map.of(),
                java.toString(),
                "-jar",
                "target/kirikae.jar",
                "check",
                "--config",
                "packaging/etc/kirikae.conf");
        assertThat(result.code()).as(result.out()).isZero();
        assertThat(result.out()).contains("example");
        assertThat(result.out().lines().filter(line -> line.startsWith("warning")))
                .as("the one thing that a user must add")
                .singleElement()
                .asString()
                .contains("isolation.anchors");
    }

    @Test
    void theReadmeShowsTheCommand() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md")))
                .anyMatch(line -> line.matches(" {4}mvn .*-Pdeb package.*"));
    }

    @Test
    void theTarballInstallsAndRemovesItself() throws Exception {
        out("tar", "-C", folder.toString(), "-xzf", "target/kirikae-" + version() + ".tar.gz");
        Path root = folder.resolve("root");
        String install = folder.resolve("kirikae-" + version() + "/install.sh").toString();
        assertThat(out(install, "--root", root.toString())).contains("systemctl enable --now kirikae");
        assertThat(out(root.resolve("usr/bin/kirikae").toString(), "--version")).contains("kirikae");
        Files.writeString(root.resolve("etc/kirikae/kirikae.conf"), "# mine\n");
        out(install, "--root", root.toString());
        assertThat(root.resolve("etc/kirikae/kirikae.conf")).hasContent("# mine\n");
        out(install, "--root", root.toString(), "--remove");
        assertThat(root.resolve("usr/bin/kirikae")).doesNotExist();
        assertThat(root.resolve("usr/share/kirikae")).doesNotExist();
        assertThat(root.resolve("etc/kirikae/kirikae.conf")).exists();
    }

    @Test
    void theRpmIsMadeOfTheSameFiles() throws Exception {
        Programs.need(Path.of("/usr/bin/rpmbuild"), "rpm");
        Programs.needRight("unshare", "--mount", "true");
        out("packaging/rpm");
        Path rpm = Path.of("target/kirikae-" + version() + "-1.noarch.rpm").toAbsolutePath();
        Path root = folder.resolve("rpm");
        String[] rpmRoot = {"rpm", "--root", root.toString(), "--dbpath", "/db"};
        out(with(rpmRoot, "--nodeps", "--noscripts", "-i", rpm.toString()));
        assertThat(Files.mismatch(root.resolve("usr/share/kirikae/kirikae.jar"), Path.of("target/kirikae.jar")))
                .isEqualTo(-1);
        assertThat(out(root.resolve("usr/bin/kirikae").toString(), "--version")).contains("kirikae");
        assertThat(out(with(rpmRoot, "-V", "--nodeps", "--noscripts", "--nouser", "--nogroup", "kirikae")))
                .isEmpty();
        out(with(rpmRoot, "--nodeps", "--noscripts", "-e", "kirikae"));
        assertThat(root.resolve("usr/share/kirikae")).doesNotExist();
        assertThat(out("rpm", "-qp", "--requires", rpm.toString())).contains("java-headless");
    }

    private static String[] with(String[] begin, String... more) {
        List<String> all = new ArrayList<>(List.of(begin));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }
}
