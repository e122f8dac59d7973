package kirikae.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Leads the log of this process to a consumer instead of stdout, for a command that shows it in its own way. Owns the only
 * appender from then on. Lines that are written before are not held back.
 */
public final class LogDiversion {
    private LogDiversion() {}

    /**
     * From now on INFO and above go to the consumer, one line each without time and level, whatever a host put into them. It is
     * called on the thread that logs, one line at a time, and must hand over at once.
     */
    public static void to(Consumer<String> lines) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.detachAndStopAllAppenders();
            Lines appender = new Lines(lines);
            appender.setContext(context);
            appender.start();
            root.addAppender(appender);
        }
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Consumer<String> lines;
        private final LogLine text = new LogLine();

        Lines(Consumer<String> lines) {
            this.lines = lines;
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                lines.accept(text.convert(event));
            }
        }
    }
}
