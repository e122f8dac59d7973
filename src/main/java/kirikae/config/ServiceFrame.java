package kirikae.config;

import java.util.List;
import java.util.Set;
import kirikae.model.DomainName;
import kirikae.model.Settings.ProviderSettings;

/**
 * What the targets and checks of a service need to know of it. Unknown parts, told already as problems, are left out so that
 * no second problem follows from the first.
 *
 * @param service its name
 * @param names those of its names that are valid
 * @param zone its zone when it is a name
 * @param ttlSeconds the TTL of its records
 * @param provider its provider when there is such a one
 */
record ServiceFrame(
        String service,
        Set<DomainName> names,
        List<DomainName> zone,
        long ttlSeconds,
        List<ProviderSettings> provider) {

    /** True when its records live where there are no aliases. */
    boolean isWithoutAlias() {
        return provider.stream().anyMatch(kind -> !(kind instanceof ProviderSettings.Route53));
    }

    /** Tells that a CNAME cannot stand at the zone's own name (RFC 1034 3.6.2), when one of the names is that. */
    void tellCnameAtApex(Value value) {
        for (DomainName apex : zone) {
            if (names.contains(apex)) {
                value.error("a CNAME cannot stand at the zone's own name " + apex + "; use an alias or addresses");
            }
        }
    }

    /** True when a connection to this host would follow the service's records: one of its names, or below its wildcard. */
    boolean owns(String host) {
        return AddressText.name(host).map(this::owns).orElse(false);
    }

    private boolean owns(DomainName host) {
        return names.contains(host) || ManagedNames.wildcards(host).stream().anyMatch(names::contains);
    }
}
