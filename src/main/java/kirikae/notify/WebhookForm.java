package kirikae.notify;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import kirikae.model.Channel.Body;
import kirikae.model.Channel.Encoding;
import kirikae.model.Channel.Webhook;
import kirikae.model.Escapes;

/** A webhook as Datadog's integration sends it: JSON or a form, from a template with $VARS; signed when there is a key. */
public final class WebhookForm implements HttpForm {
    /** What Datadog sends when nothing else is configured. */
    private static final String DEFAULT = "{\"body\":\"$EVENT_MSG\",\"last_updated\":\"$LAST_UPDATED\","
            + "\"event_type\":\"$EVENT_TYPE\",\"title\":\"$EVENT_TITLE\",\"date\":\"$DATE\","
            + "\"org\":{\"id\":\"$ORG_ID\",\"name\":\"$ORG_NAME\"},\"id\":\"$ID\"}";

    private final Webhook channel;

    /** Takes the channel. */
    public WebhookForm(Webhook channel) {
        this.channel = channel;
    }

    @Override
    public HttpCall call(Notice notice, Instant now) {
        Variables variables = new Variables(notice);
        Buffer body = channel.body() == Body.NONE ? Buffer.buffer() : Buffer.buffer(body(variables));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "kirikae");
        if (channel.body() == Body.SENT) {
            headers.put(
                    "Content-Type",
                    channel.encoding() == Encoding.FORM ? "application/x-www-form-urlencoded" : "application/json");
        }
        channel.headers()
                .forEach((name, value) ->
                        headers.put(name, variables.fill(value.reveal(), (text, at) -> inHeader(text))));
        if (!channel.signing().isEmpty()) {
            headers.putAll(Signature.headers(channel.signing(), notice.id(), now, body.getBytes()));
        }
        return new HttpCall(channel.method(), channel.url(), headers, body);
    }

    /** Whatever a host says, its words stay in their header. */
    private static String inHeader(String value) {
        return Escapes.escape(value).replaceAll("[^\\x20-\\x7e]", "?");
    }

    private String body(Variables variables) {
        String template = channel.payload().reveal().isEmpty()
                ? DEFAULT
                : channel.payload().reveal();
        String json = variables.fill(template, new JsonPlace(template));
        return channel.encoding() == Encoding.FORM ? form(json) : json;
    }

    private static String form(String json) {
        try {
            StringJoiner pairs = new StringJoiner("&");
            new JsonObject(json).getMap().forEach((key, value) -> pairs.add(encode(key) + "=" + encode(text(value))));
            return pairs.toString();
        } catch (DecodeException e) {
            throw new IllegalArgumentException("a form needs a payload that is a JSON object", e);
        }
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof String text
                ? text
                : value instanceof Number || value instanceof Boolean ? value.toString() : Json.encode(value);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
