package kirikae.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import kirikae.dns.DnsProvider;
import kirikae.dns.DryRun;
import kirikae.dns.ProviderException;
import kirikae.dns.builtin.BuiltinProvider;
import kirikae.journal.Standing;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Settings;
import kirikae.model.Settings.ProviderSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured providers that services use. Owns building them and giving the builtin ones their first records. */
final class Providers {
    private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

    private final Daemon.Mode mode;
    private final DecisionLoop loop;
    private final Function<String, Optional<Desk>> desks;
    private final Consumer<Throwable> fatal;
    private final Map<String, ProviderDesk> open = new LinkedHashMap<>();
    private final Map<String, BuiltinProvider> builtin = new HashMap<>();
    private final Map<String, Settings.Endpoint> endpoints = new LinkedHashMap<>();

    Providers(Daemon.Mode mode, DecisionLoop loop, Function<String, Optional<Desk>> desks, Consumer<Throwable> fatal) {
        this.mode = mode;
        this.loop = loop;
        this.desks = desks;
        this.fatal = fatal;
    }

    /** Opens all that services use; a builtin one serves what the journal says was last shown. */
    void open(Settings settings, Standing standing) throws Exception {
        for (String name : used(settings)) {
            open.put(name, desk(name, settings, standing));
        }
    }

    private static List<String> used(Settings settings) {
        return settings.services().stream()
                .map(Service::provider)
                .distinct()
                .sorted()
                .toList();
    }

    private ProviderDesk desk(String name, Settings settings, Standing standing) throws Exception {
        DnsProvider provider = make(name, settings, standing);
        DnsProvider asked = mode == Daemon.Mode.DRY_RUN ? new DryRun(provider) : provider;
        return new ProviderDesk(name, asked, loop, desks, fatal);
    }

    private DnsProvider make(String name, Settings settings, Standing standing) throws Exception {
        ProviderSettings kind = settings.providers().get(name);
        if (kind instanceof ProviderSettings.Builtin own) {
            BuiltinProvider provider = new BuiltinProvider(own.listen(), warning -> LOG.warn("{}", warning));
            seed(provider, name, settings.services(), standing);
            endpoints.put(name, provider.start());
            builtin.put(name, provider);
            return provider;
        }
        if (kind instanceof ProviderSettings.Route53 route53) {
            return ProviderFactory.remote(route53);
        }
        throw new IllegalStateException("provider " + name + " has no implementation");
    }

    private static void seed(BuiltinProvider provider, String name, List<Service> services, Standing standing)
            throws ProviderException {
        Map<String, List<RecordSet>> zones = new LinkedHashMap<>();
        for (Service service : services) {
            if (service.provider().equals(name)) {
                zones.computeIfAbsent(service.zone(), zone -> new ArrayList<>()).addAll(lastShown(service, standing));
            }
        }
        for (Map.Entry<String, List<RecordSet>> zone : zones.entrySet()) {
            provider.seed(zone.getKey(), zone.getValue());
        }
    }

    private static List<RecordSet> lastShown(Service service, Standing standing) {
        int target = standing.lastAccepted(service.name())
                .flatMap(event -> event.text("to"))
                .map(service::targetIndex)
                .filter(java.util.OptionalInt::isPresent)
                .map(java.util.OptionalInt::getAsInt)
                .orElse(0);
        return service.targets().get(target).records();
    }

    /** The zone of a service. */
    ZoneDesk zone(Service service) {
        return Optional.ofNullable(open.get(service.provider()))
                .orElseThrow(() -> new IllegalStateException("provider " + service.provider() + " is not open"))
                .zone(service.zone());
    }

    /** Lets every provider load its classes and credentials beforehand. */
    void warmUp() {
        open.values().forEach(ProviderDesk::warmUp);
    }

    /** Says where builtin servers listen. */
    void describe(Map<String, Object> fields) {
        endpoints.forEach((name, endpoint) -> fields.put("dns-" + name, endpoint.toString()));
        if (mode == Daemon.Mode.DRY_RUN) {
            fields.put("mode", "dry-run");
        }
    }

    /** Where builtin servers listen, by the provider's name. */
    Map<String, Settings.Endpoint> endpoints() {
        return Map.copyOf(endpoints);
    }

    /** Opens new and changed providers and closes those that are no longer used. */
    void replace(Settings before, Settings next) throws Exception {
        Map<String, ProviderDesk> made = new LinkedHashMap<>();
        for (String name : used(next)) {
            boolean same = open.containsKey(name)
                    && java.util.Objects.equals(
                            before.providers().get(name), next.providers().get(name));
            if (!same) {
                made.put(name, desk(name, next, new Standing()));
            } else if (builtin.containsKey(name)) {
                seedNew(name, before, next);
            }
        }
        List<String> gone = open.keySet().stream()
                .filter(name -> made.containsKey(name) || !used(next).contains(name))
                .toList();
        gone.forEach(name -> closeLater(name));
        open.putAll(made);
        made.values().forEach(ProviderDesk::warmUp);
    }

    /** Adds the records of new services to a builtin server; what it serves already stays. */
    private void seedNew(String name, Settings before, Settings next) throws ProviderException {
        BuiltinProvider provider = Optional.ofNullable(builtin.get(name)).orElseThrow();
        Map<String, List<RecordSet>> zones = new LinkedHashMap<>();
        Set<String> served = before.services().stream()
                .filter(service -> service.provider().equals(name))
                .map(Service::zone)
                .collect(Collectors.toSet());
        for (Service service : next.services()) {
            if (service.provider().equals(name) && desks.apply(service.name()).isEmpty()) {
                zones.computeIfAbsent(service.zone(), zone -> new ArrayList<>())
                        .addAll(service.targets().get(0).records());
            }
        }
        for (Map.Entry<String, List<RecordSet>> zone : zones.entrySet()) {
            List<RecordSet> contents = new ArrayList<>(zone.getValue());
            if (served.contains(zone.getKey())) {
                provider.list(zone.getKey(), () -> {}).stream()
                        .filter(set -> !set.type().equals("SOA"))
                        .forEach(contents::add);
            }
            provider.seed(zone.getKey(), contents);
        }
    }

    private void closeLater(String name) {
        Optional.ofNullable(open.remove(name)).ifPresent(desk -> {
            desk.stop();
            Thread thread = new Thread(() -> desk.close(2_000), "close-" + name);
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Sends nothing more. */
    void stop() {
        open.values().forEach(ProviderDesk::stop);
    }

    /** Lets what is on the wire end and closes all, each within so long. */
    Object close(long millis) {
        open.values().forEach(desk -> desk.close(millis));
        return open.size();
    }
}
