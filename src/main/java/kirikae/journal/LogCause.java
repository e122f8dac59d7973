package kirikae.journal;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.stream.Collectors;
import kirikae.model.Escapes;

/** The stack trace under a log line: several lines, but nothing that moves a cursor. */
final class LogCause extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        return super.throwableProxyToString(thrown)
                .lines()
                .map(line -> "    " + Escapes.escape(line.replace("\t", "  ")) + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
