package kirikae.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import kirikae.model.Operator.Answer;

/** Answers of the control socket: JSON, always with {@code outcome} and {@code text} when something was ordered or is wrong. */
final class ControlReply {
    private ControlReply() {}

    /** An object. */
    static void json(HttpServerRequest request, int status, JsonObject json) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed() && !response.headWritten()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(JsonText.of(json) + "\n");
        }
    }

    /** A refusal or failure in words. */
    static void text(HttpServerRequest request, int status, String text) {
        String outcome = status < 500 ? "refused" : "failed";
        json(request, status, new JsonObject().put("outcome", outcome).put("text", text));
    }

    /** What became of an order: 200 done, 400 refused, 503 failed. */
    static void answer(HttpServerRequest request, Answer answer) {
        JsonObject json = new JsonObject();
        json.put("outcome", answer.outcome().name().toLowerCase(Locale.ROOT));
        json.put("text", answer.text());
        answer.fields().forEach(json::put);
        int status = switch (answer.outcome()) {
            case DONE -> 200;
            case REFUSED -> 400;
            case FAILED -> 503;
        };
        json(request, status, json);
    }
}
