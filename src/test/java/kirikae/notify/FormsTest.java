package kirikae.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kirikae.model.Channel;
import kirikae.model.Channel.Body;
import kirikae.model.Channel.Encoding;
import kirikae.model.EventName;
import kirikae.model.Secret;
import org.junit.jupiter.api.Test;

/** What is sent to each kind of channel, and that nothing a host says can leave its place (F38). */
class FormsTest {
    private static final Secret URL = new Secret("https://hooks.example.com/T0/B0/very-secret");

    private static Channel.Webhook webhook(String payload, Encoding encoding, Map<String, Secret> headers) {
        return new Channel.Webhook("hook", "POST", URL, headers, new Secret(payload), encoding, Body.SENT, List.of());
    }

    private static String body(HttpForm form, Notice notice) {
        return form.call(notice, Sample.TIME).body().toString();
    }

    @Test
    void theDefaultPayloadIsDatadogs() {
        JsonObject json = new JsonObject(
                body(new WebhookForm(webhook("", Encoding.JSON, Map.of())), Sample.alert("no heartbeat for 2m")));
        assertThat(json.fieldNames())
                .containsExactly("body", "last_updated", "event_type", "title", "date", "org", "id");
        assertThat(json.getString("body")).isEqualTo("Server web01 is down: no heartbeat for 2m @hook");
        assertThat(json.getString("title")).isEqualTo("[Triggered] web: primary is NO_DATA");
        assertThat(json.getString("date")).isEqualTo("1795575845678");
        assertThat(json.getString("id")).matches("\\d+");
    }

    @Test
    void everyVariableOfDatadogIsFilledInOrEmpty() {
        String names =
                "AGGREG_KEY ALERT_CYCLE_KEY ALERT_ID ALERT_METRIC ALERT_PRIORITY ALERT_QUERY ALERT_SCOPE ALERT_STATUS"
                        + " ALERT_TITLE ALERT_TRANSITION ALERT_TYPE DATE EMAIL EVENT_MSG EVENT_TITLE EVENT_TYPE HOSTNAME ID LAST_UPDATED"
                        + " LINK LOGS_SAMPLE METRIC_NAMESPACE ORG_ID ORG_NAME PRIORITY SNAPSHOT TAGS TEXT_ONLY_MSG USER USERNAME";
        String payload = Arrays.stream(names.split(" "))
                .map(name -> "\"" + name + "\": \"$" + name + "\"")
                .collect(Collectors.joining(", ", "{", ", \"t\": \"$TAGS[host]\", \"no\": \"$NOT_KNOWN\"}"));
        JsonObject json = new JsonObject(
                body(new WebhookForm(webhook(payload, Encoding.JSON, Map.of())), Sample.alert("silent")));
        assertThat(json.getMap().values())
                .noneMatch(value -> value.toString().startsWith("$") && !value.equals("$NOT_KNOWN"));
        assertThat(json.getString("ALERT_TRANSITION")).isEqualTo("Triggered");
        assertThat(json.getString("ALERT_TYPE")).isEqualTo("error");
        assertThat(json.getString("HOSTNAME")).isEqualTo("web01");
        assertThat(json.getString("t")).isEqualTo("web01");
        assertThat(json.getString("TEXT_ONLY_MSG")).isEqualTo("Server web01 is down: silent");
        assertThat(json.getString("ALERT_STATUS")).isEqualTo("silent");
        JsonObject up =
                new JsonObject(body(new WebhookForm(webhook(payload, Encoding.JSON, Map.of())), Sample.recovery()));
        assertThat(up.getString("ALERT_TRANSITION")).isEqualTo("Recovered");
        assertThat(up.getString("ALERT_TYPE")).isEqualTo("success");
        assertThat(up.getString("ALERT_CYCLE_KEY")).isEqualTo(json.getString("ALERT_CYCLE_KEY"));
    }

