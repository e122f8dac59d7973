package kirikae.probe;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the cheapest transport that works on this machine, in this sandbox: each is asked to carry a question and an answer
 * over loopback before it is trusted. The property {@code kirikae.transport} (io_uring, epoll, nio) names one to begin with.
 */
final class Transports {
    private static final String PROPERTY = "kirikae.transport";
    private static final byte[] QUESTION = "?".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HERE = {127, 0, 0, 1};
    private static final int PATIENCE_MS = 1_000;

    private Transports() {}

    /**
     * What was found.
     *
     * @param transport the one taken
     * @param group its event loops
     * @param passedOver why the better ones were not
     */
    record Choice(Transport transport, EventLoopGroup group, List<String> passedOver) {}

    /** Tries them in order, from the first on. Blocks for some milliseconds; without any network NIO is taken untried. */
    static Choice choose(int loops, Transport first) {
        List<String> passedOver = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            if (transport.compareTo(first) < 0) {
                continue;
            }
            Optional<EventLoopGroup> group = open(transport, loops, passedOver);
            if (group.isPresent()) {
                return new Choice(transport, group.get(), List.copyOf(passedOver));
            }
        }
        return new Choice(Transport.NIO, group(Transport.NIO, loops), List.copyOf(passedOver));
    }

    /** The one to begin with, by the property. Words that we do not know ask for the best. */
    static Transport wanted() {
        String text = System.getProperty(PROPERTY, Transport.IO_URING.label());
        return Arrays.stream(Transport.values())
                .filter(each -> each.label().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(Transport.IO_URING);
    }

    private static Optional<EventLoopGroup> open(Transport transport, int loops, List<String> passedOver) {
        if (!Transport.isThere(transport)) {
            passedOver.add(transport.label() + ": not there");
            return Optional.empty();
        }
        try {
            EventLoopGroup group = group(transport, loops);
            Optional<String> trouble = trouble(group);
            if (trouble.isEmpty()) {
                return Optional.of(group);
            }
            passedOver.add(transport.label() + ": " + Line.printable(trouble.get()));
            var unused = group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            // What the kernel or the sandbox says to it.
            passedOver.add(transport.label() + ": " + Line.printable(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private static EventLoopGroup group(Transport transport, int loops) {
        return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("probe", true), transport.handlers());
    }

    /** Why a question over loopback was not answered; empty when it was. */
    private static Optional<String> trouble(EventLoopGroup group) {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByAddress(HERE))) {
            server.setSoTimeout(PATIENCE_MS);
            Loop loop = new Loop((IoEventLoop) group.next());
            Listener listener = new Listener();
            InetSocketAddress place = (InetSocketAddress) server.getLocalSocketAddress();
            loop.execute(() -> loop.open(place, Optional.empty(), QUESTION, listener));
            try (Socket peer = server.accept()) {
                peer.setSoTimeout(PATIENCE_MS);
                int asked = peer.getInputStream().read();
                peer.getOutputStream().write(asked);
                listener.answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
                return Optional.empty();
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** Waits for the answer. */
    private static final class Listener implements Ear {
        private final CompletableFuture<Byte> answer = new CompletableFuture<>();
        private Wire wire = Loop.NO_WIRE;

        @Override
        public void opened(Wire opened) {
            wire = opened;
        }

        @Override
        public void heard(byte[] bytes, int length) {
            wire.close();
            answer.complete(bytes[0]);
        }

        @Override
        public void ended() {
            wire.close();
            answer.completeExceptionally(new IOException("closed"));
        }

        @Override
        public void broke(Throwable cause) {
            answer.completeExceptionally(cause);
        }
    }
}
