package kirikae.model;

import java.util.List;

/**
 * One place that a service's names can point to.
 *
 * @param name "primary", "maintenance" or a standby's name
 * @param records the record sets it wants, for every name of the service
 * @param checks how it is watched; without any it is always usable
 */
public record Target(String name, List<RecordSet> records, List<Check> checks) {
    /** The name of the most preferred target. */
    public static final String PRIMARY = "primary";
    /** The name of the least preferred target. */
    public static final String MAINTENANCE = "maintenance";

    /** Copies its lists. */
    public Target {
        records = List.copyOf(records);
        checks = List.copyOf(checks);
    }
}
