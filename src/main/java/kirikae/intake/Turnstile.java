package kirikae.intake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Stands where one listener accepts. Owns: how far accepting may run ahead of {@link Connections} (without it a crowd takes the
 * last file handle before anybody is sent away), how many connections may be open that have not finished their TLS handshake, and
 * the count of accepts that failed. A failed accept means that we did not listen: whoever was silent meanwhile may have knocked.
 * Lives on the thread that accepts, save {@link #install}, {@link #known} and {@link #missed}.
 */
final class Turnstile extends ChannelInboundHandlerAdapter {
    private static final int AHEAD = 16;
    private static final int FEWEST = 8;
    private static final long PAUSE_MILLIS = 200;
    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int mostStrangers;
    private final Consumer<String> warnings;
    private final AtomicBoolean installed = new AtomicBoolean();
    private final AtomicLong missed = new AtomicLong();
    private final LinkedHashSet<Channel> strangers = new LinkedHashSet<>();
    private int ahead;
    private boolean paused;
    private long told = System.nanoTime() - TELL_EVERY_NANOS;

    Turnstile(DoorLimits limits, Consumer<String> warnings) {
        this.mostStrangers = Math.max(FEWEST, limits.connections() / 4);
        this.warnings = warnings;
    }

    /** Takes its place before the listener that this connection came through; from any thread, as often as you like. */
    void install(Channel connection) {
        if (!installed.get() && connection.parent() != null && installed.compareAndSet(false, true)) {
            connection.parent().pipeline().addFirst(this);
        }
    }

    /** The connection is known to {@link Connections} from now on; from any thread. */
    void known(Channel connection) {
        if (connection.parent() != null) {
            connection.parent().eventLoop().execute(() -> strangers.remove(connection));
        }
    }

    /** How many accepts have failed so far; from any thread. */
    long missed() {
        return missed.get();
    }

    @Override
    public void channelRead(ChannelHandlerContext listener, Object message) {
        if (!(message instanceof Channel connection)) {
            listener.fireChannelRead(message);
            return;
        }
        admit(listener, connection);
        listener.fireChannelRead(connection);
        // Queued behind the connection's own registration: when it runs, its event loop has caught up.
        connection.eventLoop().execute(() -> listener.channel().eventLoop().execute(() -> caughtUp(listener)));
    }

    private void admit(ChannelHandlerContext listener, Channel connection) {
        strangers.add(connection);
        Future<?> unused = connection
                .closeFuture()
                .addListener(closed -> listener.channel().eventLoop().execute(() -> strangers.remove(connection)));
        if (strangers.size() > mostStrangers) {
            Channel oldest = strangers.iterator().next();
            strangers.remove(oldest);
            unused = oldest.close();
        }
        ahead++;
        if (ahead >= AHEAD) {
            listener.channel().config().setAutoRead(false);
        }
    }

    private void caughtUp(ChannelHandlerContext listener) {
        ahead--;
        accept(listener);
    }

    private void accept(ChannelHandlerContext listener) {
        if (!paused && ahead < AHEAD) {
            listener.channel().config().setAutoRead(true);
        }
    }

    /** Not passed on: who waits behind us would only pause for a whole second and write two lines each time. */
    @Override
    public void exceptionCaught(ChannelHandlerContext listener, Throwable cause) {
        missed.incrementAndGet();
        long now = System.nanoTime();
        if (now - told >= TELL_EVERY_NANOS) {
            told = now;
            warnings.accept("connections cannot be accepted, trying again: " + cause.getMessage());
        }
        paused = true;
        listener.channel().config().setAutoRead(false);
        var unused =
                listener.channel().eventLoop().schedule(() -> resume(listener), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void resume(ChannelHandlerContext listener) {
        paused = false;
        accept(listener);
    }
}
