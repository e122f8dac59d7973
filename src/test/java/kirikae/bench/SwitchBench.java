package kirikae.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kirikae.faults.FakeRoute53;
import kirikae.faults.RequestKind;
import kirikae.faults.RequestLog;

/**
 * From the last accepted heartbeat to the change request on the wire, and from the heartbeat that proves the recovery to the
 * switch back. The real daemon in its process; Route 53 at the wire and the watched hosts in this one. Arguments: how many
 * switches; "anchor" to ask a TCP anchor instead of the provider.
 */
final class SwitchBench {
    private static final int[] WINDOWS = {1_000, 1_100, 1_300, 1_500, 1_700, 1_800, 1_900, 2_000};
    private static final int STABLE = 500;
    private static final int BEAT = 100;

    private final Figures away = new Figures();
    private final Figures first = new Figures();
    private final Figures early = new Figures();
    private final Figures back = new Figures();
    private final FakeRoute53 fake = FakeRoute53.start().zone("example.com", "Z1");

    public static void main(String[] arguments) throws Exception {
        boolean anchor = arguments.length > 1 && arguments[1].equals("anchor");
        new SwitchBench().run(Integer.parseInt(arguments[0]), anchor ? "anchor" : "");
        System.exit(0);
    }

    private void run(int switches, String anchor) throws Exception {
        Machine.describe();
        int port = Homes.freePort();
        for (int window : WINDOWS) {
            fake.record("Z1", name(window) + " A 60 192.0.2.1");
        }
        Path config = Homes.configuration(Homes.fresh(), text(port, anchor));
        try (DaemonProcess daemon = new DaemonProcess(config, Homes.credentials())) {
            daemon.await(line -> line.contains("event=started"), 20);
            rounds(daemon, port, switches);
            if (Boolean.getBoolean("lines")) {
                daemon.output().forEach(System.out::println);
            }
        }
        System.out.println(first.row("first switch of the process, from sending", "ms after the window"));
        System.out.println(away.row("switch: change on the wire, from sending", "ms after the window"));
        System.out.println(early.row("switch: change on the wire, from the 202", "ms after the window"));
        System.out.println(back.row("switch back: change on the wire", "ms after stable-for"));
        System.out.println("violations at Route 53: " + fake.violations() + "; changes: "
                + fake.applied().size());
        System.out.println("load after " + Machine.load());
    }

    private List<String> text(int port, String anchor) {
        List<String> text = new ArrayList<>();
        text.add("listen.http = \"127.0.0.1:" + port + "\"");
        text.add("providers.aws { type = route53, endpoint = \"" + fake.endpoint() + "\" }");
        if (!anchor.isEmpty()) {
            text.add("isolation.anchors = [\"tcp://127.0.0.1:" + fake.port() + "\"]");
        }
        text.add("defaults { rise = 1, recovery.stable-for = " + STABLE
                + "ms, flap-guard { first-hold = 0s, max-hold = 0s } }");
        for (int window : WINDOWS) {
            text.add("services.w" + window + " { zone = \"example.com\", names = [\"" + name(window)
                    + "\"], maintenance { A = [\"192.0.2.2\"] }, primary { A = [\"192.0.2.1\"], checks.agent "
                    + "{ type = heartbeat, host = \"h" + window + "\", token = \"" + Homes.TOKEN
                    + "\", no-data-window = " + window + "ms } } }");
        }
        return text;
    }

    private static String name(int window) {
        return "w" + window + ".example.com";
    }

    /** One service after the other falls silent; the hosts of the others go on. */
    private void rounds(DaemonProcess daemon, int port, int switches) throws Exception {
        List<Host> hosts = new ArrayList<>();
        for (int window : WINDOWS) {
            hosts.add(new Host(port, "h" + window));
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> running = new ArrayList<>();
        hosts.forEach(host -> running.add(threads.submit(host)));
        TimeUnit.SECONDS.sleep(4);
        for (Future<?> host : running) {
            if (host.isDone()) {
                host.get();
            }
        }
        if (daemon.count("event=switch-started") > 0) {
            throw new IllegalStateException(
                    "switched although all hosts were well:\n" + String.join("\n", daemon.output()));
        }
        for (int i = 0; i < switches; i++) {
            int turn = i % WINDOWS.length;
            round(daemon, hosts.get(turn), WINDOWS[turn]);
        }
        for (Host host : hosts) {
            host.stop();
        }
        for (Future<?> end : running) {
            end.get(5, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }

    private void round(DaemonProcess daemon, Host host, int window) throws Exception {
        String service = "w" + window;
        fake.forgetRequests();
        Beater.Beat last = host.silence();
        daemon.await("switch-verified", service, 20);
        long change = change().nanos();
        double late = (change - last.sent()) / 1e6 - window;
        (away.size() == 0 && first.size() == 0 ? first : away).add(late);
        early.add((change - last.accepted()) / 1e6 - window);
        fake.forgetRequests();
        Beater.Beat proof = host.speak();
        daemon.await("switch-verified", service, 20);
        back.add((change().nanos() - proof.sent()) / 1e6 - STABLE);
    }

    private RequestLog.Entry change() {
        List<RequestLog.Entry> changes = fake.requests().stream()
                .filter(entry -> entry.kind() == RequestKind.CHANGE)
                .toList();
        if (changes.size() != 1) {
            throw new IllegalStateException("one switch made " + changes.size() + " changes");
        }
        return changes.get(0);
    }

    /** A watched host. */
    private static final class Host implements Runnable {
        private final Beater beater;
        private boolean silent;
        private boolean stopped;
        private Beater.Beat last = new Beater.Beat(0, 0);

        Host(int port, String name) throws java.io.IOException {
            beater = new Beater(port, name);
        }

        @Override
        public void run() {
            try (beater) {
                while (beat()) {
                    TimeUnit.MILLISECONDS.sleep(BEAT);
                }
            } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private synchronized boolean beat() throws java.io.IOException {
            if (!silent && !stopped) {
                last = beater.beat();
            }
            return !stopped;
        }

        /** Falls silent; gives the last heartbeat. */
        synchronized Beater.Beat silence() {
            silent = true;
            return last;
        }

        /** Speaks again; gives the first heartbeat. */
        synchronized Beater.Beat speak() throws java.io.IOException {
            silent = false;
            last = beater.beat();
            return last;
        }

        synchronized void stop() {
            stopped = true;
        }
    }
}
