package kirikae.probe;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Locale;

/** How an event loop reaches the network, cheapest first. */
enum Transport {
    IO_URING,
    EPOLL,
    NIO;

    private static final int RING = 512;

    /** As it is written in the log and in the property. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** That of a loop. */
    static Transport of(IoEventLoop loop) {
        if (isThere(EPOLL) && loop.isCompatible(EpollIoHandle.class)) {
            return EPOLL; // asked first: io_uring's library is not loaded for nothing
        }
        return isThere(IO_URING) && loop.isCompatible(IoUringIoHandle.class) ? IO_URING : NIO;
    }

    /** True when the library for it could be loaded and the kernel knows it. */
    static boolean isThere(Transport transport) {
        return switch (transport) {
            // Sockets are made by the library of epoll.
            case IO_URING -> IoUring.isAvailable() && Epoll.isAvailable();
            case EPOLL -> Epoll.isAvailable();
            case NIO -> true;
        };
    }

    /** Makes event loops of this kind; throws when the kernel does not let us. */
    IoHandlerFactory handlers() {
        return switch (this) {
            case IO_URING -> IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setRingSize(RING));
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /** Makes channels for event loops of this kind. */
    ChannelFactory<SocketChannel> channels() {
        return switch (this) {
            case IO_URING -> IoUringSocketChannel::new;
            case EPOLL -> EpollSocketChannel::new;
            case NIO -> NioSocketChannel::new;
        };
    }
}
