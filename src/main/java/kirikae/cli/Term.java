package kirikae.cli;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import kirikae.config.DurationText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of an order that lasts: why, and how long. */
final class Term {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for those who find it later")
    private String reason = "";

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = Length.class,
            description = "how long, such as 30m; without it until release")
    private @Nullable Duration length;

    /** The body of the order. */
    JsonObject body() {
        JsonObject body = new JsonObject().put("reason", reason);
        return length == null ? body : body.put("for-ms", length.toMillis());
    }

    /** A duration with a unit. */
    static final class Length implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return DurationText.parse(text)
                    .filter(length -> !length.isNegative())
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no duration: write a number with its unit, such as 30m or 2h"));
        }
    }
}
