package kirikae.model;

/**
 * One report about a target.
 *
 * @param outcome what it says
 * @param reason one line for people, at most 1,024 characters ("HTTP 503", "connection refused"); may be empty for a success
 */
public record Observation(Outcome outcome, String reason) {
    /** The three values of evidence, and the two words only a host itself may say. */
    public enum Outcome {
        SUCCESS,
        FAILURE,
        /** A local fault (no file handle, own loop late, no resolver), or whoever looked cannot tell: never evidence. */
        UNKNOWN,
        /** The host itself says that it is broken: DOWN at once. */
        FAIL_SAID
    }

    /** A success with nothing to add. */
    public static Observation success() {
        return new Observation(Outcome.SUCCESS, "");
    }

    /** A success that has something to say, such as a plugin's warning. */
    public static Observation success(String note) {
        return new Observation(Outcome.SUCCESS, note);
    }

    /** A failure of the target. */
    public static Observation failure(String reason) {
        return new Observation(Outcome.FAILURE, reason);
    }

    /** A fault on our side. */
    public static Observation unknown(String reason) {
        return new Observation(Outcome.UNKNOWN, reason);
    }

    /** The host's own word that it is broken. */
    public static Observation failSaid(String reason) {
        return new Observation(Outcome.FAIL_SAID, reason);
    }
}
