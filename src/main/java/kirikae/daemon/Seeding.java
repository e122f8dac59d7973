package kirikae.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import kirikae.core.Actual;
import kirikae.dns.ProviderException;
import kirikae.dns.builtin.BuiltinProvider;
import kirikae.journal.Standing;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Settings;

/**
 * What a builtin DNS server serves when it begins, and what a reload adds to it: records that it serves already stay, and names
 * that it does not know yet get the records that their service showed last. Must never move a name.
 */
final class Seeding {
    private final Map<String, BuiltinProvider> serving;
    private final Function<Service, Optional<String>> lastTarget;

    private Seeding(Map<String, BuiltinProvider> serving, Function<Service, Optional<String>> lastTarget) {
        this.serving = serving;
        this.lastTarget = lastTarget;
    }

    /** At the start the journal knows what was shown last. */
    static Seeding atStart(Standing standing) {
        return new Seeding(
                Map.of(), service -> standing.lastAccepted(service.name()).flatMap(event -> event.text("to")));
    }

    /**
     * At a reload the servers that run know, and for new names the services at work.
     *
     * @param serving the servers that run, by the provider's name
     */
    static Seeding atReload(Map<String, BuiltinProvider> serving, Function<String, Optional<Desk>> desks) {
        return new Seeding(serving, service -> desks.apply(service.name()).flatMap(Seeding::actual));
    }

    private static Optional<String> actual(Desk desk) {
        return desk.state().actual() instanceof Actual.At at
                ? Optional.of(desk.service().targets().get(at.target()).name())
                : Optional.empty();
    }

    /** Puts the zones of all services of the named provider in place. */
    void seed(BuiltinProvider provider, String name, Settings settings) throws ProviderException {
        Optional.ofNullable(serving.get(name))
                .filter(other -> !other.equals(provider))
                .ifPresent(provider::takeOver);
        Map<String, List<RecordSet>> zones = new LinkedHashMap<>();
        for (Service service : settings.services()) {
            if (service.provider().equals(name)) {
                zones.computeIfAbsent(service.zone(), zone -> new ArrayList<>()).addAll(lastShown(service));
            }
        }
        for (Map.Entry<String, List<RecordSet>> zone : zones.entrySet()) {
            provider.seedUnknown(zone.getKey(), zone.getValue());
        }
    }

    private List<RecordSet> lastShown(Service service) {
        int target = lastTarget
                .apply(service)
                .map(service::targetIndex)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .orElse(0);
        return service.targets().get(target).records();
    }
}
