package kirikae.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import kirikae.servers.Software;
import kirikae.servers.ZoneServer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * From the decision to the new answer of a BIND on this machine: the real daemon in its process, a real BIND in its own, and a
 * witness that asks it over UDP some thousand times a second. The decision is the moment of {@code switch-started} in the log; the host says that
 * it is broken and that it is well again, so a round takes no window. Argument: how many switches.
 */
final class BindBench {
    private static final List<String> ANSWERS = List.of("192.0.2.1", "192.0.2.2");

    private final Figures decided = new Figures();
    private final Figures said = new Figures();

    public static void main(String[] arguments) throws Exception {
        new BindBench().run(Integer.parseInt(arguments[0]));
        System.exit(0);
    }

    private void run(int switches) throws Exception {
        Machine.describe();
        Path home = Homes.fresh();
        int port = Homes.freePort();
        try (ZoneServer bind =
                        ZoneServer.start(Software.BIND, home.resolve("bind"), "lab.test", "www 1 IN A 192.0.2.1");
                DaemonProcess daemon =
                        new DaemonProcess(Homes.configuration(home, text(port, bind)), Homes.credentials());
                Beater host = started(daemon, port);
                Witness witness = new Witness(bind.port())) {
            long serial = bind.serial();
            for (int i = 0; i < switches; i++) {
                round(daemon, host, witness, i % 2 == 0);
            }
            System.out.println(decided.row("decision to the new answer at BIND", "ms"));
            System.out.println(said.row("the host's word to the new answer at BIND", "ms"));
            System.out.println("updates at BIND: " + (bind.serial() - serial) + " for " + switches + " switches; "
                    + witness.questions() + " questions");
            System.out.println("load after " + Machine.load());
        }
    }

    private static List<String> text(int port, ZoneServer bind) {
        String at = "127.0.0.1:" + bind.port();
        return List.of(
                "listen.http = \"127.0.0.1:" + port + "\"",
                "providers.lab { type = rfc2136, server = \"" + at + "\", tsig { name = k1, algorithm = "
                        + bind.algorithm() + ", secret = \"" + bind.secret() + "\" }, verify-name-servers = [\"" + at
                        + "\"] }",
                "isolation.anchors = [\"tcp://" + at + "\"]",
                "defaults { rise = 1, recovery.stable-for = 0s, flap-guard { first-hold = 0s, max-hold = 0s } }",
                "services.web { provider = lab, zone = \"lab.test\", names = [\"www.lab.test\"], ttl = 1s, maintenance { A = [\""
                        + ANSWERS.get(1) + "\"] }, primary { A = [\"" + ANSWERS.get(0)
                        + "\"], checks.agent { type = heartbeat, host = web, token = \"" + Homes.TOKEN + "\" } } }");
    }

    private static Beater started(DaemonProcess daemon, int port) throws Exception {
        daemon.await(line -> line.contains("event=started"), 60);
        Beater host = new Beater(port, "web");
        host.beat();
        daemon.await("check-up", "web", 60);
        Thread.sleep(3_000); // the rehearsal at the start is over
        host.beat();
        return host;
    }

    private void round(DaemonProcess daemon, Beater host, Witness witness, boolean away) throws Exception {
        long asked = System.currentTimeMillis();
        if (away) {
            host.beat("web/fail");
        } else {
            host.beat("web/up");
        }
        String line = daemon.await("switch-started", "web", 60);
        daemon.await("switch-verified", "web", 60);
        double seen = witness.since(ANSWERS.get(away ? 1 : 0));
        decided.add(seen - Instant.parse(line.split(" ", 2)[0]).toEpochMilli());
        said.add(seen - asked);
    }

    /** Asks every 0.2 ms, on a thread of its own, and keeps when the last answer first came. */
    private static final class Witness implements AutoCloseable, Runnable {
        private final DatagramSocket socket = new DatagramSocket();
        private final AtomicReference<Seen> last = new AtomicReference<>(new Seen("", 0));
        private volatile long questions;

        private record Seen(String address, double millis) {}

        Witness(int port) throws IOException {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(1_000);
            Thread thread = new Thread(this, "witness");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void run() {
            byte[] room = new byte[512];
            while (!socket.isClosed()) {
                java.util.concurrent.locks.LockSupport.parkNanos(200_000);
                try {
                    byte[] question = Message.newQuery(
                                    Record.newRecord(Name.fromString("www.lab.test."), Type.A, DClass.IN))
                            .toWire();
                    socket.send(new DatagramPacket(question, question.length));
                    DatagramPacket answer = new DatagramPacket(room, room.length);
                    socket.receive(answer);
                    questions++;
                    Optional<String> address = new Message(java.util.Arrays.copyOf(room, answer.getLength()))
                            .getSection(Section.ANSWER).stream()
                                    .map(Record::rdataToString)
                                    .findFirst();
                    Instant now = Instant.now();
                    double millis = now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
                    address.filter(text -> !text.equals(last.get().address()))
                            .ifPresent(text -> last.set(new Seen(text, millis)));
                } catch (IOException e) {
                    if (!socket.isClosed()) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }

        long questions() {
            return questions;
        }

        /** When this address was first answered, in milliseconds since 1970. */
        double since(String address) throws InterruptedException {
            while (!last.get().address().equals(address)) {
                Thread.sleep(1);
            }
            return last.get().millis();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
