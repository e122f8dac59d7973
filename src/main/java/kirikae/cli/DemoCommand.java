package kirikae.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.daemon.Daemon;
import kirikae.journal.LogDiversion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kirikae demo}: the whole product on this machine, in less than half a minute. */
@Command(
        name = "demo",
        description = {
            "Shows everything on this machine in less than a minute: a web host dies, its name moves to a maintenance page, and back.",
            "Needs nothing but Java: no root, no fixed ports, no network, nothing left behind. With bind it moves the name on a BIND of its own."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--with",
            paramLabel = "SERVER",
            description = "The name server: builtin (the default), or bind where named is installed.")
    private Server with = Server.builtin;

    /** Which name server, as people type it. */
    enum Server {
        builtin,
        bind
    }

    private volatile Runnable stop = () -> {};

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoStage stage = new DemoStage(spec.commandLine().getOut());
        stage.say("A web host dies, its name moves to a maintenance page, and back. All of it on this machine.");
        stage.say("");
        try (DemoHosts hosts = DemoHosts.open()) {
            Optional<DemoFiles.DnsMaker> maker = maker(hosts);
            if (maker.isEmpty()) {
                return failed("there is no BIND on this machine: apt-get install bind9, or leave --with bind away");
            }
            DemoFiles files = DemoFiles.create(hosts, maker.get());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(stage, files), "clean"));
            return show(stage, hosts, files);
        }
    }

    private Optional<DemoFiles.DnsMaker> maker(DemoHosts hosts) {
        return switch (with) {
            case builtin -> Optional.of(folder -> DemoDns.builtin());
            case bind -> DemoBind.installed().map(named -> folder -> DemoBind.start(named, folder, hosts.webAddress()));
        };
    }

    private int show(DemoStage stage, DemoHosts hosts, DemoFiles files) throws IOException, InterruptedException {
        stage.step("a web host at " + place(hosts.web()) + ", a maintenance page at " + place(hosts.sorry()));
        stage.step("the configuration, " + files.config() + ":");
        for (String line : files.lines()) {
            stage.detail(Paint.FAINT.on("| ") + line);
        }
        LogDiversion.to(stage::daemon);
        stage.step("the daemon starts; what it logs is indented:");
        Optional<Daemon> daemon = start(files);
        if (daemon.isEmpty()) {
            return Exit.FAILED;
        }
        stop = daemon.get()::stop;
        try {
            return told(stage, hosts, files, daemon.get());
        } finally {
            stage.end();
            stop.run();
        }
    }

    private int told(DemoStage stage, DemoHosts hosts, DemoFiles files, Daemon daemon)
            throws IOException, InterruptedException {
        try (DemoBeats beats = new DemoBeats(daemon.listening().orElseThrow(), DemoFiles.HOST, files.token())) {
            stage.step("the web host sends a heartbeat every 500 ms, and its page is looked at as often");
            new Demo(stage, hosts, beats, files.dns().at(daemon)).tell();
            return Exit.DONE;
        } catch (Demo.Unseen e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Daemon> start(DemoFiles files) {
        Loaded loaded = ConfigLoader.load(files.config());
        if (loaded instanceof Loaded.Invalid invalid) {
            int unused = failed("its configuration is wrong: " + invalid.problems());
            return Optional.empty();
        }
        Daemon.Start start = Daemon.start(files.config(), ((Loaded.Valid) loaded).settings(), Daemon.Mode.LIVE);
        if (start instanceof Daemon.Start.Failed failed) {
            int unused = failed(failed.message());
            return Optional.empty();
        }
        return Optional.of(((Daemon.Start.Running) start).daemon());
    }

    private int failed(String why) {
        spec.commandLine().getErr().println("kirikae: the demo failed: " + why);
        return Exit.FAILED;
    }

    private static String place(DemoHost host) {
        return host.address().getAddress().getHostAddress() + ":"
                + host.address().getPort();
    }

    /** At the end, and when somebody stops the demo in the middle. */
    private void clean(DemoStage stage, DemoFiles files) {
        stage.end();
        stop.run();
        try {
            files.remove();
        } catch (IOException e) {
            throw new UncheckedIOException("left behind: " + files.folder(), e);
        }
    }
}
