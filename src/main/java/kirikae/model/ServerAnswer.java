package kirikae.model;

import java.time.Duration;

/**
 * What one name server said when it was asked for the records of a switch.
 *
 * @param server the server as configured, or as the zone's NS records name it
 * @param took from the question to its last answer
 * @param missing empty when it answered exactly the wanted records; else what is wrong, in words
 */
public record ServerAnswer(String server, Duration took, String missing) {
    /** True when it answered exactly the wanted records. */
    public boolean shows() {
        return missing.isEmpty();
    }
}
