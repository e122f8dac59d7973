package kirikae.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kirikae.model.Channel;
import kirikae.model.Secret;

/**
 * Reads the headers of a webhook: a block, or the JSON text that Datadog has. Used once. {@code Content-Length} is no header here but the
 * wish for a request without a body, which must be 0.
 */
final class HeadersReader {
    private final SecretReader secrets;
    private final Report report;
    private final Map<String, Secret> headers = new LinkedHashMap<>();
    private Channel.Body body = Channel.Body.SENT;

    HeadersReader(SecretReader secrets, Report report) {
        this.secrets = secrets;
        this.report = report;
    }

    /** The headers of a channel's block. */
    Map<String, Secret> read(Block channel) {
        Optional<Value> written = channel.find("headers");
        if (written.isPresent() && written.get().isBlock()) {
            channel.block("headers").entries().forEach(this::header);
        } else if (written.isPresent()) {
            written.get().text().ifPresent(text -> json(written.get(), text));
        }
        return headers;
    }

    /** Whether the request has a body; known after reading. */
    Channel.Body body() {
        return body;
    }

    private void json(Value value, String text) {
        HeaderJson read = HeaderJson.read(text);
        if (read.fault().isEmpty()) {
            read.headers().forEach((name, found) -> take(name, found, value));
        } else {
            report.error(TextLines.place(value.place(), text, read.line()), read.fault(), HeaderJson.correction(text));
        }
    }

    private void header(String name, Value value) {
        if (value.isBlock()) {
            secrets.secret(value).ifPresent(secret -> take(name, secret.reveal(), value));
        } else {
            value.text().ifPresent(text -> take(name, text, value));
        }
    }

    private void take(String name, String text, Value value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!HeaderText.isName(name)) {
            value.error(HeaderText.NO_NAME);
        } else if (lower.equals("content-length")) {
            takeLength(text, value);
        } else if (HeaderText.isOurs(lower)) {
            value.warn(HeaderText.LEFT_OUT);
        } else if (lower.startsWith("webhook-")) {
            value.error("webhook-id, webhook-timestamp and webhook-signature are made with the key 'secret'");
        } else if (!HeaderText.isValue(text)) {
            value.error(HeaderText.NO_VALUE);
        } else {
            headers.put(name, new Secret(text));
        }
    }

    private void takeLength(String text, Value value) {
        if (text.strip().equals("0")) {
            body = Channel.Body.NONE;
        } else {
            value.error("Content-Length may only be 0, for a request without a body; else leave it out: it is counted");
        }
    }
}
