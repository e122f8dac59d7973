package kirikae.installed;

import static kirikae.installed.Machine.UNIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kirikae.faults.Programs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The package on a real systemd: one sandbox, booted once. Every story begins with the package as installed and running; only the
 * removal comes last.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstalledIT {
    private static final String BAD = "listen.http = 8787\nservises {}\n";

    private Machine machine;
    private Sandbox sandbox;

    @BeforeAll
    void boot() throws Exception {
        Programs.need(Path.of("/usr/bin/systemd-nspawn"), "systemd-container");
        Programs.needRight("unshare", "--mount", "true");
        Programs.need(Machine.debPackage().orElse(Path.of("target/kirikae_VERSION_all.deb")), "nothing: mvn -Pdeb");
        sandbox = Sandbox.boot();
        machine = Machine.install(sandbox);
    }

    @AfterAll
    void end() throws Exception {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    @Order(1)
    void whatIsInstalledRunsAndIsSaidInOneLine() throws Exception {
        assertThat(sandbox.property(UNIT, "ActiveState")).isEqualTo("active");
        assertThat(sandbox.run("systemctl", "is-enabled", UNIT).out()).startsWith("enabled");
        machine.await(
                "the status line",
                () -> sandbox.property(UNIT, "StatusText").equals("1 service, 0 on maintenance, 0 holds"));
        assertThat(sandbox.sh("stat -c '%U:%G %a' /etc/kirikae /etc/kirikae/kirikae.conf /etc/kirikae/secrets"
                                + " /var/lib/kirikae /run/kirikae /run/kirikae/control.sock")
                        .ok()
                        .lines())
                .containsExactly(
                        "root:kirikae 750",
                        "root:kirikae 640",
                        "root:root 700",
                        "kirikae:kirikae 750",
                        "kirikae:kirikae 750",
                        "kirikae:kirikae 660");
        assertThat(sandbox.run("stat", "-c", "%U %a", "/var/cache/kirikae/kirikae.jsa")
                        .ok())
                .as("the AppCDS archive, which only root may change")
                .startsWith("root 644");
        assertThat(sandbox.sh("cat /proc/" + machine.pid() + "/maps").ok()).contains("/var/cache/kirikae/kirikae.jsa");
        assertThat(sandbox.run("kirikae", "status").ok()).contains("example", "primary");
        assertThat(sandbox.run(
                                "sh",
                                "-c",
                                "man -w kirikae kirikae.conf; bash -n /usr/share/bash-completion/completions/kirikae")
                        .out())
                .contains("kirikae.1.gz", "kirikae.conf.5.gz");
    }

    @Test
    @Order(2)
    void membersOfTheGroupGiveOrdersUnderTheirOwnNames() throws Exception {
        machine.reset();
        sandbox.sh("id alice || useradd --groups kirikae alice; id mallory || useradd mallory");
        assertThat(sandbox.run("runuser", "-u", "mallory", "--", "kirikae", "hold", "example", "--reason", "no")
                        .code())
                .isNotZero();
        sandbox.run("runuser", "-u", "alice", "--", "kirikae", "hold", "example", "--reason", "disk swap")
                .ok();
        machine.awaitLog("event=hold service=example", "actor=operator:alice");
        machine.await(
                "the hold in the status line",
                () -> sandbox.property(UNIT, "StatusText").equals("1 service, 0 on maintenance, 1 hold"));
        sandbox.run("kirikae", "release", "example").ok();
    }

    @Test
    @Order(3)
    void f33AGoodFileIsInForceWhenTheReloadIsOverAndABadOneFailsIt() throws Exception {
        machine.reset();
        long pid = machine.pid();
        sandbox.write(
                "/etc/kirikae/conf.d/more.conf",
                "services.second { provider = example, zone = \"kirikae.example\", names = [\"two.kirikae.example\"],"
                        + " primary.A = [\"127.0.0.1\"], maintenance.A = [\"127.0.0.2\"] }\n");
        sandbox.run("systemctl", "reload", UNIT).ok();
        assertThat(machine.log()).anyMatch(line -> line.contains("event=config-reloaded"));
        machine.await(
                "both services in the status line",
                () -> sandbox.property(UNIT, "StatusText").startsWith("2 services,"));
        machine.configure(BAD);
        assertThat(sandbox.run("systemctl", "reload", UNIT).code()).isNotZero();
        assertThat(sandbox.property(UNIT, "ActiveState")).isEqualTo("active");
        assertThat(machine.pid()).isEqualTo(pid);
        assertThat(machine.log()).anyMatch(line -> line.contains("servises"));
        assertThat(sandbox.run("kirikae", "reload", "--socket", "/run/kirikae/control.sock")
                        .code())
                .as("the daemon checks too")
                .isEqualTo(1);
        machine.await(
                "the old configuration in force",
                () -> sandbox.property(UNIT, "StatusText").startsWith("2 services,"));
        sandbox.run("kill", "-HUP", String.valueOf(pid)).ok();
        machine.await(
                "SIGHUP refuses it as well",
                () -> machine.log().stream()
                                .filter(line -> line.contains("event=config-rejected"))
                                .count()
                        >= 2);
        assertThat(sandbox.property(UNIT, "ActiveState")).isEqualTo("active");
    }

    @Test
    @Order(4)
    void f31KilledItIsBackAtOnceAsOftenAsItTakes() throws Exception {
        machine.reset();
        for (int i = 0; i < 2; i++) {
            long pid = machine.pid();
            long start = System.nanoTime();
            sandbox.run("kill", "-KILL", String.valueOf(pid)).ok();
            machine.awaitReady(pid);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took).as("the figure for a quiet machine is 3 s").isLessThan(Duration.ofSeconds(20));
        }
        assertThat(sandbox.property(UNIT, "NRestarts")).isEqualTo("2");
        assertThat(sandbox.property(UNIT, "StartLimitIntervalUSec"))
                .as("and it never gives up")
                .isEqualTo("0");
    }

    /** F30: SIGSTOP stands for every way in which a process stops working without ending. */
    @Test
    @Order(5)
    void f30AProcessThatStandsStillIsEndedByTheWatchdogWithAThreadDump() throws Exception {
        machine.reset();
        machine.dropIn("WatchdogSec=3", "TimeoutAbortSec=2");
        sandbox.run("systemctl", "restart", UNIT).ok();
        long pid = machine.pid();
        sandbox.run("kill", "-STOP", String.valueOf(pid)).ok();
        machine.awaitReady(pid);
        List<String> log = machine.log();
        assertThat(log).anyMatch(line -> line.contains("Watchdog timeout"));
        assertThat(log).anyMatch(line -> line.contains("Full thread dump"));
        assertThat(log).anyMatch(line -> line.startsWith("\"decide\""));
        Duration calm = Duration.ofSeconds(4);
        long after = machine.pid();
        long end = System.nanoTime() + calm.toNanos();
        machine.await("a daemon that is well is left alone", () -> System.nanoTime() > end);
        assertThat(machine.pid()).isEqualTo(after);
    }

    /** F35, on a real systemd. */
    @Test
    @Order(6)
    void f35ABadFileOrAMissingSecretStaysFailedAndIsNotTriedAgain() throws Exception {
        machine.reset();
        machine.configure(BAD);
        staysFailed("78");
        machine.configure(machine.configuration()
                + "services.example.primary.checks.agent { type = heartbeat, host = \"h\","
                + " token { file = ${CREDENTIALS_DIRECTORY}\"/secret_h\" } }\n");
        staysFailed("78");
        assertThat(machine.log()).anyMatch(line -> line.contains("secret_h' cannot be read: no such file"));
        sandbox.write("/etc/kirikae/secrets/h", "0123456789abcdef0123\n");
        sandbox.run("systemctl", "restart", UNIT).ok();
        assertThat(sandbox.run("kirikae", "check").ok())
                .as("root is shown the same secrets")
                .contains("example");
        machine.reset();
        machine.dropIn("LoadCredential=other:/etc/kirikae/nowhere");
        staysFailed("243");
    }

    private void staysFailed(String code) throws IOException, InterruptedException {
        assertThat(sandbox.run("systemctl", "restart", UNIT).code()).isNotZero();
        assertThat(sandbox.property(UNIT, "ActiveState")).isEqualTo("failed");
        assertThat(sandbox.property(UNIT, "ExecMainStatus")).isEqualTo(code);
        assertThat(sandbox.property(UNIT, "NRestarts")).isEqualTo("0");
    }

    @Test
    @Order(7)
    void itStopsWithinFiveSeconds() throws Exception {
        machine.reset();
        long start = System.nanoTime();
        sandbox.run("systemctl", "stop", UNIT).ok();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(sandbox.property(UNIT, "Result")).isEqualTo("success");
        assertThat(machine.log()).anyMatch(line -> line.contains("event=stopping"));
    }

    /** F27 and F34: one whole story, while journald is started anew and the journal's file is taken away as logrotate does it. */
    @Test
    @Order(8)
    void f34AnAlertAndASwitchWithCredentialsOfTheInstanceLoseNoEventWhenJournaldRestarts() throws Exception {
        machine.reset();
        try (Story story = new Story(machine)) {
            story.prepare();
            tell(story);
        }
    }

    private void tell(Story story) throws IOException, InterruptedException {
        story.hostLives();
        machine.awaitLog("event=check-up service=web");
        sandbox.run("systemctl", "restart", "systemd-journald").ok();
        story.hostDies();
        story.refusedBeat();
        machine.await("why a heartbeat was refused", () -> story.hostsLog().contains("401"));
        assertThat(story.hostsLog())
                .as("neither the token nor a word about beats that were taken")
                .doesNotContain("0123456789abcdef", "Starting", "Finished");
        machine.awaitLog("event=alert service=web");
        sandbox.sh("systemctl restart systemd-journald; journalctl --rotate;"
                        + " mv /var/lib/kirikae/events.jsonl /var/lib/kirikae/events.jsonl.by-hand")
                .ok();
        machine.awaitLog("event=switch-verified service=web", "to=maintenance");
        assertThat(story.shown()).containsExactly("www.web.test CNAME 60 sorry.example.net.");
        machine.await(
                "the status line",
                () -> sandbox.property(UNIT, "StatusText").equals("1 service, 1 on maintenance (web), 0 holds"));
        story.hostLives();
        machine.awaitLog("event=switch-verified service=web", "to=primary");
        assertThat(story.shown()).containsExactly("www.web.test A 60 192.0.2.1");
        assertThat(story.violations()).isEmpty();
        machine.await(
                "every event in both journals", () -> story.eventsOfTheFile().equals(story.eventsOfTheLog()));
        assertThat(story.eventsOfTheFile()).containsKeys("alert", "recovery", "switch-verified");
    }

    @Test
    @Order(9)
    void anUpgradeKeepsAHoldAndTheConfigurationAndStartsTheNewOne() throws Exception {
        machine.reset();
        machine.configure(machine.configuration() + "# edited\n");
        sandbox.run("kirikae", "hold", "example", "--reason", "during the upgrade")
                .ok();
        long pid = machine.pid();
        sandbox.sh(
                        "cd /root && rm -rf next && dpkg-deb -R /src/target/kirikae_*_all.deb next"
                                + " && sed -i 's/^Version:.*/Version: 99.0/' next/DEBIAN/control && dpkg-deb -Znone -b next next.deb")
                .ok();
        sandbox.run(Machine.apt("/root/next.deb")).ok();
        machine.awaitReady(pid);
        assertThat(sandbox.run("dpkg-query", "-W", "-f", "${Version}", "kirikae")
                        .ok())
                .isEqualTo("99.0");
        assertThat(sandbox.run("kirikae", "status", "example").ok()).contains("during the upgrade");
        assertThat(Files.readString(sandbox.file("/etc/kirikae/kirikae.conf"))).endsWith("# edited\n");
        machine.await(
                "the hold in the status line",
                () -> sandbox.property(UNIT, "StatusText").equals("1 service, 0 on maintenance, 1 hold"));
        sandbox.run("systemctl", "stop", UNIT).ok();
        sandbox.run("chmod", "-x", "/usr/bin/java").ok();
        sandbox.run("apt-get", "-q", "-y", "--reinstall", "install", "/root/next.deb")
                .ok();
        assertThat(sandbox.property(UNIT, "ActiveState"))
                .as("who stopped it finds it stopped")
                .isEqualTo("inactive");
        sandbox.run("chmod", "+x", "/usr/bin/java").ok();
        assertThat(sandbox.file("/var/cache/kirikae/kirikae.jsa"))
                .as("it could not be made, and nobody complained")
                .doesNotExist();
        sandbox.run("systemctl", "start", UNIT).ok();
    }

    @Test
    @Order(10)
    void removedItKeepsWhatIsTheUsersAndPurgedItLeavesNothing() throws Exception {
        machine.reset();
        List<String> files = sandbox.run("dpkg", "-L", "kirikae")
                .ok()
                .lines()
                .filter(file -> file.contains("kirikae"))
                .toList();
        sandbox.run("apt-get", "-q", "-y", "remove", "kirikae").ok();
        assertThat(sandbox.property(UNIT, "ActiveState")).isEqualTo("inactive");
        assertThat(sandbox.file("/etc/kirikae/kirikae.conf")).exists();
        assertThat(sandbox.file("/var/lib/kirikae/events.jsonl")).exists();
        assertThat(sandbox.file("/usr/share/kirikae")).doesNotExist();
        sandbox.run("apt-get", "-q", "-y", "purge", "kirikae").ok();
        assertThat(files).isNotEmpty().noneMatch(file -> Files.exists(sandbox.file(file)));
        assertThat(sandbox.sh(
                                "find /etc /run /var /usr/bin /usr/lib/systemd -xdev -name '*kirikae*' -not -path '/run/log/*'")
                        .out())
                .isEmpty();
        assertThat(sandbox.sh("getent passwd kirikae; getent group kirikae").out())
                .isEmpty();
    }

    /** The .rpm and the tarball with their scripts; the archive is left out, which must not matter. */
    @Test
    @Order(11)
    void otherSystemsInstallAndRemoveTheSameFiles() throws Exception {
        sandbox.sh("dpkg --purge kirikae");
        sandbox.sh("cd /src/target && cp stage.tar deb/control /root && mkdir -p /root/build/target/deb"
                        + " && cp -R /src/packaging /root/build/ && mv /root/control /root/build/target/deb/"
                        + " && mkdir /root/build/target/stage && tar -C /root/build/target/stage -xf /root/stage.tar"
                        + " && /root/build/packaging/rpm")
                .ok();
        runs(
                "TMPDIR=/nowhere rpm --force-debian -i --nodeps /root/build/target/kirikae-*.noarch.rpm",
                "rpm --force-debian -e kirikae && rm -rf /etc/kirikae /etc/default/kirikae /var/lib/kirikae");
        runs(
                "mkdir /root/tar && tar -C /root/tar -xzf /src/target/kirikae-*.tar.gz"
                        + " && TMPDIR=/nowhere /root/tar/kirikae-*/install.sh",
                "/root/tar/kirikae-*/install.sh --remove");
        assertThat(sandbox.file("/etc/kirikae/kirikae.conf")).exists();
    }

    private void runs(String install, String remove) throws IOException, InterruptedException {
        sandbox.sh(install).ok();
        sandbox.run("systemctl", "enable", "--now", UNIT).ok();
        assertThat(sandbox.property(UNIT, "ActiveState")).isEqualTo("active");
        assertThat(sandbox.run("kirikae", "status").ok()).contains("example");
        assertThat(sandbox.run("stat", "-c", "%U:%G %a", "/etc/kirikae/kirikae.conf")
                        .ok())
                .isEqualTo("root:kirikae 640\n");
        sandbox.sh(remove).ok();
        assertThat(sandbox.property(UNIT, "ActiveState")).isEqualTo("inactive");
        assertThat(sandbox.file("/usr/share/kirikae")).doesNotExist();
        assertThat(sandbox.file("/usr/bin/kirikae")).doesNotExist();
    }
}
