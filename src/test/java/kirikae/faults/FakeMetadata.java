package kirikae.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;

/**
 * An EC2 instance's metadata service, version 2: a session token for a PUT, and only with it the credentials of one role. A process:
 * {@code java ... FakeMetadata ADDRESS PORT}.
 */
public final class FakeMetadata {
    private static final String TOKEN = "a-session-token";
    private static final String ROLE = "/latest/meta-data/iam/security-credentials/";

    private FakeMetadata() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 0);
        server.createContext("/", FakeMetadata::answer);
        server.start();
        System.out.println("metadata at " + server.getAddress());
        new CountDownLatch(1).await();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/latest/api/token")) {
            send(exchange, exchange.getRequestMethod().equals("PUT") ? 200 : 405, TOKEN);
        } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"))) {
            send(exchange, 401, "");
        } else if (path.equals(ROLE)) {
            send(exchange, 200, "kirikae");
        } else if (path.equals(ROLE + "kirikae")) {
            send(exchange, 200, credentials());
        } else {
            send(exchange, 404, "");
        }
    }

    private static String credentials() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return "{\"Code\":\"Success\",\"LastUpdated\":\"" + now
                + "\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"ASIAROLE\",\"SecretAccessKey\":\"secret\",\"Token\":\"session\","
                + "\"Expiration\":\"" + now.plus(6, ChronoUnit.HOURS) + "\"}";
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("X-aws-ec2-metadata-token-ttl-seconds", "21600");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
