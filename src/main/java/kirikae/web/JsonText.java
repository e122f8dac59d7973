package kirikae.web;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import kirikae.model.Escapes;

/**
 * Owns how JSON is written for visitors: on one line, with every control, invisible and direction-changing character as
 * {@code \}{@code uXXXX}, so that a host's words are harmless in a terminal too; and how times stand in it. Must not know what
 * the objects mean.
 */
public final class JsonText {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private JsonText() {}

    /** The object on one line. */
    public static String of(JsonObject json) {
        return Escapes.escapeJson(json.encode());
    }

    /** An instant as RFC 3339, UTC, with milliseconds. */
    public static String time(Instant time) {
        return TIME.format(time);
    }
}
