package kirikae.core;

import java.time.Duration;
import kirikae.model.ProviderError;

/**
 * How long to pause after a provider's error: reliability.md section 3. Growing pauses double; jitter comes from a hash, so that
 * it is spread among services yet the same in every replay.
 */
public final class Pacing {
    /** After so long without success a failing switch is told, whatever its class. */
    public static final Duration TELL_AFTER = Duration.ofSeconds(60);
    /** A change that is not in sync by then is read back all the same. */
    public static final Duration SYNC_PATIENCE = Duration.ofMinutes(2);

    /** After so long name servers that do not show a switch are told. */
    public static final Duration LAG_TELL = Duration.ofSeconds(10);
    /** After so long they are not asked any more. */
    public static final Duration LAG_PATIENCE = Duration.ofMinutes(10);

    private static final Duration[] POLLS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(4),
        Duration.ofSeconds(8)
    };

    private Pacing() {}

    /**
     * The pause before the next try.
     *
     * @param kind the error's class
     * @param failures failures in a row, at least 1
     * @param salt what the jitter is made of, such as the service's name
     */
    public static Duration after(ProviderError.Kind kind, int failures, String salt) {
        return switch (kind) {
            case TRANSIENT, AMBIGUOUS -> growing(500, failures, salt);
            case CONFLICT -> failures <= 3 ? Duration.ZERO : growing(1_000, failures - 3, salt);
            case CREDENTIALS -> growing(5_000, failures, salt);
            case INVALID, DENIED -> Duration.ofSeconds(60);
            // The refusal tells the right time, and the SDK signs the next request by it.
            case CLOCK -> failures == 1 ? growing(500, 1, salt) : Duration.ofSeconds(60);
            case NO_ZONE -> Duration.ofMinutes(5);
        };
    }

    /** True when an error of this class is told at once, since waiting will not mend it. */
    public static boolean isToldAtOnce(ProviderError.Kind kind) {
        return switch (kind) {
            case INVALID, DENIED, NO_ZONE, CLOCK -> true;
            case TRANSIENT, AMBIGUOUS, CONFLICT, CREDENTIALS -> false;
        };
    }

    /** The pause before the next question whether a change is in sync. */
    public static Duration poll(int asked) {
        return asked < POLLS.length ? POLLS[asked] : Duration.ofSeconds(15);
    }

    /** The pause before name servers that lag are asked again: a quarter of a second, doubling up to 15 s. */
    public static Duration servers(int rounds) {
        return Duration.ofMillis(Math.min(15_000, 250L << Math.min(rounds - 1, 6)));
    }

    private static Duration growing(long firstMillis, int failures, String salt) {
        long full = Math.min(60_000, firstMillis << Math.min(failures - 1, 16));
        long hash = Math.floorMod(((salt + "#" + failures).hashCode() * 0x9E3779B97F4A7C15L) >>> 20, 1000L);
        return Duration.ofMillis(full / 2 + full * hash / 2000);
    }
}
