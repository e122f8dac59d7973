package kirikae.dns;

import java.time.Duration;

/**
 * The three bounds of a call (reliability.md section 3; neither the AWS SDK nor a socket has one for a whole call).
 *
 * @param connect for the TCP connect
 * @param attempt for one request, and for each read of its answer
 * @param call for one call of the port, credentials and all its requests together
 */
public record Timeouts(Duration connect, Duration attempt, Duration call) {
    /** What is used outside tests. */
    public static final Timeouts STANDARD =
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(8));
}
