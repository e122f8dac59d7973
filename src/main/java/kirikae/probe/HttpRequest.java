package kirikae.probe;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes the request of an HTTP probe: GET, one connection, nothing hidden. Pure. */
final class HttpRequest {
    private static final Set<String> OURS = Set.of("host", "content-length", "transfer-encoding", "connection");

    private HttpRequest() {}

    /** What becomes of the connection after the answer; HTTP/1.1 keeps it unless told otherwise. */
    enum Persistence {
        CLOSE,
        KEEP
    }

    /**
     * The bytes to send.
     *
     * @param url http or https; its user info and fragment are not sent
     * @param persistence what becomes of the connection
     * @param headers further headers; those that delimit the request are left out, the others replace our own
     */
    static byte[] bytes(URI url, Map<String, String> headers, Persistence persistence) {
        URI plain = URI.create(url.toASCIIString());
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.put("User-Agent", "kirikae");
        fields.put("Accept", "*/*");
        // A packed body could not be searched.
        fields.put("Accept-Encoding", "identity");
        fields.putAll(headers);
        StringBuilder text = new StringBuilder(200);
        text.append("GET ").append(target(plain)).append(" HTTP/1.1\r\nHost: ").append(host(url));
        text.append(persistence == Persistence.CLOSE ? "\r\nConnection: close\r\n" : "\r\n");
        fields.forEach((name, value) -> field(text, name, value));
        return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The Host header: the port only when it is not the scheme's own (RFC 9110, 7.2). */
    static String host(URI url) {
        Peer peer = Peer.of(url);
        return peer.port() == Peer.defaultPort(url) ? peer.bracketed() : peer.toString();
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static void field(StringBuilder text, String name, String value) {
        if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
            text.append(inert(name)).append(": ").append(inert(value)).append("\r\n");
        }
    }

    /** Whatever the configuration let through, a value cannot start a line of its own. */
    private static String inert(String text) {
        return text.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    }
}
