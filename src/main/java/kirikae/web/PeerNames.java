package kirikae.web;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Says which user is behind a connection of the control socket: the kernel knows (SO_PEERCRED, unix(7)), and /etc/passwd has the
 * name. Without a name it is "uid:1000", without native sockets "unknown".
 */
final class PeerNames {
    private static final Path USERS = Path.of("/etc/passwd");

    private final Vertx vertx;
    private final Consumer<String> warnings;

    PeerNames(Vertx vertx, Consumer<String> warnings) {
        this.vertx = vertx;
        this.warnings = warnings;
    }

    /** The user's name. Never fails. */
    Future<String> of(HttpConnection connection) {
        OptionalInt uid = uid(connection);
        if (uid.isEmpty()) {
            return Future.succeededFuture("unknown");
        }
        return vertx.executeBlocking(() -> name(uid.getAsInt())).otherwise(cause -> {
            warnings.accept(USERS + " cannot be read, so users have numbers only: " + cause);
            return number(uid.getAsInt());
        });
    }

    private OptionalInt uid(HttpConnection connection) {
        if (!(connection instanceof HttpServerConnection served)) {
            return OptionalInt.empty();
        }
        Channel channel = served.channelHandlerContext().channel();
        if (!(channel instanceof EpollDomainSocketChannel domain)) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(domain.peerCredentials().uid());
        } catch (IOException e) {
            warnings.accept("the user behind a connection of the control socket is not known: " + e.getMessage());
            return OptionalInt.empty();
        }
    }

    private static String name(int uid) throws IOException {
        String wanted = Integer.toUnsignedString(uid);
        try (Stream<String> lines = Files.lines(USERS, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":", 4))
                    .filter(parts -> parts.length == 4 && parts[2].equals(wanted))
                    .map(parts -> parts[0])
                    .findFirst()
                    .orElse(number(uid));
        }
    }

    private static String number(int uid) {
        return "uid:" + Integer.toUnsignedString(uid);
    }
}
