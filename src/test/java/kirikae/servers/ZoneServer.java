package kirikae.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A real name server with one zone that takes updates signed with the key {@code k1}: on loopback, on a free port, with a folder of
 * its own. {@code dig} is the witness of its answers, {@code nsupdate} the foreign hand.
 */
public final class ZoneServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Software software;
    private final Path folder;
    private final String zone;
    private final String algorithm;
    private final int port = freePort();
    private List<String> command = List.of();
    private Optional<Process> process = Optional.empty();

    private ZoneServer(Software software, Path folder, String zone, String algorithm) {
        this.software = software;
        this.folder = folder;
        this.zone = zone;
        this.algorithm = algorithm;
    }

    /** Starts one with these records, as a zone file has them; names are relative to the zone. */
    public static ZoneServer start(Software software, Path folder, String zone, String... records) {
        return startWith("hmac-sha256", software, folder, zone, records);
    }

    /** The same, with the algorithm of the key. */
    public static ZoneServer startWith(
            String algorithm, Software software, Path folder, String zone, String... records) {
        ZoneServer server = new ZoneServer(software, folder, zone, algorithm);
        try {
            server.command = new Layout(server, folder).write(server.zoneFile(records));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server.start();
    }

    /** A BIND that copies the zone of this one every so many seconds. */
    public ZoneServer secondary(Path itsFolder, int seconds) {
        ZoneServer server = new ZoneServer(Software.BIND, itsFolder, zone, algorithm);
        try {
            server.command = new Layout(server, itsFolder).secondary(this, seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server.start();
    }

    private String zoneFile(String... records) {
        return "$ORIGIN " + zone
                + ".\n$TTL 300\n@ IN SOA ns1 host 1 3600 600 86400 60\n@ IN NS ns1\nns1 IN A 127.0.0.1\n"
                + Arrays.stream(records).map(record -> record + "\n").collect(Collectors.joining());
    }

    /** Starts it again after {@link #stop}, with what it has on disk. */
    public ZoneServer start() {
        try {
            process = Optional.of(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswers();
        return this;
    }

    /** By hand, because benchmarks run it without the libraries of the tests. */
    private void awaitAnswers() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Shell.ended("", digCommand(port, zone, "SOA")).text().contains("SOA")) {
            if (System.nanoTime() > end) {
                throw new AssertionError(software + " does not answer:\n" + log());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** Ends it as an operator would. */
    public void stop() {
        end(Process::destroy);
    }

    private void end(java.util.function.Consumer<Process> how) {
        process.ifPresent(running -> {
            how.accept(running);
            try {
                if (!running.waitFor(10, TimeUnit.SECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        });
        process = Optional.empty();
    }

    /** What it is. */
    public Software software() {
        return software;
    }

    /** Its port, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The zone's name without the last dot. */
    public String zone() {
        return zone;
    }

    /** The key's algorithm. */
    public String algorithm() {
        return algorithm;
    }

    /** The key in base64. */
    public String secret() {
        return "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    }

    /** What it wrote to its log. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What dig is answered, a record a line as "name ttl type value", sorted. */
    public List<String> dig(String name, String type) {
        return dig(port, name, type);
    }

    /** What dig is answered by any server at this port of loopback. */
    public static List<String> dig(int port, String name, String type) {
        return Shell.run("", digCommand(port, name, type))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(";"))
                .map(line -> line.replaceAll("\\s+", " ").replace(" IN ", " "))
                .sorted()
                .toList();
    }

    private static String[] digCommand(int port, String name, String type) {
        return new String[] {
            "/usr/bin/dig",
            "+noall",
            "+answer",
            "+norecurse",
            "+tcp",
            "+time=2",
            "+tries=1",
            "@127.0.0.1",
            "-p",
            String.valueOf(port),
            name,
            type
        };
    }

    /** The zone's serial: each applied update adds one. */
    public long serial() {
        return Long.parseLong(dig(zone, "SOA").get(0).split(" ")[5]);
    }

    /** Another hand: lines of nsupdate, as "update add www.lab.test 60 A 192.0.2.9", in one update. */
    public void edit(String... lines) {
        Shell.run(
                "server 127.0.0.1 " + port + "\nzone " + zone + "\n" + String.join("\n", lines) + "\nsend\n",
                "/usr/bin/nsupdate",
                "-v",
                "-y",
                algorithm + ":k1:" + secret());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end(Process::destroyForcibly);
    }
}
