package kirikae.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection by a channel with its pipeline: with TLS on every transport, and plain ones where there is only NIO. */
final class ChannelWire extends ChannelInboundHandlerAdapter implements Wire {
    private final Loop loop;
    private final Optional<SslHandler> tls;
    private Ear ear;
    private byte[] request;
    private @Nullable Channel channel;
    private boolean closed;

    private ChannelWire(Loop loop, Optional<SslHandler> tls, byte[] request, Ear ear) {
        this.loop = loop;
        this.tls = tls;
        this.request = request;
        this.ear = ear;
    }

    /** Starts to connect. */
    static Wire open(Loop loop, InetSocketAddress place, Optional<Tls> tls, byte[] request, Ear ear) {
        try {
            ChannelWire wire = new ChannelWire(loop, tls.map(Tls::handler), request, ear);
            wire.connect(place);
            return wire;
        } catch (RuntimeException e) {
            ear.broke(e);
            return Loop.NO_WIRE;
        }
    }

    private void connect(InetSocketAddress place) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.events())
                .channelFactory(loop.transport().channels())
                .option(ChannelOption.SO_LINGER, 0)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the probe has its own
                .handler(this);
        var connecting = bootstrap.connect(place);
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                broke(done.cause());
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        tls.ifPresent(handler -> context.pipeline().addFirst(handler));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (tls.isEmpty()) {
            opened(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                opened(context);
            } else {
                broke(handshake.cause());
            }
        }
    }

    private void opened(ChannelHandlerContext context) {
        if (!closed) {
            ear.opened(this);
        }
        if (!closed && request.length > 0) {
            // A write that fails closes the connection, and that is heard.
            var unused = context.writeAndFlush(Unpooled.wrappedBuffer(request), context.voidPromise());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf read = (ByteBuf) message;
        try {
            while (!closed && read.isReadable()) {
                int count = Math.min(read.readableBytes(), Loop.ROOM);
                read.readBytes(loop.bytes(), 0, count);
                ear.heard(loop.bytes(), count);
            }
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closed) {
            ear.ended();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broke(cause);
    }

    private void broke(Throwable cause) {
        if (!closed) {
            close();
            ear.broke(cause);
        }
    }

    @Override
    public void rest(Ear watcher) {
        ear = watcher;
    }

    @Override
    public void ask(byte[] next, Ear listener) {
        ear = listener;
        request = next;
        Channel open = channel;
        if (closed || open == null || !open.isActive()) {
            broke(new java.nio.channels.ClosedChannelException());
        } else {
            var unused = open.writeAndFlush(Unpooled.wrappedBuffer(next), open.voidPromise());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // A resumed session would skip the certificate: every connection must see the one that users see now.
        tls.ifPresent(handler -> handler.engine().getSession().invalidate());
        if (channel != null) {
            var unused = channel.close();
        }
    }
}
