package kirikae.dns.route53;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kirikae.dns.Deadline;
import kirikae.dns.DnsProvider.Pacer;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;

/**
 * Reads the records of a zone, whole or at some names. Pages come in Route 53's order (labels reversed, then type) and start at the
 * asked name, or at the next one when it is absent.
 *
 * <p>Several names are read by a sweep: a page that was asked for one name also answers every other name that it shows completely.
 * So names that lie together cost one request, and no number of names costs more requests than names. The order serves thrift only:
 * a name counts as absent only when a page that started at that very name does not show it. When many names are absent, the whole
 * zone is listed instead: that tells about all of them, and costs a request for every 300 record sets.
 */
final class Listing {
    private static final int LARGEST_PAGE = 300; // Route 53's own limit
    private static final int RECORDS_PER_NAME =
            20; // of a page when few names are asked: A, AAAA, MX, TXT, CAA and room
    private static final int MOST_PAGES = 1_000;
    private static final int MOST_ABSENT = 10;

    private final Api api;

    Listing(Api api) {
        this.api = api;
    }

    /** Every record set of the zone, a page at a time. */
    List<RecordSet> whole(String zoneId, Pacer pacer) throws ProviderException {
        return whole(zoneId, () -> {
            pacer.await();
            return api.deadline();
        });
    }

    /** What a page waits for; gives by when it must be there. */
    private interface Turn {
        Deadline await() throws ProviderException;
    }

    private List<RecordSet> whole(String zoneId, Turn turn) throws ProviderException {
        List<RecordSet> all = new ArrayList<>();
        Cursor from = Cursor.START;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            Page page = Page.fetch(api, zoneId, from, LARGEST_PAGE, turn.await());
            all.addAll(page.records());
            Optional<Cursor> next = page.next();
            if (next.isEmpty()) {
                return all;
            }
            from = next.get();
        }
        throw new ProviderException(Failures.strange("ListResourceRecordSets", "a listing without an end"));
    }

    /** The first page of the zone, with its own name's records. */
    List<RecordSet> first(String zoneId, Deadline deadline) throws ProviderException {
        return Page.fetch(api, zoneId, Cursor.START, RECORDS_PER_NAME, deadline).records();
    }

    /** Every record set at the names. */
    List<RecordSet> at(String zoneId, Set<DomainName> names, Deadline deadline) throws ProviderException {
        TreeSet<DomainName> open = new TreeSet<>(ZoneOrder.BY_LABELS);
        open.addAll(names);
        int size = Math.min(LARGEST_PAGE, RECORDS_PER_NAME * names.size());
        List<RecordSet> found = new ArrayList<>();
        int absent = 0;
        while (!open.isEmpty()) {
            if (absent > MOST_ABSENT) {
                return whole(zoneId, () -> deadline).stream()
                        .filter(set -> names.contains(set.name()))
                        .toList();
            }
            DomainName first = open.first();
            Page run = runFrom(zoneId, first, size, deadline);
            Map<DomainName, List<RecordSet>> answered = answered(run);
            answered.keySet().retainAll(open);
            answered.values().forEach(found::addAll);
            open.removeAll(answered.keySet());
            if (open.remove(first)) {
                absent++;
            }
        }
        return found;
    }

    /** A page that starts at a name, and goes on for as long as the name does. */
    private Page runFrom(String zoneId, DomainName first, int size, Deadline deadline) throws ProviderException {
        Page run = Page.fetch(api, zoneId, Cursor.at(first), size, deadline);
        for (int pages = 1; run.goesOnWith(first); pages++) {
            if (pages > MOST_PAGES) {
                throw new ProviderException(Failures.strange("ListResourceRecordSets", "a listing without an end"));
            }
            run = run.followedBy(Page.fetch(api, zoneId, run.next().orElseThrow(), LARGEST_PAGE, deadline));
        }
        return run;
    }

    /** The names that a run shows completely: those it does not go on with. */
    private static Map<DomainName, List<RecordSet>> answered(Page run) {
        Map<DomainName, List<RecordSet>> byName = new HashMap<>();
        for (RecordSet set : run.records()) {
            byName.computeIfAbsent(set.name(), name -> new ArrayList<>()).add(set);
        }
        byName.keySet().removeIf(run::goesOnWith);
        return byName;
    }
}