    @Test
    void f38HostileWordsAreInertInJsonInFormsAndInHeaders() {
        Notice hostile = Sample.alert(Sample.HOSTILE);
        String payload =
                "{\"a\": \"$ALERT_STATUS\", \"b\": $ALERT_STATUS, \"n\": $DATE, \"c\": {\"d\": \"x\\\"$EVENT_MSG\"}}";
        String text = body(new WebhookForm(webhook(payload, Encoding.JSON, Map.of())), hostile);
        JsonObject json = new JsonObject(text);
        assertThat(json.fieldNames()).containsExactly("a", "b", "n", "c");
        assertThat(json.getString("a")).isEqualTo(Sample.HOSTILE);
        assertThat(json.getString("b")).isEqualTo(Sample.HOSTILE);
        assertThat(json.getLong("n")).isEqualTo(1795575845678L);
        assertThat(json.getJsonObject("c").getString("d")).startsWith("x\"Server web01 is down: dead\r\n");
        assertThat(text).doesNotContain("\n", "\r", "\u2028", "\u202e");

        String form = body(
                new WebhookForm(webhook("{\"a\": \"$ALERT_STATUS\", \"n\": {\"x\": 1}}", Encoding.FORM, Map.of())),
                hostile);
        assertThat(form.split("&")).hasSize(2);
        assertThat(URLDecoder.decode(form.split("&")[0], StandardCharsets.UTF_8))
                .isEqualTo("a=" + Sample.HOSTILE);
        assertThat(URLDecoder.decode(form.split("&")[1], StandardCharsets.UTF_8))
                .isEqualTo("n={\"x\":1}");

        HttpCall call = new WebhookForm(
                        webhook("", Encoding.JSON, Map.of("X-Status", new Secret("host says $ALERT_STATUS"))))
                .call(hostile, Sample.TIME);
        assertThat(call.headers().get("X-Status"))
                .startsWith("host says dead\\r\\nX-Evil: 1")
                .matches("[\\x20-\\x7e]+");
        assertThat(call.toString()).doesNotContain("very-secret", "host says");
    }

