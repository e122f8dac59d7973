package kirikae.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * Owns how answers for browsers are written: the headers that keep a page from being framed, sniffed, cached, read or extended
 * by others, on every answer alike. There are no CORS headers. Must not decide what is answered.
 */
final class WebReply {
    static final String JSON = "application/json; charset=utf-8";
    static final String TEXT = "text/plain; charset=utf-8";

    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private WebReply() {}

    /** Sets the headers that every answer has; gives the response for more. */
    static HttpServerResponse begin(HttpServerRequest request, int status, String type) {
        return request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }

    /** Answers with a whole body, to HEAD without it, unless the visitor has gone. */
    static void whole(HttpServerRequest request, int status, String type, Buffer body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        begin(request, status, type).putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /** Answers with one line of text, or several. */
    static void line(HttpServerRequest request, int status, String text) {
        whole(request, status, TEXT, Buffer.buffer(text + "\n"));
    }

    /** Answers with JSON. */
    static void json(HttpServerRequest request, int status, JsonObject json) {
        whole(request, status, JSON, Buffer.buffer(JsonText.of(json) + "\n"));
    }

    /** Answers a question that cannot be answered, as JSON with the reason and what to do. */
    static void error(HttpServerRequest request, int status, String text) {
        json(request, status, new JsonObject().put("error", text));
    }
}
