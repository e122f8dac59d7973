package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are read, and which place a problem names. */
final class FilesTest {
    @TempDir
    Path outside;

    private Conf conf;

    @BeforeEach
    void folder() throws Exception {
        conf = new Conf(Files.createDirectory(outside.resolve("etc")));
    }

    @Test
    void aMissingFile() {
        assertThat(conf.problems()).containsExactly("kirikae.conf: no such file");
    }

    @Test
    void aFolder() throws Exception {
        Files.createDirectory(conf.main);
        assertThat(conf.problems()).containsExactly("kirikae.conf: is not a file");
    }

    @Test
    void problemsNameTheFileTheyAreIn() {
        conf.text("include \"parts/more.conf\"\n" + Conf.WEB)
                .file("parts/more.conf", "\n\nstate-dri = x\n")
                .file("conf.d/a.conf", "\nservices.web.tll = 1s\n")
                .file("conf.d/b.conf", "services.web { primary = null\n port = 1 }");
        assertThat(conf.problems())
                .containsExactly(
                        "kirikae.conf:2: services.web.primary: missing",
                        "conf.d/a.conf:2: services.web.tll: unknown key; did you mean 'ttl'?",
                        "conf.d/b.conf:2: services.web.port: unknown key",
                        "parts/more.conf:3: state-dri: unknown key; did you mean 'state-dir'?");
    }

    @Test
    void filesThatCannotBeReadAsHoconAreAllTold() {
        conf.text(Conf.WEB).file("conf.d/a.conf", "x {").file("conf.d/b.conf", "\n}");
        assertThat(conf.problems())
                .containsExactly(
                        "conf.d/a.conf:1: not valid HOCON: the file ends before a { is closed",
                        "conf.d/b.conf:2: not valid HOCON: a } without its {");
    }

    @Test
    void noLinkLeadsOutOfTheFolder() throws Exception {
        Files.writeString(outside.resolve("secret.conf"), "state-dir = x");
        conf.text(Conf.WEB + "include \"link.conf\"\ninclude \"../secret.conf\"\n")
                .file("conf.d/ok.conf", "");
        Files.createSymbolicLink(conf.folder.resolve("link.conf"), outside.resolve("secret.conf"));
        Files.createSymbolicLink(conf.folder.resolve("conf.d/link.conf"), outside.resolve("secret.conf"));
        assertThat(conf.problems())
                .containsExactly(
                        "kirikae.conf:6: include of 'link.conf' " + FolderIncluder.OUTSIDE,
                        "kirikae.conf:7: include of '../secret.conf' " + FolderIncluder.OUTSIDE,
                        "conf.d/link.conf: " + FolderIncluder.OUTSIDE);
    }

    @Test
    void linksWithinTheFolderAreFollowed() throws Exception {
        conf.file("data/real.conf", Conf.WEB);
        Files.createSymbolicLink(conf.main, Path.of("data/real.conf"));
        assertThat(conf.settings().services()).hasSize(1);
    }

    @Test
    void includesInACircleEnd() {
        conf.text("include \"a.conf\"\n" + Conf.WEB)
                .file("a.conf", "include \"b.conf\"")
                .file("b.conf", "include \"a.conf\"");
        assertThat(conf.problems()).containsExactly("b.conf:1: include of 'a.conf' goes round in a circle");
    }

    @Test
    void unsetVariablesAreToldOnceEachAndNothingFollowsFromThem() {
        conf.text(Conf.WEB
                .replace("\"example.com\"", "${ZONE}\".com\"")
                .replace("[\"203.0.113.80\"]", "[${A}, ${A}]")
                .replace("\"203.0.113.10:443\"", "${?NONE}${ADDRESS}")
                .replace("type = tcp", "interval = ${I}, rise = ${I}, type = ${TYPE}"));
        assertThat(conf.problems())
                .containsExactlyInAnyOrder(
                        "kirikae.conf:2: ${ZONE} is neither a key of the configuration nor set in the environment",
                        "kirikae.conf:3: ${I} is neither a key of the configuration nor set in the environment",
                        "kirikae.conf:3: ${TYPE} is neither a key of the configuration nor set in the environment",
                        "kirikae.conf:3: ${ADDRESS} is neither a key of the configuration nor set in the environment",
                        "kirikae.conf:4: ${A} is neither a key of the configuration nor set in the environment");
    }

    @Test
    void substitutionsReadOtherKeysAndThemselves() {
        conf.text(Conf.WEB
                + "services.web.names = ${services.web.names} [\"x.example.com\"]\n"
                + "services.web.names += \"y.example.com\"\n"
                + "services.w2 = ${services.web} { names = [\"w2.example.com\"], ttl = ${defaults.ttl} }\n"
                + "defaults.ttl = 9s\n");
        assertThat(conf.settings().services())
                .extracting(service -> service.names().toString())
                .containsExactly("[w2.example.com]", "[www.example.com, x.example.com, y.example.com]");
    }

    @Test
    void servicesMustBeABlock() {
        assertThat(conf.text("services = 5").problems())
                .containsExactly(
                        "kirikae.conf: services: no service is configured",
                        "kirikae.conf:1: services: must be a block in { }, not a number");
        assertThat(conf.text("services = ${X}").problems())
                .contains("kirikae.conf:1: ${X} is neither a key of the configuration nor set in the environment");
    }

    @Test
    void aValueFromTheEnvironmentIsReadAsItsKeysType() {
        conf.text(Conf.WEB.replace("type = tcp", "type = tcp, rise = ${RISE}, interval = ${EVERY}"))
                .env("RISE", "5")
                .env("EVERY", "1s");
        assertThat(conf.settings()
                        .services()
                        .get(0)
                        .targets()
                        .get(0)
                        .checks()
                        .get(0)
                        .rule()
                        .rise())
                .isEqualTo(5);
    }

    @Test
    void secretsThatOthersMayReadAreWarnedOfOnceAFile() throws Exception {
        String heartbeat = "{ type = heartbeat, host = h, token = ";
        conf.text(Conf.WEB.replace(
                        "checks {",
                        "checks { a " + heartbeat + "aaaaaaaaaaaaaaaa }, b " + heartbeat + "bbbbbbbbbbbbbbbb }, c "
                                + heartbeat + "{ file = t } },"))
                .file("t", "cccccccccccccccc");
        assertThat(conf.warnings()).isEmpty();
        Files.setPosixFilePermissions(conf.main, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(conf.folder.resolve("t"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(conf.warnings())
                .containsExactly(
                        "kirikae.conf: holds secrets and every user may read it: chmod o-r, or write { file = PATH } for each secret",
                        "kirikae.conf:3: services.web.primary.checks.c.token.file: every user may read this file: chmod o-r");
    }
}
