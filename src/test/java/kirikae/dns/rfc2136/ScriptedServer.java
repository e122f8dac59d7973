package kirikae.dns.rfc2136;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A server at the wire that answers as it is told, however wrong that is. One thread for each connection; TCP only. */
final class ScriptedServer implements AutoCloseable {
    /** What comes back for a message; nothing at all for {@link #SILENCE}, the end of the connection for {@link #RESET}. */
    interface Script {
        byte[] answer(Message question) throws IOException;
    }

    static final byte[] SILENCE = {0};
    static final byte[] RESET = {1};

    private final ServerSocket socket;
    private final Script script;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final List<Message> updates = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) {
        this.script = script;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket peer = socket.accept();
                open.add(peer);
                thread(() -> serve(peer));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket peer) {
        try (peer) {
            DataInputStream in = new DataInputStream(peer.getInputStream());
            DataOutputStream out = new DataOutputStream(peer.getOutputStream());
            while (true) {
                byte[] raw = new byte[in.readUnsignedShort()];
                in.readFully(raw);
                Message question = new Message(raw);
                if (question.getHeader().getOpcode() == Opcode.UPDATE) {
                    updates.add(question);
                }
                byte[] answer = script.answer(question);
                if (answer == RESET) {
                    peer.setSoLinger(true, 0);
                    return;
                }
                if (answer != SILENCE) {
                    out.writeShort(answer.length);
                    out.write(answer);
                }
            }
        } catch (IOException e) {
            // The other side has gone.
        }
    }

    /** An answer with this code, and these records. */
    static Message reply(Message question, int code, Record... answers) {
        Message reply = new Message(question.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        reply.getHeader().setOpcode(question.getHeader().getOpcode());
        reply.getHeader().setRcode(code);
        reply.addRecord(question.getQuestion(), Section.QUESTION);
        List.of(answers).forEach(record -> reply.addRecord(record, Section.ANSWER));
        return reply;
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket peer : open) {
                peer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
