package kirikae.journal;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import kirikae.model.Escapes;

/** The message of a log line: one line, whatever a host or a provider put into it. */
final class LogLine extends ClassicConverter {
    private static final int LONGEST = 16_384;

    @Override
    public String convert(ILoggingEvent event) {
        return Escapes.escape(Escapes.bound(String.valueOf(event.getFormattedMessage()), LONGEST));
    }
}
