package kirikae.intake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Network;
import kirikae.model.Settings.Endpoint;

/**
 * Service checks over UDP, as a DogStatsD client sends them to port 8125. Owns: the socket, and whose datagrams are read: those of
 * this machine, and of the networks that the configuration allows. A datagram proves nothing and its sender can be forged, so it
 * only counts for checks that say {@code dogstatsd = true}. There is no answer, so what is not for us is counted and dropped.
 */
public final class Dogstatsd {
    /** What Netty reads of one datagram; a longer one comes cut, and its last line counts nothing. */
    private static final int CUT = 2048;

    private final HeartbeatSink sink;
    private final List<Network> allowed;
    private final LongSupplier nanoTime;
    private final Newest newest = new Newest();
    private final Map<CheckId, Allowance> allowances = new HashMap<>();
    private final LongAdder dropped = new LongAdder();
    private volatile AgentTable table = new AgentTable(Map.of());
    private volatile Optional<DatagramSocket> socket = Optional.empty();

    /** Takes where what is heard goes, and who may send besides this machine. */
    public Dogstatsd(HeartbeatSink sink, List<Network> allowed) {
        this(sink, allowed, System::nanoTime);
    }

    Dogstatsd(HeartbeatSink sink, List<Network> allowed, LongSupplier nanoTime) {
        this.sink = sink;
        this.allowed = List.copyOf(allowed);
        this.nanoTime = nanoTime;
    }

    /** Swaps the configured checks at once, from any thread. */
    public void replace(Map<CheckId, Check.Push> checks) {
        table = new AgentTable(checks);
        newest.keep(checks.keySet());
    }

    /** How many datagrams of strangers were dropped since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * Opens the socket.
     *
     * @param warnings gets one line for people when it fails later
     * @return the port; fails with an IOException whose message is one line for people
     */
    public Future<Integer> open(Vertx vertx, Endpoint endpoint, Consumer<String> warnings) {
        // No larger buffer is asked for: Vert.x would allocate that much for every datagram.
        DatagramSocket opened = vertx.createDatagramSocket(
                new DatagramSocketOptions().setIpV6(endpoint.host().indexOf(':') >= 0));
        opened.handler(this::received);
        opened.exceptionHandler(broken -> warnings.accept("dogstatsd: " + broken.getMessage()));
        return opened.listen(endpoint.port(), endpoint.host())
                .map(listening -> {
                    socket = Optional.of(opened);
                    return listening.localAddress().port();
                })
                .recover(cause -> Future.failedFuture(
                        new IOException("cannot listen on " + endpoint + " (UDP): " + cause.getMessage(), cause)));
    }

    /** Closes the socket. */
    public Future<Void> close() {
        return socket.map(DatagramSocket::close).orElseGet(Future::succeededFuture);
    }

    private void received(DatagramPacket packet) {
        if (!isAllowed(packet.sender().hostAddress())) {
            dropped.increment();
            return;
        }
        AgentTable.Heard heard = new AgentTable.Heard();
        for (String line : lines(packet)) {
            StatsdLine.parse(line.strip()).ifPresent(report -> table.open().hear(report, heard));
        }
        heard.alive().removeIf(id -> !allowance(id).take());
        Delivery.deliver(sink, heard, newest).onFailure(cause -> dropped.increment());
    }

    private static List<String> lines(DatagramPacket packet) {
        String[] lines = packet.data().toString(StandardCharsets.UTF_8).split("\n");
        int whole = packet.data().length() >= CUT ? lines.length - 1 : lines.length;
        return List.of(lines).subList(0, whole);
    }

    private Allowance allowance(CheckId id) {
        return allowances.computeIfAbsent(id, one -> new Allowance(nanoTime));
    }

    private boolean isAllowed(String sender) {
        // A literal, for which the JDK asks no resolver; a zone ("%eth0") is no part of the address.
        try {
            InetAddress address = InetAddress.getByName(sender.replaceFirst("%.*", ""));
            return address.isLoopbackAddress() || allowed.stream().anyMatch(network -> network.contains(address));
        } catch (java.net.UnknownHostException e) {
            return false;
        }
    }
}
