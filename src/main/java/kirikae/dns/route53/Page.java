package kirikae.dns.route53;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kirikae.dns.Deadline;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;

/**
 * A page of a listing.
 *
 * @param records the readable record sets in the order of the listing
 * @param following where the listing goes on; {@link Cursor#START} at its end
 */
record Page(List<RecordSet> records, Cursor following) {
    private static final String OPERATION = "ListResourceRecordSets";

    Page {
        records = List.copyOf(records);
    }

    /** Fetches one page. */
    static Page fetch(Api api, String zoneId, Cursor from, int size, Deadline deadline) throws ProviderException {
        ListResourceRecordSetsResponse answer = api.call(
                OPERATION,
                deadline,
                (client, bounds) -> client.listResourceRecordSets(request(zoneId, from, size)
                        .overrideConfiguration(bounds)
                        .build()));
        Page page = of(answer);
        if (page.next().filter(from::equals).isPresent()) {
            throw new ProviderException(Failures.strange(OPERATION, "the listing stands still at " + from.name()));
        }
        return page;
    }

    /** Where the next page starts; empty at the end of the zone. */
    Optional<Cursor> next() {
        return Optional.of(following).filter(cursor -> !cursor.equals(Cursor.START));
    }

    /** True when the next page starts with the same name. */
    boolean goesOnWith(DomainName name) {
        return next().flatMap(cursor -> Wire.name(cursor.name()))
                .filter(name::equals)
                .isPresent();
    }

    /** Both pages as one. */
    Page followedBy(Page later) {
        return new Page(Stream.concat(records.stream(), later.records.stream()).toList(), later.following);
    }

    private static Page of(ListResourceRecordSetsResponse answer) throws ProviderException {
        if (answer.isTruncated()
                == null) { // always told; without it this is no listing, and "no records" would be a lie
            throw new ProviderException(Failures.strange(OPERATION, "no listing"));
        }
        List<RecordSet> records = answer.resourceRecordSets().stream()
                .flatMap(set -> Wire.read(set).stream())
                .toList();
        return new Page(records, answer.isTruncated() ? following(answer) : Cursor.START);
    }

    private static Cursor following(ListResourceRecordSetsResponse answer) {
        return new Cursor(
                text(answer.nextRecordName()),
                text(answer.nextRecordTypeAsString()),
                text(answer.nextRecordIdentifier()));
    }

    private static String text(@Nullable String told) {
        return Optional.ofNullable(told).orElse("");
    }

    private static ListResourceRecordSetsRequest.Builder request(String zoneId, Cursor from, int size) {
        ListResourceRecordSetsRequest.Builder request =
                ListResourceRecordSetsRequest.builder().hostedZoneId(zoneId).maxItems(String.valueOf(size));
        if (!from.name().isEmpty()) {
            request.startRecordName(from.name());
        }
        if (!from.type().isEmpty()) {
            request.startRecordType(from.type());
        }
        if (!from.identifier().isEmpty()) {
            request.startRecordIdentifier(from.identifier());
        }
        return request;
    }
}
