package kirikae.dns.builtin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * One TCP client: questions with a two-byte length before each, answered in order (RFC 7766). Owns: its two buffers. It reads
 * no further question while an answer waits to be sent, so a client that does not read costs one answer's memory.
 */
final class TcpPeer {
    private static final int LONGEST_QUESTION = 4096;

    private final SocketChannel channel;
    private final Responder responder;
    private final ByteBuffer in = ByteBuffer.allocate(2 + LONGEST_QUESTION);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private long heard;

    TcpPeer(SocketChannel channel, Responder responder, long now) {
        this.channel = channel;
        this.responder = responder;
        this.heard = now;
    }

    /** When it opened or asked its last whole question, in nanoTime: single bytes do not keep a connection alive. */
    long heard() {
        return heard;
    }

    /** Reads and writes what can be; gives false when the connection is to be closed. */
    boolean work(SelectionKey key, long now) throws IOException {
        boolean open = !key.isReadable() || channel.read(in) >= 0;
        while (open && flushed()) {
            Optional<byte[]> question = next();
            if (question.isEmpty()) {
                break;
            }
            heard = now;
            open = answer(question.get());
        }
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        return open && !isTooLong();
    }

    void close() throws IOException {
        channel.close();
    }

    private boolean answer(byte[] question) {
        Optional<byte[]> reply = responder.respond(question, Responder.Way.TCP);
        reply.ifPresent(bytes -> out = ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .flip());
        return reply.isPresent();
    }

    private boolean flushed() throws IOException {
        channel.write(out);
        return !out.hasRemaining();
    }

    private Optional<byte[]> next() {
        if (in.position() < 2 || in.position() < 2 + length()) {
            return Optional.empty();
        }
        byte[] question = new byte[length()];
        in.flip().position(2);
        in.get(question).compact();
        return Optional.of(question);
    }

    private boolean isTooLong() {
        return in.position() >= 2 && length() > LONGEST_QUESTION;
    }

    private int length() {
        return Short.toUnsignedInt(in.getShort(0));
    }
}
