package kirikae.dns.builtin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kirikae.dns.DnsProvider;
import kirikae.dns.Finding;
import kirikae.dns.ProviderException;
import kirikae.dns.WireRecords;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Settings.Endpoint;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * The records of a builtin server that runs in another process, read by asking it over TCP: what commands beside the daemon see.
 * Owns no zone. Must not: write; the records belong to the daemon.
 */
public final class BuiltinView implements DnsProvider {
    /** What a target can hold, which is all that a builtin zone ever has at a service's name. */
    private static final List<Integer> TYPES = List.of(Type.A, Type.AAAA, Type.CNAME, Type.TXT);

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final Endpoint listen;

    /** Takes where the daemon's server listens, as configured. */
    public BuiltinView(Endpoint listen) {
        this.listen = listen;
    }

    @Override
    public List<RecordSet> read(String zone, Set<DomainName> names) throws ProviderException {
        SimpleResolver resolver = resolver();
        List<RecordSet> found = new ArrayList<>();
        for (DomainName name : new TreeSet<>(names)) {
            for (int type : TYPES) {
                found.addAll(sets(name, type, ask(resolver, zone, name, type)));
            }
        }
        return List.copyOf(found);
    }

    /** {@inheritDoc} A server's zone cannot be listed from outside. */
    @Override
    public List<RecordSet> list(String zone, Set<DomainName> names, Pacer pacer) throws ProviderException {
        throw new ProviderException(
                new ProviderError(Kind.INVALID, "not listed", "a builtin server shows its records name by name only"));
    }

    /** {@inheritDoc} Always refused: only the daemon changes its records. */
    @Override
    public Accepted change(String zone, List<RecordChange> changes) throws ProviderException {
        throw new ProviderException(
                new ProviderError(Kind.DENIED, "read-only", "only the daemon itself changes the records it serves"));
    }

    @Override
    public boolean inSync(String changeId) {
        return true;
    }

    @Override
    public Limits limits() {
        return new Limits(0, 0);
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    /** {@inheritDoc} A daemon that does not run yet is no fault: it brings its records with it. */
    @Override
    public List<Finding> preflight(String zone, Set<DomainName> names) {
        try {
            return List.of(Finding.ok(
                    "the daemon at " + listen + " answers: " + read(zone, names).size() + " record sets"));
        } catch (ProviderException e) {
            return List.of(
                    e.error().kind() == Kind.AMBIGUOUS
                            ? Finding.warn(e.error().message() + ": its records cannot be compared until it runs")
                            : Finding.fail(e.error().message()));
        }
    }

    @Override
    public void close() {}

    private SimpleResolver resolver() throws ProviderException {
        if (listen.port() == 0) {
            throw new ProviderException(new ProviderError(
                    Kind.INVALID,
                    "no port",
                    "the builtin DNS server listens on any free port (" + listen
                            + "): give it a fixed one, so that others can ask it"));
        }
        SimpleResolver resolver = new SimpleResolver(address());
        resolver.setTimeout(DEADLINE);
        resolver.setTCP(true); // a refused connection is told at once, and no answer is ever cut
        return resolver;
    }

    private InetSocketAddress address() throws ProviderException {
        InetSocketAddress bound = new InetSocketAddress(listen.host(), listen.port());
        if (bound.isUnresolved()) {
            throw nobody("no such host name");
        }
        return bound.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listen.port())
                : bound;
    }

    private Message ask(SimpleResolver resolver, String zone, DomainName name, int type) throws ProviderException {
        Message answer = send(resolver, name, type);
        int code = answer.getRcode();
        if (code == Rcode.REFUSED) {
            throw new ProviderException(new ProviderError(
                    Kind.NO_ZONE,
                    "no zone",
                    "the DNS server at " + listen + " has no zone " + zone
                            + ": it is not this daemon, or runs another configuration"));
        }
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            throw new ProviderException(new ProviderError(
                    Kind.TRANSIENT, Rcode.string(code), "the DNS server at " + listen + " fails for " + name));
        }
        return answer;
    }

    private Message send(SimpleResolver resolver, DomainName name, int type) throws ProviderException {
        Name owner = StoredSet.wireName(name);
        try {
            return resolver.send(Message.newQuery(Record.newRecord(owner, type, DClass.IN)));
        } catch (IOException e) {
            throw nobody(String.valueOf(e.getMessage()));
        }
    }

    private ProviderException nobody(String why) {
        return new ProviderException(
                new ProviderError(Kind.AMBIGUOUS, "no answer", "no daemon answers at " + listen + " (" + why + ")"));
    }

    /** What stands at the name itself; what a CNAME leads to is in the answer too, and is not ours to show. */
    private static List<RecordSet> sets(DomainName name, int type, Message answer) throws ProviderException {
        return WireRecords.sets(name, WireRecords.name(name), answer.getSection(Section.ANSWER)).stream()
                .filter(set -> set.type().equals(Type.string(type)))
                .toList();
    }
}
