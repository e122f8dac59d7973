package kirikae.installed;

import static kirikae.installed.Machine.UNIT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import kirikae.bench.Figures;

/**
 * What issue 5 promises in figures, on a real systemd in a sandbox; {@code packaging/measure} runs it. Times are systemd's own, from
 * its monotonic clock. Arguments: seconds to watch the idle memory.
 */
public final class Measure {
    private static final int INSTALLS = 3;
    private static final int STARTS = 10;
    private static final int KILLS = 5;

    private final Sandbox sandbox;
    private final Machine machine;
    private final Figures installs = new Figures();

    private Measure(Sandbox sandbox) throws IOException, InterruptedException {
        this.sandbox = sandbox;
        this.machine = install();
    }

    /** Prints every figure with its promise. */
    public static void main(String[] arguments) throws Exception {
        System.out.println("load before: " + load());
        try (Sandbox sandbox = Sandbox.boot()) {
            Measure measure = new Measure(sandbox);
            measure.all(Integer.parseInt(arguments[0]));
        }
        System.out.println("load after: " + load());
        System.exit(0);
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }

    private void all(int seconds) throws IOException, InterruptedException {
        for (int i = 1; i < INSTALLS; i++) {
            sandbox.run("apt-get", "-q", "-y", "purge", "kirikae").ok();
            install();
        }
        say("apt install to READY (promised: under 10 s)", installs, "ms");
        say("start to READY with the archive (under 1200 ms)", starts(), "ms");
        say("kill -9 to READY again (within 3 s)", kills(), "ms");
        say("stop (under 5 s)", stops(), "ms");
        sandbox.run("systemctl", "start", UNIT).ok();
        say("resident, idle, as installed (at most 105 MB)", resident(seconds), "MB");
        sandbox.run("rm", "/var/cache/kirikae/kirikae.jsa").ok();
        say("start to READY without the archive", starts(), "ms");
        System.out.println(sandbox.run("systemd-analyze", "security", "--no-pager", UNIT)
                .out()
                .lines()
                .filter(line -> line.contains("Overall"))
                .findFirst()
                .orElse("no exposure"));
    }

    private static void say(String what, Figures figures, String unit) {
        System.out.println(figures.row(what, unit));
    }

    private Machine install() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Machine installed = Machine.install(sandbox);
        installed.awaitReady(0);
        installs.add(sinceBoot("ActiveEnterTimestampMonotonic") - begun / 1e6);
        return installed;
    }

    private double sinceBoot(String property) throws IOException, InterruptedException {
        return Long.parseLong(sandbox.property(UNIT, property)) / 1e3;
    }

    /** From the start of the process to its READY=1. */
    private Figures starts() throws IOException, InterruptedException {
        Figures figures = new Figures();
        for (int i = 0; i < STARTS; i++) {
            sandbox.run("systemctl", "restart", UNIT).ok();
            figures.add(sinceBoot("ActiveEnterTimestampMonotonic") - sinceBoot("ExecMainStartTimestampMonotonic"));
            TimeUnit.SECONDS.sleep(1);
        }
        return figures;
    }

    private Figures kills() throws IOException, InterruptedException {
        Figures figures = new Figures();
        for (int i = 0; i < KILLS; i++) {
            TimeUnit.SECONDS.sleep(1);
            long pid = machine.pid();
            long begun = System.nanoTime();
            sandbox.run("kill", "-KILL", String.valueOf(pid)).ok();
            machine.awaitReady(pid);
            figures.add(sinceBoot("ActiveEnterTimestampMonotonic") - begun / 1e6);
        }
        return figures;
    }

    private Figures stops() throws IOException, InterruptedException {
        Figures figures = new Figures();
        for (int i = 0; i < KILLS; i++) {
            sandbox.run("systemctl", "start", UNIT).ok();
            TimeUnit.SECONDS.sleep(1);
            long begun = System.nanoTime();
            sandbox.run("systemctl", "stop", UNIT).ok();
            figures.add((System.nanoTime() - begun) / 1e6);
        }
        return figures;
    }

    private Figures resident(int seconds) throws IOException, InterruptedException {
        Figures figures = new Figures();
        TimeUnit.SECONDS.sleep(seconds);
        Path status = sandbox.file("/proc/" + machine.pid() + "/status");
        for (int i = 0; i < seconds; i++) {
            TimeUnit.SECONDS.sleep(1);
            figures.add(Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0);
        }
        return figures;
    }
}
