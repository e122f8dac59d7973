package kirikae.sim;

import java.util.EnumSet;
import java.util.Set;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;

/** Which faults of a provider concern which call, and the error that each shows. */
final class Trouble {
    static final Set<Fault> CHANGES = EnumSet.of(
            Fault.THROTTLED,
            Fault.PRIOR_REQUEST,
            Fault.ERROR_BEFORE,
            Fault.ERROR_AFTER,
            Fault.LOST_REPLY,
            Fault.NOT_SENT,
            Fault.APPLIED_LATE,
            Fault.INVALID,
            Fault.DENIED,
            Fault.NO_ZONE,
            Fault.CREDENTIALS,
            Fault.CLOCK);
    static final Set<Fault> READS = EnumSet.of(
            Fault.THROTTLED, Fault.NO_ZONE, Fault.CREDENTIALS, Fault.CLOCK, Fault.READ_FAILED, Fault.READ_SLOW);
    static final Set<Fault> POLLS = EnumSet.of(Fault.THROTTLED, Fault.CREDENTIALS, Fault.CLOCK, Fault.NO_SUCH_CHANGE);
    static final Set<Fault> SYNC = EnumSet.of(Fault.NEVER_IN_SYNC);
    static final Set<Fault> REGRESSIONS = EnumSet.of(Fault.REGRESSION);
    static final Set<Fault> ALL = EnumSet.range(Fault.THROTTLED, Fault.READ_SLOW);

    private Trouble() {}

    static ProviderError error(Fault fault) {
        return new ProviderError(kind(fault), fault.name(), "");
    }

    private static Kind kind(Fault fault) {
        return switch (fault) {
            case THROTTLED, PRIOR_REQUEST, ERROR_BEFORE, ERROR_AFTER -> Kind.TRANSIENT;
            case INVALID, NO_SUCH_CHANGE -> Kind.INVALID;
            case DENIED -> Kind.DENIED;
            case NO_ZONE -> Kind.NO_ZONE;
            case CREDENTIALS -> Kind.CREDENTIALS;
            case CLOCK -> Kind.CLOCK;
            default -> Kind.AMBIGUOUS;
        };
    }
}
