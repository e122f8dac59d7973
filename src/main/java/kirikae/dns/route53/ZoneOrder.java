package kirikae.dns.route53;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import kirikae.model.DomainName;

/** The order of a listing, near enough: by labels from the right (ListResourceRecordSets, "com.amazon.www"). */
final class ZoneOrder {
    static final Comparator<DomainName> BY_LABELS =
            Comparator.comparing(ZoneOrder::reversed).thenComparing(Comparator.naturalOrder());

    private ZoneOrder() {}

    private static String reversed(DomainName name) {
        List<String> labels = Arrays.asList(name.toString().split("\\."));
        Collections.reverse(labels);
        return String.join(".", labels);
    }
}
