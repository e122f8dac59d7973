package kirikae.notify;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import kirikae.message.Quoting;
import kirikae.model.Escapes;
import kirikae.model.Secret;

/** What is posted where people talk: a Slack incoming webhook, or an Adaptive Card to a Teams workflow. */
public final class ChatForm implements HttpForm {
    private static final int LONGEST = 6_000; // Teams takes 28 KB, and a character may be four bytes
    private final Secret url;
    private final Kind kind;

    /** Which of them. */
    public enum Kind {
        SLACK,
        TEAMS
    }

    /** Takes the address, which is the secret. */
    public ChatForm(Kind kind, Secret url) {
        this.kind = kind;
        this.url = url;
    }

    @Override
    public HttpCall call(Notice notice, Instant now) {
        JsonObject json = kind == Kind.SLACK ? slack(notice) : teams(notice);
        return new HttpCall(
                "POST",
                url,
                Map.of("Content-Type", "application/json", "User-Agent", "kirikae"),
                Buffer.buffer(Escapes.escapeJson(json.encode())));
    }

    private static JsonObject slack(Notice notice) {
        String title = notice.title().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return new JsonObject()
                .put(
                        "text",
                        Escapes.bound(
                                "*" + title + "*\n"
                                        + notice.written(Quoting.SLACK).spoken(),
                                LONGEST));
    }

    private static JsonObject teams(Notice notice) {
        JsonObject title =
                block(notice.title().replace("[", "\\[").replace("]", "\\]")).put("weight", "Bolder");
        JsonObject text = block(Escapes.bound(notice.written(Quoting.CARD).spoken(), LONGEST));
        JsonObject card = new JsonObject()
                .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4")
                .put("body", new JsonArray().add(title).add(text));
        return new JsonObject()
                .put("type", "message")
                .put(
                        "attachments",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("contentType", "application/vnd.microsoft.card.adaptive")
                                        .putNull("contentUrl")
                                        .put("content", card)));
    }

    private static JsonObject block(String text) {
        return new JsonObject().put("type", "TextBlock").put("text", text).put("wrap", true);
    }
}
