package kirikae.faults;

import java.util.Locale;

/** What a request asks for. */
public enum RequestKind {
    /** ChangeResourceRecordSets. */
    CHANGE,
    /** ListResourceRecordSets. */
    LIST,
    /** GetChange. */
    GETCHANGE,
    /** ListHostedZonesByName. */
    ZONES,
    /** GetHostedZone. */
    ZONE,
    /** Nothing this fake knows; in a fault: whatever comes. */
    ANY;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
