package kirikae.dns.builtin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kirikae.dns.DnsProvider;
import kirikae.dns.NameServer;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Settings.Endpoint;

/**
 * The authoritative DNS server inside the daemon, on UDP and TCP of one address. Owns: its zones, which live in memory only and
 * are seeded at every start. A change is prepared aside and becomes visible in one step: no question ever sees half of it, none
 * waits for it, and it is in sync at once. Aliases and routing policies are refused as INVALID.
 */
public final class BuiltinProvider implements DnsProvider {
    private static final Limits LIMITS = new Limits(1000, 32_000); // those of Route 53, so that plans fit both

    private final Endpoint listen;
    private final Consumer<String> warnings;
    private final AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
    private volatile Zones zones = new Zones(Map.of());
    private volatile Endpoint actual;

    /**
     * Takes where to listen; opens nothing yet.
     *
     * @param warnings gets one line for people when the server itself has trouble; on the server's thread
     */
    public BuiltinProvider(Endpoint listen, Consumer<String> warnings) {
        this.listen = listen;
        this.actual = listen;
        this.warnings = warnings;
    }

    /**
     * Puts a zone in place, with exactly these record sets and a SOA; without an NS among them it gets {@code ns.ZONE}.
     *
     * @param zone its name
     * @throws ProviderException INVALID or CONFLICT when the record sets are impossible; the zone is then as before
     */
    public synchronized void seed(String zone, List<RecordSet> contents) throws ProviderException {
        DomainName name = zoneName(zone);
        Zone before = zones.byApex().get(StoredSet.wireName(name));
        // The clock keeps the serial growing over restarts; it need not be right.
        long now = System.currentTimeMillis() / 1000;
        long serial = before == null ? now : Math.max(now, before.serial() + 1);
        zones = zones.with(Zone.of(name, serial, contents));
    }

    /**
     * Adds record sets at names that the zone does not know yet, or puts the zone in place; what is served already stays.
     *
     * @throws ProviderException as {@link #seed}
     */
    public synchronized void seedUnknown(String zone, List<RecordSet> wanted) throws ProviderException {
        Zone before = zones.byApex().get(StoredSet.wireName(zoneName(zone)));
        List<RecordSet> served = before == null ? List.of() : before.all();
        List<RecordSet> unknown = wanted.stream()
                .filter(set -> served.stream().noneMatch(other -> other.name().equals(set.name()) && !isFrame(other)))
                .toList();
        if (before == null || !unknown.isEmpty()) {
            seed(
                    zone,
                    Stream.concat(served.stream().filter(set -> !set.type().equals("SOA")), unknown.stream())
                            .toList());
        }
    }

    /** Serves the zones of another server from now on, as they are. */
    public synchronized void takeOver(BuiltinProvider other) {
        zones = other.zones;
    }

    /** SOA and NS stand at every zone's own name, whether a service knows it or not. */
    private static boolean isFrame(RecordSet set) {
        return set.type().equals("SOA") || set.type().equals("NS");
    }

    /**
     * Opens both sockets and answers from now on.
     *
     * @return the configured host and the actual port, the same for UDP and TCP
     * @throws IOException with one line for people ("cannot listen on 127.0.0.1:5353: address already in use")
     */
    public synchronized Endpoint start() throws IOException {
        DnsSockets sockets = DnsSockets.open(listen);
        actual = new Endpoint(listen.host(), sockets.port());
        DnsLoop loop = new DnsLoop(
                sockets, new Responder(() -> zones, warnings), new ResponseRate(System::nanoTime), warnings);
        loop.start();
        stop.getAndSet(loop::close).run();
        return actual;
    }

    @Override
    public List<RecordSet> read(String zone, Set<DomainName> names) throws ProviderException {
        return existing(zone).read(names);
    }

    @Override
    public List<RecordSet> list(String zone, Set<DomainName> names, Pacer pacer) throws ProviderException {
        pacer.await();
        return existing(zone).all();
    }

    @Override
    public synchronized Accepted change(String zone, List<RecordChange> changes) throws ProviderException {
        refuseTooLarge(changes);
        Zone next = existing(zone).after(changes);
        zones = zones.with(next);
        return new Accepted("builtin-" + next.serial(), true);
    }

    @Override
    public boolean inSync(String changeId) {
        return true;
    }

    /** {@inheritDoc} It is its zones' only name server. */
    @Override
    public List<NameServer> nameServers(String zone) {
        InetSocketAddress bound = new InetSocketAddress(actual.host(), actual.port());
        boolean everywhere = !bound.isUnresolved() && bound.getAddress().isAnyLocalAddress();
        String host = everywhere ? InetAddress.getLoopbackAddress().getHostAddress() : actual.host();
        return List.of(new NameServer(actual.toString(), host, actual.port()));
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public void close() {
        stop.getAndSet(() -> {}).run();
    }

    private Zone existing(String zone) throws ProviderException {
        Zone found = zones.byApex().get(StoredSet.wireName(zoneName(zone)));
        if (found == null) {
            throw noZone(zone);
        }
        return found;
    }

    private static DomainName zoneName(String zone) throws ProviderException {
        try {
            return DomainName.of(zone);
        } catch (IllegalArgumentException e) {
            throw noZone(zone);
        }
    }

    private static ProviderException noZone(String zone) {
        return new ProviderException(new ProviderError(
                ProviderError.Kind.NO_ZONE, "no zone", "the builtin DNS server has no zone '" + zone + "'"));
    }

    private static void refuseTooLarge(List<RecordChange> changes) throws ProviderException {
        int elements = changes.stream().mapToInt(RecordChange::elements).sum();
        int characters = changes.stream().mapToInt(RecordChange::characters).sum();
        if (elements > LIMITS.elements() || characters > LIMITS.characters()) {
            throw new ProviderException(new ProviderError(
                    ProviderError.Kind.INVALID,
                    "too large",
                    elements + " elements and " + characters + " characters in one change; at most " + LIMITS.elements()
                            + " and " + LIMITS.characters()));
        }
    }
}
