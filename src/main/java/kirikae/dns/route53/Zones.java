package kirikae.dns.route53;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import kirikae.dns.Deadline;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.HostedZoneConfig;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;

/**
 * Hosted zone ids. A configured text without a dot is an id and used as it is; a name is looked up once and remembered until Route
 * 53 says that the id is gone. Must not: guess between zones that share a name.
 */
final class Zones {
    private static final String OPERATION = "ListHostedZonesByName";
    private static final String PREFIX =
            "/hostedzone/"; // answers have it, requests must not: the SDK would escape the slashes
    private static final int MOST_TWINS = 100;

    private final Api api;
    private final Map<String, String> ids = new ConcurrentHashMap<>();

    Zones(Api api) {
        this.api = api;
    }

    /**
     * The id of a zone as configured.
     *
     * @throws ProviderException NO_ZONE when no zone has the name, INVALID when several have it
     */
    String id(String zone, Deadline deadline) throws ProviderException {
        if (zone.indexOf('.') < 0) {
            return bare(zone);
        }
        String known = ids.get(zone);
        if (known != null) {
            return known;
        }
        String found = lookUp(name(zone), deadline);
        ids.put(zone, found);
        return found;
    }

    /** True when {@link #id} needs no request. */
    boolean knows(String zone) {
        return zone.indexOf('.') < 0 || ids.containsKey(zone);
    }

    /** Forgets the id: Route 53 does not know it any more. */
    void forget(String zone) {
        ids.remove(zone);
    }

    /** An id without Route 53's path before it. */
    static String bare(String id) {
        return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    }

    private String lookUp(DomainName name, Deadline deadline) throws ProviderException {
        List<HostedZone> zones = named(name, ask(name, deadline));
        if (zones.isEmpty()) {
            String text = "no hosted zone of this account is named '" + name + "' (" + OPERATION + ")";
            throw new ProviderException(new ProviderError(Kind.NO_ZONE, "NoSuchHostedZone", text));
        }
        if (zones.size() > 1) {
            throw new ProviderException(twins(name, zones));
        }
        return bare(zones.get(0).id());
    }

    private ListHostedZonesByNameResponse ask(DomainName name, Deadline deadline) throws ProviderException {
        ListHostedZonesByNameResponse answer = api.call(
                OPERATION,
                deadline,
                (client, bounds) -> client.listHostedZonesByName(request -> request.dnsName(name.text())
                        .maxItems(String.valueOf(MOST_TWINS))
                        .overrideConfiguration(bounds)));
        if (answer.isTruncated() == null) {
            throw new ProviderException(Failures.strange(OPERATION, "no list of zones"));
        }
        return answer;
    }

    /** The listing starts at the name and goes on with others. */
    private static List<HostedZone> named(DomainName name, ListHostedZonesByNameResponse answer) {
        List<HostedZone> exact = new ArrayList<>();
        for (HostedZone zone : answer.hostedZones()) {
            if (Wire.name(zone.name()).filter(name::equals).isPresent()) {
                exact.add(zone);
            }
        }
        return exact;
    }

    private static ProviderError twins(DomainName name, List<HostedZone> zones) {
        String ids = zones.stream().map(zone -> bare(zone.id()) + kind(zone)).collect(Collectors.joining(", "));
        String text =
                "several zones are named '" + name + "': " + ids + "; write the id of the one you mean as the zone";
        return new ProviderError(Kind.INVALID, "ambiguous-zone", Sentence.of(text));
    }

    private static String kind(HostedZone zone) {
        boolean hidden = Optional.ofNullable(zone.config())
                .map(HostedZoneConfig::privateZone)
                .orElse(false);
        return hidden ? " (private)" : " (public)";
    }

    private static DomainName name(String zone) throws ProviderException {
        try {
            return DomainName.of(zone);
        } catch (IllegalArgumentException e) {
            String text = Sentence.of("zone: " + e.getMessage());
            throw new ProviderException(new ProviderError(Kind.INVALID, "InvalidZone", text), e);
        }
    }
}
