package kirikae.daemon;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kirikae.dns.DnsProvider;
import kirikae.model.Service;
import kirikae.model.Settings.ProviderSettings;

/** The providers that a command beside the daemon uses: each is made at its first use, and all are closed together. */
public final class OpenProviders implements AutoCloseable {
    private final Map<String, ProviderSettings> settings;
    private final Map<String, DnsProvider> open = new LinkedHashMap<>();

    /** Takes the configured providers by name. */
    public OpenProviders(Map<String, ProviderSettings> settings) {
        this.settings = Map.copyOf(settings);
    }

    /** The provider of a service, as {@link ProviderFactory#beside} makes it. */
    public DnsProvider of(Service service) {
        return open.computeIfAbsent(service.provider(), name -> ProviderFactory.beside(kind(name)));
    }

    private ProviderSettings kind(String name) {
        return Optional.ofNullable(settings.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no provider " + name));
    }

    @Override
    public void close() {
        open.values().forEach(DnsProvider::close);
        open.clear();
    }
}
