package kirikae.intake;

import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kirikae.intake.HeartbeatSink.Word;

/**
 * What the address of a heartbeat says. Owns: its grammar, {@code /heartbeat/{host}[/up|/fail|/maint][?for=30m]}.
 *
 * @param host percent-decoded, in lower case; any text, never trusted
 */
record HeartbeatPath(String host, Word word) {
    static final String PREFIX = "/heartbeat/";
    private static final Duration LONGEST_MAINT = Duration.ofHours(24);
    private static final Pattern LENGTH = Pattern.compile("\\s*(\\d{1,9})\\s*([a-z]+)\\s*");

    /** The same host in the one spelling that is compared. */
    static String canonical(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    /** The host and verb of a path; nothing when it is no heartbeat's. The length of a maint is not looked at yet. */
    static Optional<HeartbeatPath> of(String path) {
        String[] parts = path.substring(PREFIX.length()).split("/", -1);
        if (parts.length > 2 || parts[0].isEmpty()) {
            return Optional.empty();
        }
        return verb(parts.length == 1 ? "" : parts[1], parts.length)
                .flatMap(word -> decoded(parts[0]).map(host -> new HeartbeatPath(canonical(host), word)));
    }

    /** The word with the length that the query asks for; nothing when that is not a duration between 1 ms and 24 h. */
    Optional<Word> spoken(HttpServerRequest request) {
        String asked = Objects.requireNonNullElse(request.getParam("for"), "");
        if (!(word instanceof Word.Maint) || asked.isEmpty()) {
            return Optional.of(word);
        }
        return length(asked).map(Word.Maint::new);
    }

    private static Optional<Word> verb(String verb, int parts) {
        if (parts == 1) {
            return Optional.of(new Word.Alive());
        }
        return switch (verb) {
            case "up" -> Optional.of(new Word.Up());
            case "fail" -> Optional.of(new Word.Fail());
            case "maint" -> Optional.of(new Word.Maint(LONGEST_MAINT));
            default -> Optional.empty();
        };
    }

    private static Optional<String> decoded(String part) {
        try {
            // URLDecoder is made for forms: there a plus is a space, in a path it is a plus.
            return Optional.of(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a broken escape is no host's name
        }
    }

    static Optional<Duration> length(String written) {
        Matcher parts = LENGTH.matcher(written);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return unit(parts.group(2))
                .map(unit -> unit.multipliedBy(Long.parseLong(parts.group(1))))
                .filter(length -> !length.isZero() && length.compareTo(LONGEST_MAINT) <= 0);
    }

    /** The units of HOCON's durations, from milliseconds up. */
    private static Optional<Duration> unit(String name) {
        return switch (name) {
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> Optional.of(Duration.ofMillis(1));
            case "s", "second", "seconds" -> Optional.of(Duration.ofSeconds(1));
            case "m", "minute", "minutes" -> Optional.of(Duration.ofMinutes(1));
            case "h", "hour", "hours" -> Optional.of(Duration.ofHours(1));
            case "d", "day", "days" -> Optional.of(Duration.ofDays(1));
            default -> Optional.empty();
        };
    }
}
