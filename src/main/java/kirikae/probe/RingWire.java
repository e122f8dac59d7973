package kirikae.probe;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Errors;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A plain connection by io_uring: to connect and to receive are operations handed to the kernel in batches; at most one is
 * under way at a time, with a piece of memory of its own. A closed wire lives on until the kernel has let go of it.
 */
final class RingWire implements IoUringIoHandle, Wire {
    // linux/io_uring.h: part of the kernel's lasting interface.
    private static final byte POLL_ADD = 6;
    private static final byte ASYNC_CANCEL = 14;
    private static final byte CONNECT = 16;
    private static final byte RECEIVE = 27;
    private static final short POLL_FIRST = 1; // IORING_RECVSEND_POLL_FIRST: nothing can be there yet
    private static final int POLL_OUT = 4;
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    private static final int SOCKADDR = 16;
    private static final int SOCKADDR6 = 28;

    private final Loop loop;
    private final LinuxSocket socket;
    private final IoRegistration registration;
    private Ear ear;
    private byte[] request;
    private int sent;
    private int slot = -1;
    private long pending;
    private boolean resting;
    private boolean closed;

    private RingWire(Loop loop, LinuxSocket socket, byte[] request, Ear ear) {
        this.loop = loop;
        this.socket = socket;
        this.request = request;
        this.ear = ear;
        this.registration = loop.register(this);
    }

    /** Starts to connect. */
    static Wire open(Loop loop, InetSocketAddress place, byte[] request, Ear ear) {
        @Nullable LinuxSocket socket = null;
        try {
            socket = EpollWire.socket(place);
            RingWire wire = new RingWire(loop, socket, request, ear);
            wire.connect(place);
            return wire;
        } catch (IOException | RuntimeException e) {
            shut(socket);
            ear.broke(e);
            return Loop.NO_WIRE;
        }
    }

    private void connect(InetSocketAddress place) {
        slot = loop.slots().take();
        ByteBuffer memory = loop.slots().slab(slot);
        int length = write(memory, loop.slots().offset(slot), place);
        submit(CONNECT, (short) 0, length, loop.slots().address(slot), 0, 0);
    }

    /** A sockaddr_in or sockaddr_in6: ip(7), ipv6(7). */
    private static int write(ByteBuffer memory, int at, InetSocketAddress place) {
        InetAddress address = place.getAddress();
        byte[] bytes = address.getAddress();
        short port = (short) place.getPort();
        memory.order(ByteOrder.nativeOrder());
        boolean six = address instanceof Inet6Address;
        memory.putShort(at, six ? AF_INET6 : AF_INET);
        memory.put(at + 2, (byte) (port >> 8));
        memory.put(at + 3, (byte) port);
        memory.putInt(at + 4, 0);
        memory.put(at + (six ? 8 : 4), bytes);
        if (six) {
            memory.putInt(at + 24, ((Inet6Address) address).getScopeId());
        } else {
            memory.putLong(at + 8, 0);
        }
        return six ? SOCKADDR6 : SOCKADDR;
    }

    private void submit(byte operation, short priority, long offset, long address, int length, int flags) {
        pending = registration.submit(new IoUringIoOps(
                operation,
                (byte) 0,
                priority,
                socket.intValue(),
                offset,
                address,
                length,
                flags,
                0L,
                (short) 0,
                (short) 0,
                0,
                0));
    }

    /** Nothing is under way while it rests: what the peer did meanwhile is found out by the next question. */
    @Override
    public void rest(Ear watcher) {
        ear = watcher;
        resting = true;
    }

    @Override
    public void ask(byte[] next, Ear listener) {
        ear = listener;
        request = next;
        sent = 0;
        resting = false;
        try {
            EpollWire.quiet(socket, loop);
            flush();
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Sends by a system call: what fits into one packet is gone before the kernel could be asked to do it later. */
    private void flush() throws IOException {
        while (sent < request.length) {
            int next = loop.fill(request, sent);
            int taken = socket.sendAddress(loop.address(), 0, next);
            if (taken <= 0) {
                submit(POLL_ADD, (short) 0, 0, 0, 0, POLL_OUT);
                return;
            }
            sent += taken;
        }
        receive(POLL_FIRST);
    }

    private void receive(short priority) {
        slot = loop.slots().take();
        submit(RECEIVE, priority, 0, loop.slots().address(slot), Slots.SIZE, 0);
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        IoUringIoEvent seen = (IoUringIoEvent) event;
        if (seen.opcode() == ASYNC_CANCEL) {
            return; // what was cancelled tells of its own end
        }
        pending = 0;
        int result = seen.res();
        if (closed) {
            letGo();
            return;
        }
        try {
            done(seen.opcode(), result);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void done(byte operation, int result) throws IOException {
        if (operation == CONNECT) {
            freeSlot();
            if (result < 0) {
                throw Errors.newIOException("connect", result);
            }
            ear.opened(this);
            if (!closed) {
                flush();
            }
        } else if (operation == RECEIVE) {
            received(result);
        } else {
            flush();
        }
    }

    private void received(int result) throws IOException {
        if (result < 0) {
            freeSlot();
            throw Errors.newIOException("recv", result);
        }
        byte[] bytes = loop.take(loop.slots().slab(slot), loop.slots().offset(slot), result);
        freeSlot();
        if (result == 0) {
            ear.ended();
            return;
        }
        ear.heard(bytes, result);
        if (!closed && !resting) {
            receive((short) 0);
        }
    }

    private void freeSlot() {
        if (slot >= 0) {
            loop.slots().release(slot);
            slot = -1;
        }
    }

    private void fail(IOException cause) {
        if (!closed) {
            close();
            ear.broke(cause);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (pending == 0) {
            letGo();
        } else {
            long operation = pending;
            registration.submit(new IoUringIoOps(
                    ASYNC_CANCEL, (byte) 0, (short) 0, -1, 0, operation, 0, 0, 0L, (short) 0, (short) 0, 0, 0));
        }
    }

    private void letGo() {
        freeSlot();
        shut(socket);
        registration.cancel();
    }

    private static void shut(@Nullable LinuxSocket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            return; // the descriptor is gone all the same: close(2)
        }
    }
}
