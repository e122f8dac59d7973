package kirikae.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told, also hostile ones. */
final class Visitor implements AutoCloseable {
    private final Socket socket;

    Visitor(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Visitor(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(8_000);
    }

    Visitor send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Visitor send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Everything until the server closes. */
    String rest() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(out);
        } catch (SocketException e) {
            out.writeBytes("<reset>".getBytes(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The status of the next answer; its body, announced by Content-Length, is read too. */
    int status() throws IOException {
        String line = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        socket.getInputStream().readNBytes(length);
        return Integer.parseInt(line.split(" ")[1]);
    }

    /** True when the server has closed: nothing more comes. */
    boolean isClosedByServer() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Sends one byte a time, every few milliseconds, until the server closes; gives how long that took. */
    long dripUntilClosed(String text) throws IOException {
        long start = System.nanoTime();
        socket.setSoTimeout(20);
        InputStream in = socket.getInputStream();
        for (int i = 0; System.nanoTime() - start < 8_000_000_000L; i++) {
            try {
                socket.getOutputStream().write(text.charAt(i % text.length()));
                if (in.read() < 0) {
                    break;
                }
            } catch (java.net.SocketTimeoutException e) {
                continue;
            } catch (SocketException e) {
                break;
            }
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c != '\n';
                c = socket.getInputStream().read()) {
            if (c < 0) {
                throw new IOException("closed within a line: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
