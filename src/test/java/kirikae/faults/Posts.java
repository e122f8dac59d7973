package kirikae.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Raw requests of one connection each: agents, and those who only look like them. */
final class Posts {
    /** A {@code check_run} of host web01, packed with zlib as agents 5 and 6 do. */
    static final byte[] UP_ZLIB = Base64.getDecoder()
            .decode(
                    "eJwtjEsKgDAMRO+SdZF2JfQqIhLb0Ir9QVNciHc3grMa3nyWG1wkd4IFj4y+hgkDFZ5GAwWxdt4KZpL4ol0bYXxk6oy5gTWz/qVAEI8OVqzkXU5k89UxCC0jpWd9AZf9Iqs=");

    /** The same packed with zstd, as agent 7 does. */
    static final byte[] UP_ZSTD = Base64.getDecoder()
            .decode(
                    "KLUv/QRI5QIAYgYVGoC3LQY4tBEx64aFqMT+hpgJKc4YEWInMj0CgkSSLHUrwt3+ToSqmbZz61pc3Q6guJeEq5kKu10cQh6+M6EarCrI9rLMqkRokHLg4vFtMBIxRgQCAQBABqKEbEce");

    private Posts() {}

    /** The status of a post of an agent. */
    static int checkRun(int port, String key, String encoding, byte[] body) throws IOException {
        return status(port, "POST /api/v1/check_run", "DD-Api-Key: " + key + "\r\nContent-Encoding: " + encoding, body);
    }

    /** The status of a request. */
    static int status(int port, String line, String headers, byte[] body) throws IOException {
        return Integer.parseInt(answer(port, line, headers, body).substring("HTTP/1.1 ".length(), 12));
    }

    /** The whole answer to a request. */
    static String answer(int port, String line, String headers, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(20_000);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes((line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers
                            + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
