package kirikae.journal;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The bounded queue between whoever logs and stdout ({@link LogSetup}). Owns the count of the lines that found no room,
 * and tells it in the log when there is room again; the journal has the events all the same. Must not block.
 */
public final class LogQueue extends AsyncAppender {
    private static final AtomicLong LOST = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();

    LogQueue() {}

    /** How many lines were lost since the start of the process. */
    public static long lost() {
        return LOST.get();
    }

    /** Writes what waits, for a second at most, and ends logging; the last call of a process. */
    public static void flush() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            context.stop();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (getRemainingCapacity() < 2) {
            LOST.incrementAndGet();
            untold.incrementAndGet();
            return;
        }
        long told = untold.getAndSet(0);
        if (told > 0) {
            super.append(lossOf(told, event));
        }
        super.append(event);
    }

    private static ILoggingEvent lossOf(long lines, ILoggingEvent next) {
        LoggingEvent loss = new LoggingEvent();
        loss.setLoggerContextRemoteView(next.getLoggerContextVO());
        loss.setLoggerName("kirikae");
        loss.setThreadName(next.getThreadName());
        loss.setLevel(Level.WARN);
        loss.setInstant(next.getInstant());
        loss.setMessage(lines + (lines == 1 ? " log line was" : " log lines were")
                + " lost here: nobody read stdout fast enough");
        return loss;
    }
}
