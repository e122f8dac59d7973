package kirikae.installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A sandbox with the package in it: what is asked of it again and again. Owns no test framework. */
final class Machine implements AutoCloseable {
    static final String UNIT = "kirikae.service";
    private static final long PATIENCE_SECONDS = 90;

    final Sandbox sandbox;
    private final String configuration;

    /** A question about the machine that may fail. */
    interface Question<T> {
        /** Asks. */
        T ask() throws IOException, InterruptedException;
    }

    private Machine(Sandbox sandbox, String configuration) {
        this.sandbox = sandbox;
        this.configuration = configuration;
    }

    /** The package that the build left; empty when it was built without. */
    static Optional<Path> debPackage() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("kirikae_.*_all\\.deb"))
                    .findFirst();
        }
    }

    /** Installs the package in a sandbox, as a user does it. */
    static Machine install(Sandbox sandbox) throws IOException, InterruptedException {
        sandbox.run(apt("/src/target/" + debPackage().orElseThrow().getFileName()))
                .ok();
        return new Machine(sandbox, Files.readString(sandbox.file("/etc/kirikae/kirikae.conf")));
    }

    /** The command that installs a package file without asking the network. */
    static String[] apt(String file) {
        return new String[] {"apt-get", "-q", "-y", "-o", "APT::Sandbox::User=root", "install", file};
    }

    /** As it was right after the installation, and running. */
    void reset() throws IOException, InterruptedException {
        sandbox.sh("rm -rf /etc/systemd/system/kirikae.service.d /etc/kirikae/conf.d/* /etc/kirikae/secrets/*");
        configure(configuration);
        sandbox.run("systemctl", "daemon-reload").ok();
        sandbox.run("systemctl", "reset-failed");
        sandbox.run("systemctl", "restart", UNIT).ok();
    }

    /** The configuration as installed. */
    String configuration() {
        return configuration;
    }

    /** Another configuration, with the owner and mode it has. */
    void configure(String text) throws IOException {
        sandbox.write("/etc/kirikae/kirikae.conf", text);
    }

    /** A drop-in of the service. */
    void dropIn(String... lines) throws IOException, InterruptedException {
        sandbox.write(
                "/etc/systemd/system/kirikae.service.d/test.conf", "[Service]\n" + String.join("\n", lines) + "\n");
        sandbox.run("systemctl", "daemon-reload").ok();
    }

    /** The daemon's process; 0 when there is none. */
    long pid() throws IOException, InterruptedException {
        return Long.parseLong(sandbox.property(UNIT, "MainPID"));
    }

    /** Waits until another process than this one is ready. */
    void awaitReady(long other) throws IOException, InterruptedException {
        await(
                "ready again",
                () -> pid() != other && sandbox.property(UNIT, "ActiveState").equals("active"));
    }

    /** The lines that the service, and systemd about it, wrote into the system's journal. */
    List<String> log() throws IOException, InterruptedException {
        return sandbox.run("journalctl", "-u", UNIT, "-o", "cat", "--no-pager", "-q")
                .out()
                .lines()
                .toList();
    }

    /** Waits for a line with all of these. */
    void awaitLog(String... parts) throws IOException, InterruptedException {
        await(
                "a line with " + String.join(", ", parts),
                () -> log().stream().anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
    }

    /** Waits for a condition. */
    void await(String what, Question<Boolean> condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.ask()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for: " + what + "\n" + String.join("\n", log()) + "\n"
                        + sandbox.run("systemctl", "status", "--no-pager", UNIT).out());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() throws IOException {
        sandbox.close();
    }
}
