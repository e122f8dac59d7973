package kirikae.daemon;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import kirikae.dns.DnsProvider;
import kirikae.dns.Finding;
import kirikae.dns.NameServer;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.web.Tally;

/** Counts the calls of a provider and how they ended; changes nothing about them. */
record CountedProvider(String name, DnsProvider provider, Tally tally) implements DnsProvider {
    private interface Call<T> {
        T run() throws ProviderException;
    }

    @Override
    public List<RecordSet> read(String zone, Set<DomainName> names) throws ProviderException {
        return count("read", () -> provider.read(zone, names));
    }

    @Override
    public List<RecordSet> list(String zone, Set<DomainName> names, Pacer pacer) throws ProviderException {
        return count("list", () -> provider.list(zone, names, pacer));
    }

    @Override
    public Accepted change(String zone, List<RecordChange> changes) throws ProviderException {
        return count("change", () -> provider.change(zone, changes));
    }

    @Override
    public boolean inSync(String changeId) throws ProviderException {
        return count("in-sync", () -> provider.inSync(changeId));
    }

    @Override
    public List<NameServer> nameServers(String zone) throws ProviderException {
        return count("name-servers", () -> provider.nameServers(zone));
    }

    @Override
    public Limits limits() {
        return provider.limits();
    }

    @Override
    public List<Finding> preflight(String zone, Set<DomainName> names) {
        return provider.preflight(zone, names);
    }

    @Override
    public void warmUp() throws ProviderException {
        provider.warmUp();
    }

    @Override
    public boolean isLocal() {
        return provider.isLocal();
    }

    @Override
    public void close() {
        provider.close();
    }

    private <T> T count(String operation, Call<T> call) throws ProviderException {
        try {
            T result = call.run();
            tally.asked(name, operation, "ok");
            return result;
        } catch (ProviderException e) {
            tally.asked(name, operation, word(e));
            throw e;
        } catch (RuntimeException e) {
            tally.asked(name, operation, "unexpected");
            throw e;
        }
    }

    private static String word(ProviderException e) {
        return e.error().kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