    @Test
    void f38AHeaderThatCouldBeginAnotherLineIsRefused() {
        for (String bad : List.of("a\r\nb", "a\nb", "a\0b", "a\u00e9")) {
            assertThatThrownBy(() -> new HttpCall("POST", URL, Map.of("X-A", bad), Buffer.buffer()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("X-A")
                    .hasMessageNotContaining("very-secret");
        }
    }

    @Test
    void headersAsTheArticleHasThem() {
        Channel.Webhook article = new Channel.Webhook(
                "hook",
                "POST",
                URL,
                Map.of("Authorization", new Secret("CAAuth 0123456789")),
                new Secret(""),
                Encoding.JSON,
                Body.NONE,
                List.of());
        HttpCall call = new WebhookForm(article).call(Sample.alert("x"), Sample.TIME);
        assertThat(call.body().length()).isZero();
        assertThat(call.headers()).containsOnlyKeys("Authorization", "User-Agent");
        assertThat(call.headers().get("Authorization")).isEqualTo("CAAuth 0123456789");
    }

    @Test
    void aHeaderOfTheOperatorReplacesOurs() {
        HttpCall call = new WebhookForm(webhook("\"x\"", Encoding.JSON, Map.of("content-type", new Secret("text/x"))))
                .call(Sample.alert("x"), Sample.TIME);
        assertThat(call.headers()).containsEntry("Content-Type", "text/x").hasSize(2);
    }

    /** The vector of the specification's own tests. */
    @Test
    void standardWebhooksSignature() {
        Map<String, String> headers = Signature.headers(
                List.of(
                        new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                        new Secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx")),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertThat(headers.get("webhook-id")).isEqualTo("msg_p5jXN8AQM9LWM0D4loKWxJek");
        assertThat(headers.get("webhook-timestamp")).isEqualTo("1614265330");
        assertThat(headers.get("webhook-signature").split(" "))
                .hasSize(2)
                .startsWith("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void theSignatureIsOverTheBodyThatIsSentAndTheIdStaysTheSame() {
        Secret key = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        WebhookForm form = new WebhookForm(new Channel.Webhook(
                "hook", "POST", URL, Map.of(), new Secret(""), Encoding.JSON, Body.SENT, List.of(key)));
        Notice notice = Sample.alert("x");
        HttpCall first = form.call(notice, Sample.TIME);
        HttpCall second = form.call(notice, Sample.TIME.plusSeconds(5));
        assertThat(first.headers().get("webhook-id")).isEqualTo(notice.id());
        assertThat(second.headers().get("webhook-id")).isEqualTo(notice.id());
        assertThat(second.headers().get("webhook-timestamp"))
                .isNotEqualTo(first.headers().get("webhook-timestamp"));
        assertThat(first.headers().get("webhook-signature"))
                .isEqualTo(Signature.headers(
                                List.of(key),
                                notice.id(),
                                Sample.TIME,
                                first.body().getBytes())
                        .get("webhook-signature"));
    }

    @Test
    void pagerDutyTriggersAndResolvesTheSameIncident() {
        PagerDutyForm form = new PagerDutyForm(
                new Channel.PagerDuty(
                        "pd", new Secret("R".repeat(32)), URI.create("https://events.example.com/v2/enqueue")),
                "bastion01");
        JsonObject trigger = new JsonObject(body(form, Sample.alert(Sample.HOSTILE)));
        assertThat(trigger.getString("routing_key")).isEqualTo("R".repeat(32));
        assertThat(trigger.getString("event_action")).isEqualTo("trigger");
        assertThat(trigger.getString("dedup_key")).isEqualTo("kirikae/web");
        JsonObject payload = trigger.getJsonObject("payload");
        assertThat(payload.getString("severity")).isEqualTo("critical");
        assertThat(payload.getString("source")).isEqualTo("web01");
        assertThat(payload.getString("summary"))
                .startsWith("Server web01 is down: dead")
                .doesNotContain("\n");
        assertThat(payload.getString("timestamp")).isEqualTo("2026-11-25T03:04:05.678Z");
        JsonObject resolve = new JsonObject(body(form, Sample.recovery()));
        assertThat(resolve.getMap())
                .containsOnlyKeys("routing_key", "event_action", "dedup_key")
                .containsEntry("event_action", "resolve")
                .containsEntry("dedup_key", "kirikae/web");
        JsonObject big = new JsonObject(body(form, Sample.alert("x".repeat(100_000))));
        assertThat(big.getJsonObject("payload").getString("summary").length()).isLessThanOrEqualTo(1_024);
        assertThat(big.encode().length()).isLessThan(512 * 1_024);
        JsonObject two =
                new JsonObject(body(form, Sample.notice(EventName.ALERT, "x", "{{override_priority 'P3'}}down")));
        assertThat(two.getJsonObject("payload").getString("severity")).isEqualTo("warning");
    }

    @Test
    void slackAndTeams() {
        JsonObject slack =
                new JsonObject(body(new ChatForm(ChatForm.Kind.SLACK, URL), Sample.alert("<!channel> & co")));
        assertThat(slack.getString("text"))
                .isEqualTo("*[Triggered] web: primary is NO_DATA*\nServer web01 is down: &lt;!channel&gt; &amp; co");
        JsonObject teams = new JsonObject(body(new ChatForm(ChatForm.Kind.TEAMS, URL), Sample.alert("[x](http://e)")));
        assertThat(teams.getString("type")).isEqualTo("message");
        JsonObject attachment = teams.getJsonArray("attachments").getJsonObject(0);
        assertThat(attachment.getString("contentType")).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(attachment.getJsonObject("content").getString("version")).isEqualTo("1.4");
        assertThat(attachment
                        .getJsonObject("content")
                        .getJsonArray("body")
                        .getJsonObject(1)
                        .getString("text"))
                .isEqualTo("Server web01 is down: \\[x\\](http://e)");
        String big = body(new ChatForm(ChatForm.Kind.TEAMS, URL), Sample.alert("日".repeat(50_000)));
        assertThat(big.getBytes(StandardCharsets.UTF_8).length).isLessThan(28_000);
    }

    @Test
    void aMessageThatSaysNothingIsReplacedByOurWords() {
        Notice notice =
                Sample.notice(EventName.ALERT, "no heartbeat for 2m", "{{#is_recovery}}x{{/is_recovery}} @hook");
        assertThat(notice.written(kirikae.message.Quoting.PLAIN).spoken())
                .startsWith("web: primary is NO_DATA: no heartbeat for 2m");
        Notice drift = Sample.notice(EventName.DRIFT, "somebody else", "{{#is_alert}}x{{/is_alert}}");
        assertThat(drift.written(kirikae.message.Quoting.PLAIN).spoken()).startsWith("web: drift somebody else");
    }
}
