package kirikae.dns.route53;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import kirikae.dns.Deadline;
import kirikae.dns.DnsProvider;
import kirikae.dns.Finding;
import kirikae.dns.NameServer;
import kirikae.dns.ProviderException;
import kirikae.dns.Timeouts;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.model.Settings.ProviderSettings.Route53;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;

/**
 * Amazon Route 53. Owns: the way from the port to the API, one request for one question. Must not: retry, pace, or decide; never
 * sends UPSERT, which overwrites blindly.
 *
 * <p>Built without network or SDK: the client comes into being at the first call, or in {@link #warmUp}.
 */
public final class Route53Provider implements DnsProvider {
    static final Limits LIMITS = new Limits(1_000, 32_000);

    private final Route53 settings;
    private final Api api;
    private final Zones zones;
    private final Listing listing;

    /**
     * Takes what the configuration says. Credentials come from the SDK's default chain (instance metadata by IMDSv2 only), from the
     * named profile, or from the role that either may take on.
     */
    public Route53Provider(Route53 settings) {
        this(settings, Timeouts.STANDARD, Credentials.of(settings, Timeouts.STANDARD));
    }

    Route53Provider(Route53 settings, Timeouts timeouts, Credentials credentials) {
        this.settings = settings;
        this.api = new Api(settings, timeouts, credentials);
        this.zones = new Zones(api);
        this.listing = new Listing(api);
    }

    @Override
    public List<RecordSet> read(String zone, Set<DomainName> names) throws ProviderException {
        Deadline deadline = api.deadline();
        return inZone(zone, deadline, id -> listing.at(id, names, deadline));
    }

    /** {@inheritDoc} Each page has a deadline of its own. */
    @Override
    public List<RecordSet> list(String zone, Set<DomainName> names, Pacer pacer) throws ProviderException {
        if (!zones.knows(zone)) {
            pacer.await();
        }
        return inZone(zone, api.deadline(), id -> listing.whole(id, pacer));
    }

    @Override
    public Accepted change(String zone, List<RecordChange> changes) throws ProviderException {
        Deadline deadline = api.deadline();
        Batch batch = Batch.of(changes, limits());
        return inZone(zone, deadline, id -> accepted(batch.send(api, id, deadline)));
    }

    @Override
    public boolean inSync(String changeId) throws ProviderException {
        return accepted(info(changeId)).inSync();
    }

    /** {@inheritDoc} Those of the NS records at the zone's own name, which come first in a listing. */
    @Override
    public List<NameServer> nameServers(String zone) throws ProviderException {
        Deadline deadline = api.deadline();
        return inZone(zone, deadline, id -> listing.first(id, deadline)).stream()
                .filter(set -> set.type().equals("NS"))
                .min(Comparator.comparing(set -> set.name().text().length()))
                .map(RecordSet::data)
                .filter(RecordData.Values.class::isInstance)
                .map(data -> ((RecordData.Values) data).texts())
                .orElse(List.of())
                .stream()
                .map(text -> DomainName.of(text).toString())
                .map(name -> new NameServer(name, name, 53))
                .toList();
    }

    /** Route 53's own: 1,000 ResourceRecord elements and 32,000 characters of values in a request. */
    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public boolean isLocal() {
        return Transport.isLoopback(settings.endpoint());
    }

    @Override
    public List<Finding> preflight(String zone, Set<DomainName> names) {
        return new Preflight(api, zones, listing).run(zone, names);
    }

    @Override
    public String zoneId(String zone) throws ProviderException {
        return zones.id(zone, api.deadline());
    }

    /** {@inheritDoc} Plays one change against a canned answer, then fetches the real credentials. */
    @Override
    public void warmUp() throws ProviderException {
        ProviderError refusal = Rehearsal.play();
        if (refusal.kind() != ProviderError.Kind.TRANSIENT) {
            throw new ProviderException(refusal);
        }
        api.prepare();
    }

    @Override
    public void close() {
        api.close();
    }

    /** Something to do in a zone, given its id. */
    private interface InZone<T> {
        T with(String zoneId) throws ProviderException;
    }

    private <T> T inZone(String zone, Deadline deadline, InZone<T> work) throws ProviderException {
        try {
            return work.with(zones.id(zone, deadline));
        } catch (ProviderException e) {
            switch (e.error().kind()) {
                case NO_ZONE -> zones.forget(zone);
                case TRANSIENT, AMBIGUOUS, CONFLICT, INVALID, DENIED, CREDENTIALS, CLOCK -> {}
            }
            throw e;
        }
    }

    private ChangeInfo info(String changeId) throws ProviderException {
        return Batch.told(
                "GetChange",
                api.call(
                        "GetChange",
                        api.deadline(),
                        (client, bounds) -> client.getChange(
                                        request -> request.id(changeId).overrideConfiguration(bounds))
                                .changeInfo()));
    }

    static Accepted accepted(ChangeInfo info) {
        return new Accepted(info.id(), info.status() == ChangeStatus.INSYNC);
    }
}
