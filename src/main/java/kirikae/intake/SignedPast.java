package kirikae.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a start knows of the signed heartbeats that were taken before it.
 *
 * @param ahead per host how far their times ran ahead of our clock at most
 * @param until our clock now, or the journal's last time when that is later
 * @param journal whether a host that is not listed was surely never heard
 */
public record SignedPast(Map<String, Duration> ahead, Instant until, Journal journal) {
    /** The state of the journal that this was read from. */
    public enum Journal {
        WHOLE,
        DAMAGED
    }

    /** Copies the map. */
    public SignedPast {
        ahead = Map.copyOf(ahead);
    }

    /** Nothing was ever taken. */
    public static SignedPast none() {
        return new SignedPast(Map.of(), Instant.EPOCH, Journal.WHOLE);
    }
}
