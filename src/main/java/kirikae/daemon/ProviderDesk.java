package kirikae.daemon;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import kirikae.dns.DnsProvider;
import kirikae.model.ProviderError;
import kirikae.model.Settings.Verification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One configured provider at work: its worker, its rate for re-reads, its zones. Lives on the decision loop. */
final class ProviderDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderDesk.class);
    private static final int READS_PER_SECOND = 3;

    private final String name;
    private final DnsProvider provider;
    private final Worker worker;
    private final DecisionLoop loop;
    private final RatePacer pacer = new RatePacer(READS_PER_SECOND);
    private final Map<String, ZoneDesk> zones = new HashMap<>();
    private final ServerDesk witnesses;
    private final Function<String, Optional<Desk>> desks;

    ProviderDesk(
            String name,
            DnsProvider provider,
            Verification verification,
            DecisionLoop loop,
            Function<String, Optional<Desk>> desks,
            Consumer<Throwable> fatal) {
        this.name = name;
        this.provider = provider;
        this.loop = loop;
        this.desks = desks;
        this.worker = new Worker(name, loop, fatal);
        this.witnesses = ServerDesk.of(verification, provider, worker);
    }

    /** The zone's desk, made at the first question. */
    ZoneDesk zone(String zone) {
        return zones.computeIfAbsent(zone, key -> new ZoneDesk(key, provider, worker, loop, pacer, witnesses, desks));
    }

    /** Loads classes and fetches credentials beforehand; a failure is said, and met again by whoever needs the provider. */
    void warmUp() {
        worker.call(
                Worker.Lane.CHANGES,
                () -> {
                    provider.warmUp();
                    return name;
                },
                done -> LOG.debug("provider {} is warm", done),
                this::cold);
    }

    private void cold(ProviderError error) {
        LOG.warn("provider {} cannot be used yet: {}", name, error);
    }

    /** The provider. */
    DnsProvider provider() {
        return provider;
    }

    /** Sends nothing more, lets what is on the wire end within so long, and closes. For any thread but the loop. */
    void close(long millis) {
        worker.drain(millis);
        worker.close();
        provider.close();
    }

    /** Sends nothing more. */
    void stop() {
        pacer.stop();
        zones.values().forEach(ZoneDesk::stop);
    }

    /** Sends nothing more itself; changes that wait go to the provider that takes its place. */
    void handOver(ProviderDesk heir) {
        pacer.stop();
        zones.forEach((zone, desk) -> desk.handOver(heir.zone(zone)));
    }
}
