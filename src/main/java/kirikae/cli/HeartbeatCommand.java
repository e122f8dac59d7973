package kirikae.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import kirikae.config.DurationText;
import kirikae.model.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code kirikae heartbeat}: be the host; pushes heartbeats until it is stopped. */
@Command(
        name = "heartbeat",
        description = {
            "Be the host: pushes heartbeats until stopped, and says every change once.",
            "The token comes from --token-file or from the environment variable KIRIKAE_TOKEN, never from the command line."
        })
final class HeartbeatCommand implements Callable<Integer> {
    private static final String VARIABLE = "KIRIKAE_TOKEN";
    private static final Duration SHORTEST = Duration.ofMillis(100); // the daemon takes ten a second
    private static final Duration LONGEST = Duration.ofHours(1);

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            converter = Address.class,
            description = "the daemon, such as https://watch.example.com:8787")
    private URI url = URI.create("");

    @Option(names = "--host", required = true, paramLabel = "NAME", description = "the host of the heartbeat check")
    private String host = "";

    @Option(names = "--token-file", paramLabel = "FILE", description = "a file with the check's token")
    private @Nullable Path tokenFile;

    @Option(names = "--hmac", description = "sign with the token instead of sending it, for a check with auth = hmac")
    private boolean hmac;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            converter = Length.class,
            description = "from one heartbeat to the next (default: 15s)")
    private Duration every = Duration.ofSeconds(15);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        tellWhatIsWrong();
        Optional<Secret> token = token();
        if (token.isEmpty()) {
            return Exit.FAILED;
        }
        Pulse pulse = new Pulse(
                url,
                host,
                hmac
                        ? Pulse.signing(host, token.get(), () -> Instant.now().getEpochSecond())
                        : Pulse.bearing(token.get()));
        warnOfPlainText();
        beat(pulse);
        return Exit.DONE;
    }

    private void tellWhatIsWrong() {
        if (host.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--host is empty");
        }
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new ParameterException(spec.commandLine(), "--every must be between 100ms and 1h");
        }
    }

    /** The token; nothing, and a line that says why, when there is none that can be sent. */
    private Optional<Secret> token() {
        PrintWriter err = spec.commandLine().getErr();
        String source = tokenFile == null ? "the environment variable " + VARIABLE : tokenFile.toString();
        try {
            String text = tokenFile == null
                    ? Optional.ofNullable(System.getenv(VARIABLE)).orElse("")
                    : Files.readString(tokenFile);
            String token = text.stripTrailing();
            if (token.isEmpty()) {
                err.println("kirikae: no token: " + source + " is empty; put the token of the heartbeat check there");
                return Optional.empty();
            }
            if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                err.println("kirikae: " + source + " holds no token: it must be one line of ASCII without spaces");
                return Optional.empty();
            }
            return Optional.of(new Secret(token));
        } catch (IOException e) {
            err.println("kirikae: cannot read the token from " + source + " ("
                    + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }

    private void warnOfPlainText() {
        if (!hmac && Pulse.isReadableOnTheWay(url)) {
            spec.commandLine().getErr().println("warning: the token travels unencrypted to " + url.getHost());
        }
    }

    /** Until the process ends. Counted from the start, so that a slow answer does not make the next heartbeat late. */
    private void beat(Pulse pulse) throws InterruptedException {
        PulseStory story = new PulseStory(url, host, every);
        long next = System.nanoTime();
        while (true) {
            story.next(pulse.beat()).ifPresent(this::say);
            long now = System.nanoTime();
            next = Math.max(next + every.toNanos(), now);
            TimeUnit.NANOSECONDS.sleep(next - now);
        }
    }

    private void say(String text) {
        spec.commandLine().getOut().println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + text);
    }

    /** Where heartbeats can be sent. */
    static final class Address implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            try {
                URI url = new URI(text);
                Pulse.objection(url).ifPresent(why -> {
                    throw new TypeConversionException("it " + why);
                });
                return url;
            } catch (URISyntaxException e) {
                throw new TypeConversionException("it must be an address such as https://watch.example.com:8787");
            }
        }
    }

    /** A duration with a unit. */
    static final class Length implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return DurationText.parse(text)
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is no duration such as 15s"));
        }
    }
}
