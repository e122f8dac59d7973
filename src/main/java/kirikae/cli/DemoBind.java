package kirikae.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kirikae.daemon.Daemon;
import kirikae.model.Settings.Endpoint;

/** A BIND of the demo's own: a process with its folder, a free port of loopback, one zone and one key. Ended with the demo. */
final class DemoBind implements DemoDns {
    private static final List<String> PLACES =
            List.of("/usr/sbin/named", "/usr/local/sbin/named", "/usr/bin/named", "/opt/homebrew/sbin/named");
    private static final long START_MILLIS = 10_000;

    private final Process process;
    private final Endpoint at;

    private DemoBind(Process process, Endpoint at) {
        this.process = process;
        this.at = at;
    }

    /** The installed BIND; nothing where there is none. */
    static Optional<Path> installed() {
        return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param named the program; a copy of it runs, because AppArmor confines the installed one to folders of its own
     * @param folder of the demo
     * @param address what the name shows at first
     */
    static DemoBind start(Path named, Path folder, String address) throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("bind"));
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        String secret = Base64.getEncoder().encodeToString(key);
        Files.writeString(folder.resolve("tsig.key"), secret + "\n");
        int port = freePort();
        Files.writeString(home.resolve("zone"), """
                $TTL 1
                @ IN SOA ns1 host 1 3600 600 86400 1
                @ IN NS ns1
                ns1 IN A 127.0.0.1
                www 1 IN A %s
                """.formatted(address));
        Files.writeString(home.resolve("named.conf"), """
                key "demo" { algorithm hmac-sha256; secret "%s"; };
                options {
                  directory "%s"; pid-file none; session-keyfile "%s/session.key"; managed-keys-directory "%s";
                  listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
                  recursion no; dnssec-validation no; notify no;
                };
                controls { };
                zone "demo.test" { type primary; file "zone"; allow-update { key "demo"; }; };
                """.formatted(secret, home, home, home, port));
        Path copy = Files.copy(named, home.resolve("named"));
        Process process = new ProcessBuilder(
                        copy.toString(),
                        "-g",
                        "-n",
                        "1",
                        "-c",
                        home.resolve("named.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        DemoBind bind = new DemoBind(process, new Endpoint("127.0.0.1", port));
        bind.awaitListening(home.resolve("log"));
        return bind;
    }

    private void awaitListening(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IOException("BIND does not start: " + lastLine(log));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(at.host(), at.port()), 500);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private static String lastLine(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.reduce((before, line) -> line).orElse("it says nothing");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String provider() {
        return "providers.lab { type = rfc2136, server = \"" + at
                + "\", tsig { name = demo, secret { file = tsig.key } }," + " verify-name-servers = [\"" + at
                + "\"] }   # a BIND";
    }

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public Endpoint at(Daemon daemon) {
        return at;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
