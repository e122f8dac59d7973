package kirikae.dns;

import java.util.List;
import java.util.Set;
import kirikae.model.DomainName;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;

/**
 * One place where records live. Every method blocks and has a deadline of its own (at most 8 s): call it on a worker, never on
 * an event loop. Implementations are safe to call from several threads.
 */
public interface DnsProvider extends AutoCloseable {
    /**
     * Reads every record set, of every type, at the given names, straight from the writing side.
     *
     * @param zone as configured: a name with a dot, or an id without one
     * @return what is there, in any order; nothing for a name without records
     * @throws ProviderException when it cannot be read
     */
    List<RecordSet> read(String zone, Set<DomainName> names) throws ProviderException;

    /**
     * Reads at least the record sets at some names, without haste: a whole zone, page by page, where that takes fewer requests.
     *
     * @param pacer asked before every request; it may block to keep within the provider's rate
     * @throws ProviderException when it cannot be read
     */
    List<RecordSet> list(String zone, Set<DomainName> names, Pacer pacer) throws ProviderException;

    /**
     * Sends all changes as one atomic batch, once: no hidden retry. DELETEs go before CREATEs.
     *
     * @return what the provider said
     * @throws ProviderException when it refused, or when the end is not known ({@code AMBIGUOUS})
     */
    Accepted change(String zone, List<RecordChange> changes) throws ProviderException;

    /**
     * Asks whether an accepted change has reached all name servers.
     *
     * @throws ProviderException when it cannot be told
     */
    boolean inSync(String changeId) throws ProviderException;

    /**
     * The name servers that answer for a zone, for those who want a switch proved by their answers.
     *
     * @return none when it knows of none
     * @throws ProviderException when it cannot be told
     */
    default List<NameServer> nameServers(String zone) throws ProviderException {
        return List.of();
    }

    /** The largest batch it takes. */
    Limits limits();

    /**
     * Tries everything a switch of these names will need, short of a change: {@code check --online}. Takes at most 8 s a step. A
     * provider without credentials and clocks needs no more than to be readable.
     *
     * @param zone as configured
     * @param names the names of one service
     * @return what was tried, in order; a provider that refuses or is silent is a finding, not an exception
     */
    default List<Finding> preflight(String zone, Set<DomainName> names) {
        try {
            return List.of(Finding.ok(
                    "zone " + zone + " can be read: " + read(zone, names).size() + " record sets"));
        } catch (ProviderException e) {
            return List.of(Finding.fail("zone " + zone + " cannot be read: " + e.error()));
        }
    }

    /**
     * The provider's own id of a zone.
     *
     * @param zone as configured
     * @return the id; the zone itself where the provider has no other
     * @throws ProviderException when no zone, or more than one, has the name, or it cannot be asked
     */
    default String zoneId(String zone) throws ProviderException {
        return zone;
    }

    /**
     * Makes the first real call as fast as later ones: loads classes, fetches credentials. Sends no change.
     *
     * @throws ProviderException when credentials cannot be had; calling again is harmless
     */
    default void warmUp() throws ProviderException {}

    /** True when it is inside this process or on loopback, so that reaching it proves nothing about the network. */
    boolean isLocal();

    @Override
    void close();

    /** An accepted change: its id, and whether it is already everywhere. */
    record Accepted(String changeId, boolean inSync) {}

    /** The largest batch: elements and characters as {@link RecordChange} counts them. */
    record Limits(int elements, int characters) {}

    /** Keeps reads within a rate. */
    interface Pacer {
        /** Returns when the next request may be sent. */
        void await() throws ProviderException;
    }
}
