package kirikae.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * How this process logs: one line an event on stdout, so that journald has it. Written as code, since reading XML costs a fifth of
 * the time until the daemon listens. A reader of stdout that stops reading never stops the daemon: the queue is bounded, what
 * does not fit is counted and told when there is room again. {@code -Dkirikae.log.level=DEBUG} shows single probes;
 * {@code -Dlogback.configurationFile=FILE} takes another setup instead of this one.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final List<String> QUIET = List.of("io.netty", "io.vertx", "software.amazon", "org.xbill");
    private static final int QUEUE = 4_096;
    private static final int FLUSH_MILLIS = 1_000;

    /** For logback, which finds it as a service. */
    public LogSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LogPoison poison = new LogPoison();
        poison.setContext(context);
        poison.start();
        context.addTurboFilter(poison);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(System.getProperty("kirikae.log.level"), Level.INFO));
        root.addAppender(queue(context));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static LogQueue queue(LoggerContext context) {
        LogQueue queue = new LogQueue();
        queue.setContext(context);
        queue.setName("QUEUE");
        queue.setQueueSize(QUEUE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_MILLIS);
        queue.addAppender(stdout(context));
        queue.start();
        return queue;
    }

    private static ConsoleAppender<ILoggingEvent> stdout(LoggerContext context) {
        LogEncoder encoder = new LogEncoder();
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stdout = new ConsoleAppender<>();
        stdout.setContext(context);
        stdout.setName("STDOUT");
        stdout.setEncoder(encoder);
        stdout.start();
        return stdout;
    }
}
