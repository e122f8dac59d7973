package kirikae.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/**
 * DNS messages over one TCP connection (RFC 7766), within one deadline. Owns the socket. Must not look into the messages. Used by
 * one thread; several questions may be sent before their answers are taken.
 */
public final class Conversation implements AutoCloseable {
    private final Socket socket;
    private final Timeouts timeouts;
    private final Deadline deadline;
    private final DataOutputStream out;
    private final DataInputStream in;

    private Conversation(Socket socket, Timeouts timeouts, Deadline deadline) throws IOException {
        this.socket = socket;
        this.timeouts = timeouts;
        this.deadline = deadline;
        this.out = new DataOutputStream(socket.getOutputStream());
        this.in = new DataInputStream(socket.getInputStream());
    }

    /**
     * Connects.
     *
     * @throws IOException when that is refused or takes longer than the connect's bound or the deadline
     */
    public static Conversation open(InetSocketAddress server, Timeouts timeouts, Deadline deadline) throws IOException {
        if (server.isUnresolved()) {
            throw new UnknownHostException(server.getHostString());
        }
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server, (int) deadline.atMost(timeouts.connect()).toMillis() + 1);
            return new Conversation(socket, timeouts, deadline);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends one message; its two octets of length and its text go in one segment where that is possible. */
    public void send(byte[] message) throws IOException {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >>> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        out.write(framed);
    }

    /**
     * Takes the next message.
     *
     * @throws SocketTimeoutException when the bound of an attempt or the deadline passes before the whole of it is there
     * @throws EOFException when the other side ends the connection instead
     */
    public byte[] receive() throws IOException {
        Deadline attempt = Deadline.in(deadline.atMost(timeouts.attempt()));
        byte[] length = exactly(2, attempt);
        return exactly((length[0] & 0xff) << 8 | (length[1] & 0xff), attempt);
    }

    private byte[] exactly(int size, Deadline attempt) throws IOException {
        byte[] bytes = new byte[size];
        int have = 0;
        while (have < size) {
            if (attempt.passed()) {
                throw new SocketTimeoutException("the answer did not come within its time");
            }
            socket.setSoTimeout((int) attempt.atMost(timeouts.attempt()).toMillis() + 1);
            int got = in.read(bytes, have, size - have);
            if (got < 0) {
                throw new EOFException("the server ended the connection");
            }
            have += got;
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
