package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F9, F33, F35, F36 and F41: configurations that cannot be used, at the start and at a reload, and places that are taken. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class ConfigFaultsIT {
    private static final int CONFIG = 78;

    @TempDir
    private Path folder;

    @Test
    void f33AReloadWithABadFileChangesNothingAndAGoodOneSwaps() throws IOException {
        try (Stage stage = new Stage(folder).services("a", "b")) {
            DaemonProcess daemon = stage.start("a", "b");
            Path file = stage.write();
            String good = Files.readString(file);
            Files.writeString(file, good + "services.a.primary.chekcs = {}\n");
            daemon.signal("HUP");
            assertThat(daemon.log().await("event=config-rejected")).contains("kirikae.conf:", "chekcs", "checks");
            stage.beats.silent("a");
            daemon.log().await("event=switch-verified", "service=a", "to=maintenance");

            Files.writeString(file, good + "services.b = null\n");
            stage.services("c");
            String more = Files.readString(stage.write());
            Files.writeString(file, more + "services.b = null\n");
            stage.beats.alive("c");
            daemon.signal("HUP");
            assertThat(daemon.log().await("event=config-reloaded"))
                    .contains("added=c", "removed=b", "the records of removed services are left as they are");
            daemon.log().await("event=check-up", "service=c");
            stage.beats.silent("b", "c");
            daemon.log().await("event=switch-verified", "service=c", "to=maintenance");
            stage.beats.alive("a");
            daemon.log().await("event=switch-verified", "service=a", "to=primary");
            assertThat(stage.applied("a")).as("it kept its state").hasSize(2);
            assertThat(stage.shown("b")).as("removed, and left as it was").containsExactly(Stage.PRIMARY);
            assertThat(stage.applied("b")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "services.a.zone = ${NO_SUCH_VARIABLE}|NO_SUCH_VARIABLE",
                "include \"more.conf\"|more.conf",
                "services.a.primary.checks.agent.token { file = none }|none"
            })
    void f35WhatIsMissingOrWrongIsExit78AndOneLineThatSaysWhere(String line, String words) {
        refused(line, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "services.a.primary.A = []|services.a.primary.A",
                "services.a.primary.A = [\"192.0.2.1\", \"192.0.2.1\"]|the same value twice",
                "services.a.primary.A = [\"2001:db8::1\"]|2001:db8::1"
            })
    void f9ValuesThatRoute53WouldRefuseDoNotEvenStart(String line, String words) {
        refused(line, words);
    }

    private void refused(String line, String words) {
        try (Stage stage = new Stage(folder).services("a").conf(line)) {
            DaemonProcess daemon = stage.keep(stage.launch().start());
            assertThat(daemon.exitCode(30)).isEqualTo(CONFIG);
            assertThat(daemon.errors()).contains("kirikae.conf:", words, "nothing was started");
            assertThat(stage.stateDir()).doesNotExist();
            assertThat(stage.fake.requests()).isEmpty();
        }
    }

    @Test
    void f41AnIncludedAddressIsRefusedAndNeverFetched() {
        SmallHost elsewhere = SmallHost.start();
        try (Stage stage = new Stage(folder).services("a")) {
            stage.conf("include url(\"http://127.0.0.1:" + elsewhere.port() + "/more.conf\")");
            DaemonProcess daemon = stage.keep(stage.launch().start());
            assertThat(daemon.exitCode(30)).isEqualTo(CONFIG);
            assertThat(daemon.errors()).contains("kirikae.conf:", "include of an address is not allowed");
            assertThat(elsewhere.visits()).isZero();
        } finally {
            elsewhere.close();
        }
    }

    @Test
    void f36APortInUseAndAFolderInUseAreOneClearLineAndExit1() {
        SmallHost taken = SmallHost.start();
        try (Stage stage = new Stage(folder).services("a")) {
            DaemonProcess first = stage.start("a");
            DaemonProcess second = stage.keep(stage.launch().start());
            assertThat(second.exitCode(30)).isEqualTo(1);
            assertThat(second.errors()).contains("kirikae: ", stage.stateDir().toString());
            assertThat(first.isAlive()).isTrue();

            stage.conf("listen.http = \"127.0.0.1:" + taken.port() + "\"");
            stage.conf("state-dir = \"" + folder.resolve("other") + "\"");
            DaemonProcess third = stage.keep(stage.launch().start());
            assertThat(third.exitCode(30)).isEqualTo(1);
            assertThat(third.errors()).contains("kirikae: ", "127.0.0.1:" + taken.port(), "in use");
            stage.awaitBeats("a", 5);
            assertThat(stage.fake.applied()).isEmpty();
        } finally {
            taken.close();
        }
    }
}
