package kirikae.journal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** One line of the log, in UTF-8: the time as in the journal (UTC, milliseconds), the level, the message; a stack trace below it. */
final class LogEncoder extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final byte[] NOTHING = {};
    private static final int LEVEL_WIDTH = 5;

    private final LogLine line = new LogLine();
    private final LogCause cause = new LogCause();

    @Override
    public void start() {
        cause.setContext(getContext());
        cause.start();
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder out = new StringBuilder(200);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), out);
        String level = event.getLevel().toString();
        out.append(' ').append(level).append(" ".repeat(LEVEL_WIDTH + 1 - level.length()));
        out.append(line.convert(event)).append(System.lineSeparator());
        return out.append(cause.convert(event)).toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
