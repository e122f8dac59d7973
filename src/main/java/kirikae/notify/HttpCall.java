package kirikae.notify;

import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import kirikae.model.Secret;

/**
 * One HTTP request of a channel, ready to be sent.
 *
 * @param method in capitals
 * @param url http or https
 * @param headers without those that delimit or address the request; checked to be printable ASCII on one line
 * @param body empty for none
 */
public record HttpCall(String method, Secret url, Map<String, String> headers, Buffer body) {
    /** Copies the headers and keeps their order; refuses one that could begin another line. */
    public HttpCall {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        headers.forEach(HttpCall::check);
    }

    private static void check(String name, String value) {
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))) {
            throw new IllegalArgumentException("the header " + name + " would hold a control or non-ASCII character");
        }
    }

    @Override
    public String toString() {
        return method + " with " + headers.keySet() + " and " + body.length() + " bytes";
    }
}
