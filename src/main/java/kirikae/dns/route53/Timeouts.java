package kirikae.dns.route53;

import java.time.Duration;

/**
 * The three bounds of a call (reliability.md section 3; the SDK itself has no bound for a whole call).
 *
 * @param connect for the TCP connect
 * @param attempt for one request, and for each read of its answer
 * @param call for one call of the port, credentials and all its requests together
 */
record Timeouts(Duration connect, Duration attempt, Duration call) {
    /** What is used outside tests. */
    static final Timeouts STANDARD = new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(8));
}
