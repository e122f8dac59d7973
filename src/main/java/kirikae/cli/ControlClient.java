package kirikae.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks a running daemon over its control socket: HTTP/1.1, one request a connection. Must not know what is asked. */
final class ControlClient {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Path socket;

    ControlClient(Path socket) {
        this.socket = socket;
    }

    /** The answer to GET. */
    ControlResponse get(String path) throws Unreachable {
        return ask("GET", path, "");
    }

    /** The answer to POST. */
    ControlResponse post(String path, JsonObject body) throws Unreachable {
        return ask("POST", path, body.encode());
    }

    private ControlResponse ask(String method, String path, String body) throws Unreachable {
        try (SocketChannel channel = open()) {
            CompletableFuture<Void> late = CompletableFuture.runAsync(
                    () -> close(channel),
                    CompletableFuture.delayedExecutor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
            try {
                send(channel, method, path, body);
                ControlResponse response = ControlResponse.read(Channels.newInputStream(channel));
                response.readBody();
                return response;
            } finally {
                late.cancel(false);
            }
        } catch (java.nio.channels.ClosedChannelException e) {
            throw new Unreachable("the daemon at " + socket + " has not answered within " + DEADLINE.toSeconds()
                    + " s; an order may still be carried out: look at 'kirikae status' and at its log");
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Hands every line of a stream to the consumer, until the daemon ends it; a refusal is handed back. */
    ControlResponse follow(String path, Consumer<String> lines) throws Unreachable {
        try (SocketChannel channel = open()) {
            send(channel, "GET", path, "");
            ControlResponse response = ControlResponse.read(Channels.newInputStream(channel));
            if (response.status() == 200) {
                response.lines(lines);
            } else {
                response.readBody();
            }
            return response;
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void send(SocketChannel channel, String method, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: kirikae\r\nConnection: close\r\nContent-Length: "
                + bytes.length + "\r\n\r\n";
        ByteBuffer all = ByteBuffer.allocate(head.length() + bytes.length);
        all.put(head.getBytes(StandardCharsets.US_ASCII)).put(bytes).flip();
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Unreachable unreachable(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Permission denied")) {
            return new Unreachable("no permission for " + socket + owner() + ": use sudo, or join the group");
        }
        return new Unreachable("no daemon answers at " + socket + ": is it running? (systemctl status kirikae)");
    }

    private String owner() {
        try {
            PosixFileAttributes file = Files.readAttributes(socket, PosixFileAttributes.class);
            return " (" + PosixFilePermissions.toString(file.permissions()) + ", owner " + file.owner() + ", group "
                    + file.group() + ")";
        } catch (IOException | UnsupportedOperationException e) {
            return ""; // the folder is closed to us, too
        }
    }
}
