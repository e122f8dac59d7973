package kirikae.daemon;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The datagram socket of the service manager (sd_notify(3)): one message, one datagram, in the order given. The JDK has no such
 * sockets, Netty has. Owns the channel and its one thread, apart from the loops that the watchdog judges. A message that cannot be
 * sent is said in the log once, and the socket is opened anew for the next one; nobody waits.
 */
final class ManagerSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerSocket.class);
    private static final String VARIABLE = "NOTIFY_SOCKET";
    private static final long OPEN_MILLIS = 2_000;

    private final DomainSocketAddress address;
    private final EventLoopGroup thread;
    private Optional<Channel> channel = Optional.empty();
    private boolean complained;

    private ManagerSocket(DomainSocketAddress address) {
        this.address = address;
        this.thread = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("herald", true), EpollIoHandler.newFactory());
    }

    /** The socket that NOTIFY_SOCKET names: a path, or an abstract name behind an {@code @}. Empty without a service manager. */
    static Optional<ManagerSocket> of(Map<String, String> environment) {
        String name = environment.getOrDefault(VARIABLE, "");
        if (!name.startsWith("/") && !name.startsWith("@")) {
            return Optional.empty();
        }
        if (!Epoll.isAvailable()) {
            LOG.error(
                    "the service manager cannot be told that the daemon is ready: the native sockets are not available"
                            + " here ({}); is the temporary folder mounted noexec? -Dio.netty.native.workdir names another",
                    String.valueOf(Epoll.unavailabilityCause().getMessage()));
            return Optional.empty();
        }
        return Optional.of(new ManagerSocket(new DomainSocketAddress(name.replaceFirst("^@", "\0"))));
    }

    /** Sends one message, lines of KEY=VALUE, from any thread. Blocks for the opening of the socket only. */
    synchronized void send(String message) {
        if (channel.filter(Channel::isActive).isEmpty()) {
            channel = open();
        }
        channel.ifPresent(open -> open.writeAndFlush(Unpooled.copiedBuffer(message, StandardCharsets.UTF_8))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        failed(open, sent.cause());
                    }
                }));
    }

    /** Sends what is still waiting, for at most so long, and lets go of the thread. */
    synchronized void close(long millis) {
        channel.ifPresent(open -> {
            ChannelFuture done = open.writeAndFlush(Unpooled.EMPTY_BUFFER);
            if (!done.awaitUninterruptibly(millis, TimeUnit.MILLISECONDS)) {
                LOG.debug("the service manager did not take the last message");
            }
        });
        var unused = thread.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    private Optional<Channel> open() {
        ChannelFuture opening = new Bootstrap()
                .group(thread)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address);
        if (opening.awaitUninterruptibly(OPEN_MILLIS, TimeUnit.MILLISECONDS) && opening.isSuccess()) {
            return Optional.of(opening.channel());
        }
        complain(opening.cause());
        return Optional.empty();
    }

    private synchronized void failed(Channel broken, Throwable cause) {
        complain(cause);
        var unused = broken.close();
        channel = channel.filter(open -> open != broken);
    }

    private void complain(Throwable cause) {
        if (!complained) {
            complained = true;
            LOG.warn(
                    "the service manager at {} was not told something: {}",
                    address.path().replace('\0', '@'),
                    String.valueOf(cause));
        }
    }
}
