package kirikae.probe;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Buffer;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One event loop and the way it opens connections. Owns the memory that all its connections read and write through, one
 * after the other. Everything but {@link #execute} is for the loop's own thread.
 */
final class Loop {
    /** Bytes read or written at a time. */
    static final int ROOM = 16 * 1024;

    /** What is closed already. */
    static final Wire NO_WIRE = new NoWire();

    private final IoEventLoop events;
    private final Transport transport;
    private final ByteBuffer memory;
    private final long address;
    private final byte[] bytes = new byte[ROOM];
    private final Slots slots = new Slots();

    Loop(IoEventLoop events) {
        this.events = events;
        transport = Transport.of(events);
        memory = ByteBuffer.allocateDirect(ROOM);
        address = transport == Transport.NIO ? 0 : Buffer.memoryAddress(memory);
    }

    /** How it reaches the network. */
    Transport transport() {
        return transport;
    }

    /** Netty's own. */
    IoEventLoop events() {
        return events;
    }

    /** Runs something on the loop, from any thread. */
    void execute(Runnable work) {
        events.execute(work);
    }

    /** Runs something on the loop after so many nanoseconds. */
    Future<?> after(long nanos, Runnable work) {
        return events.schedule(work, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Opens a connection.
     *
     * @param place an address, resolved
     * @param tls how to secure it; empty for plain
     * @param request sent as soon as it is open; may be empty
     */
    Wire open(InetSocketAddress place, Optional<Tls> tls, byte[] request, Ear ear) {
        if (tls.isPresent()) {
            return ChannelWire.open(this, place, tls, request, ear);
        }
        return switch (transport) {
            case IO_URING -> RingWire.open(this, place, request, ear);
            case EPOLL -> EpollWire.open(this, place, request, ear);
            case NIO -> ChannelWire.open(this, place, tls, request, ear);
        };
    }

    IoRegistration register(IoHandle handle) {
        Future<IoRegistration> done = events.register(handle);
        if (!done.isSuccess()) {
            throw new IllegalStateException("the event loop takes no connection", done.cause());
        }
        return done.getNow();
    }

    /** Where the loop's memory is. */
    long address() {
        return address;
    }

    /** Puts bytes from an index on into the loop's memory; gives how many found room. */
    int fill(byte[] from, int index) {
        int count = Math.min(ROOM, from.length - index);
        memory.put(0, from, index, count);
        return count;
    }

    /** The bytes that were read into the loop's memory. */
    byte[] take(int count) {
        memory.get(0, bytes, 0, count);
        return bytes;
    }

    /** The bytes that lie elsewhere; at most {@link #ROOM}. */
    byte[] take(ByteBuffer other, int from, int count) {
        other.get(from, bytes, 0, count);
        return bytes;
    }

    /** The loop's array, for those that read into it by themselves. */
    byte[] bytes() {
        return bytes;
    }

    /** Memory for operations under way. */
    Slots slots() {
        return slots;
    }

    private static final class NoWire implements Wire {
        @Override
        public void rest(Ear watcher) {
            watcher.ended();
        }

        @Override
        public void ask(byte[] request, Ear ear) {
            ear.broke(new java.nio.channels.ClosedChannelException());
        }

        @Override
        public void close() {
            // It is.
        }
    }
}
