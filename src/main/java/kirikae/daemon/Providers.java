package kirikae.daemon;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import kirikae.dns.DnsProvider;
import kirikae.dns.DryRun;
import kirikae.dns.builtin.BuiltinProvider;
import kirikae.journal.Standing;
import kirikae.model.ProviderError;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Settings;
import kirikae.model.Settings.ProviderSettings;
import kirikae.model.Settings.Verification;
import kirikae.web.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured providers that services use. Owns building them and giving the builtin ones their first records. */
final class Providers {
    private static final Logger LOG = LoggerFactory.getLogger(Providers.class);
    /** Nobody is left to ask; those who are configured now are asked before anything moves. */
    private static final ProviderError GONE =
            new ProviderError(ProviderError.Kind.TRANSIENT, "gone", "a reload has taken the provider away");

    private final Daemon.Mode mode;
    private final DecisionLoop loop;
    private final Function<String, Optional<Desk>> desks;
    private final Consumer<Throwable> fatal;
    private final Tally tally;
    private final Map<String, ProviderDesk> open = new LinkedHashMap<>();
    private final Map<String, BuiltinProvider> builtin = new HashMap<>();
    private final Map<String, Settings.Endpoint> endpoints = new LinkedHashMap<>();

    Providers(
            Daemon.Mode mode,
            DecisionLoop loop,
            Function<String, Optional<Desk>> desks,
            Consumer<Throwable> fatal,
            Tally tally) {
        this.mode = mode;
        this.loop = loop;
        this.desks = desks;
        this.fatal = fatal;
        this.tally = tally;
    }

    /** Opens all that services use; a builtin one serves what the journal says was last shown. */
    void open(Settings settings, Standing standing) throws Exception {
        Seeding seeding = Seeding.atStart(standing);
        for (String name : used(settings)) {
            open.put(name, desk(name, settings, seeding));
        }
    }

    private static List<String> used(Settings settings) {
        return settings.services().stream()
                .map(Service::provider)
                .distinct()
                .sorted()
                .toList();
    }

    private ProviderDesk desk(String name, Settings settings, Seeding seeding) throws Exception {
        DnsProvider provider = make(name, settings, seeding);
        DnsProvider asked = mode == Daemon.Mode.DRY_RUN ? new DryRun(provider) : provider;
        return new ProviderDesk(
                name, new CountedProvider(name, asked, tally), verification(name, settings), loop, desks, fatal);
    }

    /** A dry run asks nobody: nothing was written that a name server could show. */
    private Verification verification(String name, Settings settings) {
        return mode == Daemon.Mode.DRY_RUN
                ? new Verification.ReadBack()
                : Optional.ofNullable(settings.providers().get(name))
                        .orElseThrow()
                        .verification();
    }

    private DnsProvider make(String name, Settings settings, Seeding seeding) throws Exception {
        ProviderSettings kind = settings.providers().get(name);
        if (kind instanceof ProviderSettings.Builtin own) {
            BuiltinProvider provider = new BuiltinProvider(own.listen(), warning -> LOG.warn("{}", warning));
            seeding.seed(provider, name, settings);
            endpoints.put(name, provider.start());
            builtin.put(name, provider);
            return provider;
        }
        return ProviderFactory.remote(Optional.ofNullable(kind)
                .orElseThrow(() -> new IllegalStateException("provider " + name + " is not configured")));
    }

    /** The zone of a service that is configured now. */
    ZoneDesk zone(Service service) {
        return find(service)
                .orElseThrow(() -> new IllegalStateException("provider " + service.provider() + " is not open"));
    }

    /** The zone of a service; empty when a reload has taken its provider away. */
    Optional<ZoneDesk> find(Service service) {
        return Optional.ofNullable(open.get(service.provider())).map(desk -> desk.zone(service.zone()));
    }

    /** Reads the live records of a service whose provider a reload may have taken away meanwhile. */
    void ask(Desk desk, Consumer<List<RecordSet>> done, Consumer<ProviderError> failed) {
        Service service = desk.service();
        find(service)
                .ifPresentOrElse(
                        zone -> zone.read(Set.copyOf(service.names()), done, failed), () -> failed.accept(GONE));
    }

    /** Reads the live records of a service that is configured now, and says only whether that was possible. */
    void read(Service service, Runnable done, Consumer<String> failed) {
        zone(service).read(Set.copyOf(service.names()), live -> done.run(), error -> failed.accept(error.toString()));
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

    /** Opens new and changed providers and closes those that are no longer used; when one cannot be opened, nothing changes. */
    void replace(Settings before, Settings next) throws Exception {
        Map<String, ProviderDesk> made = new LinkedHashMap<>();
        Map<String, BuiltinProvider> serving = Map.copyOf(builtin);
        Seeding seeding = Seeding.atReload(serving, desks);
        try {
            for (String name : used(next)) {
                if (isChanged(name, before, next)) {
                    made.put(name, desk(name, next, seeding));
                }
            }
            for (String name : used(next)) {
                if (!made.containsKey(name) && serving.containsKey(name)) {
                    seeding.seed(serving.get(name), name, next);
                }
            }
        } catch (Exception e) {
            made.values().forEach(desk -> desk.close(0));
            builtin.clear();
            builtin.putAll(serving);
            throw e;
        }
        swap(made, used(next));
    }

    private boolean isChanged(String name, Settings before, Settings next) {
        return !open.containsKey(name)
                || !java.util.Objects.equals(
                        before.providers().get(name), next.providers().get(name));
    }

    private void swap(Map<String, ProviderDesk> made, List<String> used) {
        List<String> gone = open.keySet().stream()
                .filter(name -> made.containsKey(name) || !used.contains(name))
                .toList();
        Map<String, ProviderDesk> closing = new LinkedHashMap<>();
        gone.forEach(name -> closing.put(name, open.remove(name)));
        open.putAll(made);
        closing.forEach((name, desk) -> closeLater(name, desk));
        builtin.keySet().retainAll(used);
        made.values().forEach(ProviderDesk::warmUp);
    }

    private void closeLater(String name, ProviderDesk desk) {
        Optional.ofNullable(open.get(name)).ifPresentOrElse(desk::handOver, desk::stop);
        Thread thread = new Thread(() -> desk.close(2_000), "close-" + name);
        thread.setDaemon(true);
        thread.start();
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
