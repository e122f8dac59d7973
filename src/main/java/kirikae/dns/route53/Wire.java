package kirikae.dns.route53;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kirikae.model.DomainName;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * Record sets between Route 53's words and ours. Values stay exactly as they were read, because a DELETE must repeat them; names
 * come with octal escapes and go without, which Route 53 takes for the same.
 */
final class Wire {
    private Wire() {}

    /** A name in our form; empty for one that no configuration can write (such as {@code 0/25.2.0.192.in-addr.arpa}). */
    static Optional<DomainName> name(String written) {
        try {
            return Optional.of(DomainName.of(written));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A record set as read; empty when its name can be none of ours. */
    static Optional<RecordSet> read(ResourceRecordSet set) {
        return name(set.name()).map(name -> read(name, set));
    }

    /** A record set as it is sent; only simple ones are. */
    static ResourceRecordSet write(RecordSet set) {
        ResourceRecordSet.Builder out =
                ResourceRecordSet.builder().name(set.name().text()).type(set.type());
        if (set.data() instanceof RecordData.Alias alias) {
            return out.aliasTarget(target(alias)).build();
        }
        RecordData.Values values = (RecordData.Values) set.data();
        return out.ttl(values.ttlSeconds()).resourceRecords(records(values)).build();
    }

    private static RecordSet read(DomainName name, ResourceRecordSet set) {
        String type = set.typeAsString().toUpperCase(Locale.ROOT);
        Optional<AliasTarget> target = Optional.ofNullable(set.aliasTarget());
        if (target.isPresent()) {
            return alias(target.get())
                    .map(alias -> new RecordSet(name, type, alias, Routing.words(set)))
                    .orElseGet(
                            () -> unreadable(name, type, "alias " + target.get().dnsName()));
        }
        List<String> values =
                set.resourceRecords().stream().map(ResourceRecord::value).toList();
        long ttl = Optional.ofNullable(set.ttl()).orElse(0L);
        return values.isEmpty()
                ? unreadable(name, type, "neither values nor an alias")
                : new RecordSet(name, type, new RecordData.Values(ttl, values), Routing.words(set));
    }

    private static Optional<RecordData.Alias> alias(AliasTarget target) {
        return name(target.dnsName())
                .map(to -> new RecordData.Alias(
                        Zones.bare(target.hostedZoneId()), to, Boolean.TRUE.equals(target.evaluateTargetHealth())));
    }

    /** It is there, so it must be shown; we could not repeat it exactly, so it carries a word that forbids touching it. */
    private static RecordSet unreadable(DomainName name, String type, String what) {
        return new RecordSet(name, type, new RecordData.Values(0, List.of(what)), "cannot be read: " + what);
    }

    private static AliasTarget target(RecordData.Alias alias) {
        return AliasTarget.builder()
                .hostedZoneId(alias.zone())
                .dnsName(alias.name().text())
                .evaluateTargetHealth(alias.evaluateTargetHealth())
                .build();
    }

    private static List<ResourceRecord> records(RecordData.Values values) {
        return values.texts().stream()
                .map(text -> ResourceRecord.builder().value(text).build())
                .toList();
    }
}
