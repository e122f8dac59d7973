package kirikae.probe;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A plain connection by epoll, without a channel and its pipeline: seven system calls from socket to close, one
 * registration, edge-triggered. Bytes come and go through the loop's own memory.
 */
final class EpollWire implements EpollIoHandle, Wire {
    private static final EpollIoOps WISHES = EpollIoOps.valueOf(EpollIoOps.EPOLLOUT.value()
            | EpollIoOps.EPOLLIN.value()
            | EpollIoOps.EPOLLRDHUP.value()
            | EpollIoOps.EPOLLET.value());
    private static final int READS = 8; // then the others get their turn

    private final Loop loop;
    private final LinuxSocket socket;
    private Ear ear;
    private byte[] request;
    private int sent;
    private boolean open;
    private boolean closed;
    private @Nullable IoRegistration registration;

    private EpollWire(Loop loop, LinuxSocket socket, byte[] request, Ear ear) {
        this.loop = loop;
        this.socket = socket;
        this.request = request;
        this.ear = ear;
    }

    /** Opens a socket that will close with a reset; throws what a channel would throw. */
    static LinuxSocket socket(InetSocketAddress place) throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketStream(place.getAddress() instanceof Inet6Address);
        try {
            // As HAProxy's checks do: a thousand probes a second must not leave 60,000 ports in TIME_WAIT.
            socket.setSoLinger(0);
            // And the request itself acknowledges the connection: one packet less.
            socket.setIntOpt(TCP, TCP_QUICKACK, 0);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static final int TCP = 6; // IPPROTO_TCP
    private static final int TCP_QUICKACK = 12; // linux/tcp.h

    /** Starts to connect. */
    static Wire open(Loop loop, InetSocketAddress place, byte[] request, Ear ear) {
        try {
            EpollWire wire = new EpollWire(loop, socket(place), request, ear);
            wire.connect(place);
            return wire;
        } catch (IOException | RuntimeException e) {
            ear.broke(e);
            return Loop.NO_WIRE;
        }
    }

    private void connect(InetSocketAddress place) throws IOException {
        try {
            socket.connect(place);
            IoRegistration made = loop.register(this);
            registration = made;
            made.submit(WISHES);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void rest(Ear watcher) {
        ear = watcher;
    }

    @Override
    public void ask(byte[] next, Ear listener) {
        ear = listener;
        request = next;
        sent = 0;
        try {
            quiet(socket, loop);
            flush();
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        EpollIoOps seen = ((EpollIoEvent) event).ops();
        try {
            if (!open) {
                settle(seen);
            }
            if (open && sent < request.length && seen.contains(EpollIoOps.EPOLLOUT)) {
                flush();
            }
            if (open && (seen.value() & ~EpollIoOps.EPOLLOUT.value()) != 0) {
                read();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** The error of a connect is fetched only where there is one. */
    private void settle(EpollIoOps seen) throws IOException {
        if (closed) {
            return;
        }
        if (seen.contains(EpollIoOps.EPOLLERR)) {
            socket.finishConnect();
        }
        if (seen.contains(EpollIoOps.EPOLLOUT)) {
            open = true;
            ear.opened(this);
        }
    }

    /** What came unasked for must not pass for the answer to the next question. */
    static void quiet(LinuxSocket socket, Loop loop) throws IOException {
        if (socket.recvAddress(loop.address(), 0, 1) != 0) {
            throw new ClosedChannelException();
        }
    }

    private void flush() throws IOException {
        while (!closed && sent < request.length) {
            int next = loop.fill(request, sent);
            int taken = socket.sendAddress(loop.address(), 0, next);
            if (taken <= 0) {
                return;
            }
            sent += taken;
        }
    }

    private void read() throws IOException {
        for (int i = 0; i < READS && !closed; i++) {
            int count = socket.recvAddress(loop.address(), 0, Loop.ROOM);
            if (count == 0) {
                return;
            }
            if (count < 0) {
                ear.ended();
                return;
            }
            ear.heard(loop.take(count), count);
        }
        if (!closed) {
            loop.execute(this::readOn);
        }
    }

    private void readOn() {
        try {
            read();
        } catch (IOException e) {
            fail(e);
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
        open = false;
        try {
            socket.close();
        } catch (IOException e) {
            return; // the descriptor is gone all the same: close(2)
        } finally {
            // After the close: a closed descriptor has left epoll by itself.
            if (registration != null) {
                registration.cancel();
            }
        }
    }
}
