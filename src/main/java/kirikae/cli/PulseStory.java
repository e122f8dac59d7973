package kirikae.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import kirikae.cli.Pulse.Beat;
import kirikae.core.Uptime;

/** Says what becomes of heartbeats: each change once, nothing while it stays the same. Pure. */
final class PulseStory {
    private final URI url;
    private final String host;
    private final Duration every;
    private String told = "";
    private long failures;

    PulseStory(URI url, String host, Duration every) {
        this.url = url;
        this.host = host;
        this.every = every;
    }

    /** The line for the newest heartbeat; nothing when it went as the one before. */
    Optional<String> next(Beat beat) {
        String words = words(beat);
        boolean news = !words.equals(told);
        String line = news && beat instanceof Beat.Accepted && failures > 0
                ? "accepted again, after " + failures + (failures == 1 ? " heartbeat" : " heartbeats") + " that "
                        + (failures == 1 ? "was not" : "were not")
                : words;
        failures = beat instanceof Beat.Accepted ? 0 : failures + 1;
        told = words;
        return news ? Optional.of(line) : Optional.empty();
    }

    private String words(Beat beat) {
        if (beat instanceof Beat.Accepted) {
            return "heartbeats of '" + host + "' are accepted by " + url + ", one every " + Uptime.text(every);
        }
        return beat instanceof Beat.Refused refused
                ? "refused with " + refused.status() + ": " + advice(refused) + again()
                : url + " does not answer: " + ((Beat.Unanswered) beat).why() + again();
    }

    private String advice(Beat.Refused refused) {
        if (refused.ourTime().isPresent()) {
            return "the signature is right, but its time is not of now there: set both clocks right (NTP)"
                    + ", and see that this runs once for the host";
        }
        return advice(refused.status());
    }

    private String advice(int status) {
        return switch (status) {
            case 401 ->
                "the token is not that of the host '" + host
                        + "'; compare it with the token of the heartbeat check in the daemon's configuration";
            case 404 -> "no heartbeat check has the host '" + host + "', or something else answers at " + url;
            case 429 -> "more than 10 heartbeats a second for '" + host + "': is this run twice?";
            default ->
                status >= 300 && status < 400
                        ? "a redirect, which is not followed: give the final address"
                        : status >= 500
                                ? "the daemon, or what stands before it, is in trouble"
                                : "something else answers at " + url + "?";
        };
    }

    private String again() {
        return "; trying again every " + Uptime.text(every);
    }
}
