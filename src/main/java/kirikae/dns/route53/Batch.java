package kirikae.dns.route53;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kirikae.dns.Deadline;
import kirikae.dns.DnsProvider.Limits;
import kirikae.dns.ProviderException;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ChangeInfo;

/**
 * One atomic change batch: all DELETEs of exactly what was read, then all CREATEs. That is Route 53's compare-and-swap: the batch
 * fails whole when anything differs from what was read. DELETE must come first, or a CNAME cannot follow an A.
 */
record Batch(List<Change> changes) {
    private static final String OPERATION = "ChangeResourceRecordSets";
    private static final String COMMENT = "kirikae";

    Batch {
        changes = List.copyOf(changes);
    }

    /**
     * Puts changes into one batch.
     *
     * @throws ProviderException INVALID, before anything is sent, when Route 53 would refuse it or a record set must not be touched
     */
    static Batch of(List<RecordChange> changes, Limits limits) throws ProviderException {
        List<RecordSet> deletes =
                changes.stream().flatMap(change -> change.deletes().stream()).toList();
        List<RecordSet> creates =
                changes.stream().flatMap(change -> change.creates().stream()).toList();
        refuseRouted(Stream.concat(deletes.stream(), creates.stream()).toList());
        refuseLarge(changes, limits);
        List<Change> all = new ArrayList<>();
        deletes.forEach(set -> all.add(change(ChangeAction.DELETE, set)));
        creates.forEach(set -> all.add(change(ChangeAction.CREATE, set)));
        return new Batch(all);
    }

    /** Sends it, once. */
    ChangeInfo send(Api api, String zoneId, Deadline deadline) throws ProviderException {
        ChangeBatch batch =
                ChangeBatch.builder().comment(COMMENT).changes(changes).build();
        return told(
                OPERATION,
                api.call(
                        OPERATION,
                        deadline,
                        (client, bounds) -> client.changeResourceRecordSets(request -> request.hostedZoneId(zoneId)
                                        .changeBatch(batch)
                                        .overrideConfiguration(bounds))
                                .changeInfo()));
    }

    /** What was told about a change; an answer without it is not Route 53's. */
    static ChangeInfo told(String operation, @Nullable ChangeInfo info) throws ProviderException {
        return Optional.ofNullable(info)
                .filter(there -> there.id() != null)
                .orElseThrow(() -> new ProviderException(Failures.strange(operation, "no change id")));
    }

    private static Change change(ChangeAction action, RecordSet set) {
        return Change.builder()
                .action(action)
                .resourceRecordSet(Wire.write(set))
                .build();
    }

    private static void refuseRouted(List<RecordSet> sets) throws ProviderException {
        for (RecordSet set : sets) {
            if (!set.routing().isEmpty()) {
                throw invalid("not-simple", set.name() + " " + set.type() + " is never touched: " + set.routing());
            }
        }
    }

    private static void refuseLarge(List<RecordChange> changes, Limits limits) throws ProviderException {
        int elements = changes.stream().mapToInt(RecordChange::elements).sum();
        int characters = changes.stream().mapToInt(RecordChange::characters).sum();
        if (changes.isEmpty() || elements > limits.elements() || characters > limits.characters()) {
            throw invalid(
                    "batch-size",
                    "a batch of " + elements + " elements and " + characters + " characters; Route 53 takes 1 to "
                            + limits.elements() + " and " + limits.characters());
        }
    }

    private static ProviderException invalid(String code, String text) {
        return new ProviderException(new ProviderError(Kind.INVALID, code, Sentence.of(text)));
    }
}
