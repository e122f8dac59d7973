package kirikae.intake;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers in one line of text. Owns: how such an answer looks. Must not: decide which one is given. */
public final class Reply {
    private Reply() {}

    /** Answers with a status and one line of text, unless the visitor has gone or was answered already. */
    public static void line(HttpServerRequest request, int status, String text) {
        if (isOpen(request)) {
            write(request, status, text);
        }
    }

    /** As {@link #line}, but with a JSON text. */
    public static void json(HttpServerRequest request, int status, String json) {
        if (isOpen(request)) {
            write(request, status, "application/json", json);
        }
    }

    /** As {@link #line}, and closes the connection behind the answer. */
    static void lastLine(HttpServerRequest request, int status, String text) {
        if (isOpen(request)) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            write(request, status, text);
        }
        request.connection().close();
    }

    /** As {@link #json}, and closes the connection behind the answer. */
    static void lastJson(HttpServerRequest request, int status, String json) {
        if (isOpen(request)) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            write(request, status, "application/json", json);
        }
        request.connection().close();
    }

    private static boolean isOpen(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        return !response.ended() && !response.closed() && !response.headWritten();
    }

    private static void write(HttpServerRequest request, int status, String text) {
        write(request, status, "text/plain; charset=utf-8", text);
    }

    private static void write(HttpServerRequest request, int status, String type, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text + "\n");
    }
}
