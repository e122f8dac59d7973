package kirikae.installed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real systemd on a throw-away copy of this machine: systemd-nspawn over an overlay of the root file system, in memory, with a
 * network of its own that is nothing but loopback. Everything is gone when it ends. Needs root and systemd-container. Owns no test
 * framework.
 */
final class Sandbox implements AutoCloseable {
    private static final int BOOT_SECONDS = 90;
    /** Mounts live in a name space of their own: they end with the sandbox, however it ends. */
    private static final String BOOT = """
            mount -t tmpfs -o size=1g tmpfs "$1"
            mkdir "$1/upper" "$1/work" "$1/root"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
            cd "$1/root"
            rm -rf etc/systemd/system/*.wants etc/systemd/system/kirikae* var/log/journal usr/sbin/policy-rc.d etc/rc?.d/S* var/lib/man-db/auto-update
            mkdir -p src
            exec systemd-nspawn -q -D "$1/root" --boot --private-network --register=no --keep-unit --link-journal=no \\
                --console=pipe --bind-ro="$2:/src"
            """;

    private final Path work;
    private final Process nspawn;
    private final long systemd;

    /** What a command inside came to. */
    record Result(int code, String out) {
        /** The output, when it went well. */
        String ok() {
            if (code != 0) {
                throw new IllegalStateException("exit code " + code + ":\n" + out);
            }
            return out;
        }
    }

    private Sandbox(Path work, Process nspawn, long systemd) {
        this.work = work;
        this.nspawn = nspawn;
        this.systemd = systemd;
    }

    /** Boots one; this project is at {@code /src} inside. */
    static Sandbox boot() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("kirikae-sandbox");
        Path log = Files.createTempFile("kirikae-sandbox", ".log");
        Process nspawn = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "sh",
                        "-euc",
                        BOOT,
                        "sh",
                        work.toString(),
                        Path.of("").toAbsolutePath().toString())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(nspawn::destroyForcibly));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOOT_SECONDS);
        while (System.nanoTime() < end && nspawn.isAlive()) {
            Optional<Long> systemd = systemdOf(nspawn);
            if (systemd.isPresent()) {
                Sandbox sandbox = new Sandbox(work, nspawn, systemd.get());
                if (sandbox.run("systemctl", "is-system-running").out().matches("(?s)(running|degraded).*")) {
                    Files.delete(log);
                    return sandbox;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        nspawn.destroyForcibly();
        throw new IOException("the sandbox did not boot:\n" + Files.readString(log));
    }

    private static Optional<Long> systemdOf(Process nspawn) {
        return nspawn.toHandle()
                .children()
                .filter(child -> comm(child.pid()).equals("systemd"))
                .map(ProcessHandle::pid)
                .findFirst();
    }

    private static String comm(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Runs a command inside, to its end, for at most two minutes; stdout and stderr together. */
    Result run(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(systemd), "-a"));
        whole.addAll(List.of(
                "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "DEBIAN_FRONTEND=noninteractive"));
        whole.addAll(List.of("timeout", "120"));
        whole.addAll(List.of(command));
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out);
    }

    /** Runs a line of the shell inside. */
    Result sh(String line) throws IOException, InterruptedException {
        return run("sh", "-c", line);
    }

    /** Runs a line of the shell inside, whatever comes of it; for the end of a test. */
    void tidy(String line) throws IOException {
        try {
            sh(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A file inside, as this process reaches it. */
    Path file(String path) {
        return Path.of("/proc/" + systemd + "/root" + path);
    }

    /** Writes a file inside, and its folder. */
    void write(String path, String text) throws IOException {
        Files.createDirectories(Optional.ofNullable(file(path).getParent()).orElseThrow());
        Files.writeString(file(path), text);
    }

    /** A property of a unit, such as MainPID. */
    String property(String unit, String name) throws IOException, InterruptedException {
        return run("systemctl", "show", unit, "-P", name).out().strip();
    }

    /** Ends it: as a machine that is switched off properly, and otherwise by force. */
    @Override
    public void close() throws IOException {
        try {
            new ProcessBuilder("kill", "-s", "RTMIN+3", String.valueOf(systemd))
                    .start()
                    .waitFor();
            if (!nspawn.waitFor(15, TimeUnit.SECONDS)) {
                nspawn.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            nspawn.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(work);
    }
}
