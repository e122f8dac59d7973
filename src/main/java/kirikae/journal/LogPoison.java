package kirikae.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import kirikae.model.Poison;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Looks at every cause that is logged: an event loop survives an error like OutOfMemoryError, and all that is left of it is a
 * warning. Must not hold back or change a line.
 */
final class LogPoison extends TurboFilter {
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        // Below a warning, libraries tell of optional classes that are not there.
        if (cause != null && level.isGreaterOrEqual(Level.WARN)) {
            Poison.notice(cause);
        }
        return FilterReply.NEUTRAL;
    }
}
