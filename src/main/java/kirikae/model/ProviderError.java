package kirikae.model;

import java.util.Set;

/**
 * Why a provider did not do what it was asked.
 *
 * @param kind what to do about it
 * @param code the provider's own word ("Throttling", "REFUSED"), or a short one of ours ("time-out")
 * @param message one line for people, without secrets
 * @param blamed the names that it gives as reasons; empty when it names none
 */
public record ProviderError(Kind kind, String code, String message, Set<DomainName> blamed) {
    /** Route 53's word for a zone that is still busy with an earlier change (protocols.md E4). */
    private static final String PRIOR_CHANGE = "PriorRequestNotComplete";

    /** Copies the names. */
    public ProviderError {
        blamed = Set.copyOf(blamed);
    }

    /** An error that blames no name. */
    public ProviderError(Kind kind, String code, String message) {
        this(kind, code, message, Set.of());
    }

    /** The error classes of reliability.md section 3, each with its pacing in {@code core.Pacing}. */
    public enum Kind {
        /** Throttled, busy with a prior change, 5xx: it answered; try again with jittered, growing pauses. */
        TRANSIENT,
        /** No answer: it may or may not have been applied; read back before anything else. */
        AMBIGUOUS,
        /** The records are not what we read, or the change is already there: read, compare, plan anew. */
        CONFLICT,
        /** The provider will never take this change: tell, keep watching. */
        INVALID,
        /** The zone is not there. */
        NO_ZONE,
        /** Not allowed. */
        DENIED,
        /** No credentials, or expired ones. */
        CREDENTIALS,
        /** Our clock and theirs differ too much. */
        CLOCK
    }

    /** True when the zone is still busy with an earlier change. */
    public boolean isPriorChange() {
        return code.equals(PRIOR_CHANGE);
    }

    @Override
    public String toString() {
        return message.isEmpty() ? code : code + ": " + message;
    }
}
