package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kirikae.model.Channel;
import kirikae.model.Channel.Body;
import kirikae.model.Channel.Encoding;
import kirikae.model.Notices;
import kirikae.model.Notices.OnSwitch;
import kirikae.model.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels, messages and what is done after a switch: what is taken, and what is said of what is not. */
final class NoticesTest {
    private static final String HOOK =
            "channels.hook { type = webhook, url = \"https://h.example.com/secret-path\" }\n";

    @TempDir
    Path folder;

    private Conf conf(String text) {
        return new Conf(folder).text(Conf.WEB + text);
    }

    private Channel channel(String block) {
        return conf("channels.c " + block).settings().notices().channels().get("c");
    }

    @Test
    void everyKindOfChannel() {
        assertThat(
                        channel(
                                "{ type = webhook, url = \"https://h.example.com/x\", method = put, encode = form, payload = \"\"\"{\"a\": \"$ID\"}\"\"\","
                                        + " headers { Authorization = \"CAAuth x\", X-N = 7 }, secret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\" }"))
                .isEqualTo(new Channel.Webhook(
                        "c",
                        "PUT",
                        new Secret("https://h.example.com/x"),
                        Map.of("Authorization", new Secret("CAAuth x"), "X-N", new Secret("7")),
                        new Secret("{\"a\": \"$ID\"}"),
                        Encoding.FORM,
                        Body.SENT,
                        List.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))));
        assertThat(channel("{ type = pagerduty, routing-key = abc }"))
                .isEqualTo(new Channel.PagerDuty(
                        "c", new Secret("abc"), java.net.URI.create("https://events.pagerduty.com/v2/enqueue")));
        assertThat(channel("{ type = slack, url = \"https://h/x\" }"))
                .isEqualTo(new Channel.Slack("c", new Secret("https://h/x")));
        assertThat(channel("{ type = teams, url = \"https://h/x\" }"))
                .isEqualTo(new Channel.Teams("c", new Secret("https://h/x")));
        assertThat(channel("{ type = sns, topic = \"arn:aws:sns:eu-west-1:123456789012:ops\" }"))
                .isEqualTo(new Channel.Sns("c", "arn:aws:sns:eu-west-1:123456789012:ops", "eu-west-1", "", ""));
        assertThat(
                        channel(
                                "{ type = email, host = mail.example.com, user = u, password = p, from = \"k@example.com\", to = \"a@example.com\" }"))
                .isEqualTo(new Channel.Email(
                        "c",
                        "mail.example.com",
                        587,
                        Channel.MailTls.STARTTLS,
                        "u",
                        new Secret("p"),
                        "k@example.com",
                        List.of("a@example.com")));
        assertThat(channel("{ type = exec, command = [\"/bin/x\", \"y\"] }"))
                .isEqualTo(new Channel.Exec("c", List.of("/bin/x", "y"), Duration.ofSeconds(15)));
    }

    @Test
    void secretsComeFromFilesAndAreNeverShown() {
        Conf conf =
                conf("channels.c { type = slack, url { file = \"slack.url\" } }, channels.d { type = webhook, url = \"https://h/secret-1\","
                                + " headers { Authorization { file = \"token\" } }, payload = \"\"\"{\"k\": \"secret-2\"}\"\"\" }")
                        .file("slack.url", "https://hooks.example.com/secret-3\n")
                        .file("token", "Bearer secret-4\n");
        Notices notices = conf.settings().notices();
        assertThat(((Channel.Slack) notices.channels().get("c")).url().reveal())
                .isEqualTo("https://hooks.example.com/secret-3");
        assertThat(notices.toString()).doesNotContain("secret-");
        assertThat(conf.settings().toString()).doesNotContain("secret-");
    }

    @Test
    void contentLengthZeroIsARequestWithoutABody() {
        Channel.Webhook hook = (Channel.Webhook)
                channel(
                        "{ type = webhook, url = \"https://h/x\", headers { Authorization = \"CAAuth x\", Content-Length = 0 } }");
        assertThat(hook.body()).isEqualTo(Body.NONE);
        assertThat(hook.headers()).containsOnlyKeys("Authorization");
        assertThat(conf("channels.c { type = webhook, url = \"https://h/x\", headers { content-length = 7 } }")
                        .problems())
                .containsExactly(
                        "kirikae.conf:6: channels.c.headers.content-length: Content-Length may only be 0, for a request"
                                + " without a body; else leave it out: it is counted");
    }

    @Test
    void headersThatAreOursAreLeftOutWithAWord() {
        Conf conf = conf(
                "channels.c { type = webhook, url = \"https://h/x\", headers { Host = x, Transfer-Encoding = chunked, connection = close } }");
        assertThat(conf.warnings()).hasSize(3).allMatch(line -> line.contains("left out"));
        assertThat(((Channel.Webhook) conf.settings().notices().channels().get("c")).headers())
                .isEmpty();
        assertThat(conf("channels.c { type = webhook, url = \"http://hooks.example.com/x\" }")
                        .warnings())
                .containsExactly(
                        "kirikae.conf:6: channels.c.url: is http and not on this machine: whoever is on the way can read"
                                + " and repeat what is sent");
        assertThat(conf("channels.c { type = webhook, url = \"http://127.0.0.1:1/x\" }")
                        .warnings())
                .isEmpty();
    }

    @Test
    void theArticlesHeadersAsPrinted() {
        String article =
                "channels { hook { type = webhook, url = \"https://h/x\"\n  headers = {\"Authorization\" : \"CAAuth 0123456789abcdef,\n \"Content-Length\": 0} } }";
        assertThat(conf(article).problems())
                .containsExactly(
                        "kirikae.conf:7: not valid HOCON: a quote is not closed on its line: it opens at column 32;"
                                + " write headers { Authorization = \"CAAuth ...\", Content-Length = 0 }");
        String oneLine = article.replace("abcdef,\n ", "abcdef,\\n ");
        assertThat(conf(oneLine).problems())
                .hasSize(1)
                .allMatch(line -> line.startsWith("kirikae.conf:7: ")
                        && line.contains("column")
                        && line.endsWith("write headers { Authorization = \"CAAuth ...\", Content-Length = 0 }"));
    }

    @Test
    void headersAsDatadogsJsonText() {
        Channel.Webhook good = (Channel.Webhook)
                channel(
                        "{ type = webhook, url = \"https://h/x\", headers = \"\"\"{\"Authorization\" : \"CAAuth x\",\n \"Content-Length\": 0}\"\"\" }");
        assertThat(good.headers()).isEqualTo(Map.of("Authorization", new Secret("CAAuth x")));
        assertThat(good.body()).isEqualTo(Body.NONE);
        assertThat(
                        conf("channels.c { type = webhook, url = \"https://h/x\", headers = \"\"\"{\"Authorization\" : \"CAAuth 0123456789abcdef,\n \"Content-Length\": 0}\"\"\" }")
                                .problems())
                .containsExactly(
                        "kirikae.conf:6: channels.c.headers: is not a JSON object of texts and numbers: line 1, column 20:"
                                + " a quote or a comma is missing here; write headers { Authorization = \"CAAuth ...\", Content-Length = 0 }");
    }

    @Test
    void whatTheCorrectionSaysIsAccepted() {
        Channel.Webhook hook = (Channel.Webhook)
                channel(
                        "{ type = webhook, url = \"https://h/x\", headers { Authorization = \"CAAuth ...\", Content-Length = 0 } }");
        assertThat(hook.headers()).containsKey("Authorization");
    }

    @Test
    void messagesChannelsAndRemindersOfAService() {
        Notices notices = conf(HOOK + "channels.other { type = slack, url = \"https://h/x\" }\nnotify = [hook]\n"
                        + "services.web { message = \"\"\"{{#is_alert}}down @other{{/is_alert}}\"\"\", renotify = 1h }")
                .settings()
                .notices();
        Notices.OfService web = notices.of("web");
        assertThat(web.message()).isEqualTo("{{#is_alert}}down @other{{/is_alert}}");
        assertThat(web.told()).containsExactly("hook");
        assertThat(web.renotify()).isEqualTo(Duration.ofHours(1));
        assertThat(web.address()).isEqualTo("203.0.113.10");
        assertThat(conf(HOOK + "notify = [hook]\nservices.web.notify = []\n")
                        .settings()
                        .notices()
                        .of("web")
                        .told())
                .isEmpty();
        assertThat(conf(HOOK + "defaults { notify = hook, message = \"x @hook\", renotify = 5m }\n")
                        .settings()
                        .notices()
                        .of("web"))
                .isEqualTo(new Notices.OfService(
                        "203.0.113.10", "203.0.113.10", "x @hook", List.of("hook"), Duration.ofMinutes(5), Map.of()));
    }

    @Test
    void whatIsWrongInAMessageIsToldWithItsLine() {
        String begin = HOOK + "services.web.message = \"\"\"down @hook\n";
        assertThat(conf(begin + "{{#is_alert}}\n\"\"\"").problems())
                .containsExactly(
                        "kirikae.conf:8: services.web.message: {{#is_alert}} is never closed: write {{/is_alert}}");
        assertThat(conf(begin + "and\n @hok now\"\"\"").problems())
                .containsExactly(
                        "kirikae.conf:9: services.web.message: @hok: no channel is called 'hok'; did you mean 'hook'?");
        assertThat(conf(begin + "{{hots.name}}\"\"\"").warnings())
                .containsExactly(
                        "kirikae.conf:8: services.web.message: the variable {{hots.name}} is not known: it will be empty");
        assertThat(conf("services.web.message = \"down @ops@example.com\"").problems())
                .containsExactly(
                        "kirikae.conf:6: services.web.message: @ops: no channel is called 'ops'; write it under channels");
    }

    @Test
    void anActionAfterASwitch() {
        Conf conf = conf(
                HOOK
                        + "services.web { primary.on-switch { webhook = hook }, maintenance.on-switch { command = [\"/bin/x\", y] } }");
        assertThat(conf.settings().notices().of("web").onSwitch())
                .isEqualTo(Map.of(
                        "primary",
                        new OnSwitch.Call("hook"),
                        "maintenance",
                        new OnSwitch.Command(List.of("/bin/x", "y"))));
        assertThat(conf("services.web.primary.on-switch { webhook = nobody }").problems())
                .containsExactly(
                        "kirikae.conf:6: services.web.primary.on-switch.webhook: no channel is called 'nobody'; write it under channels");
        assertThat(conf("services.web.primary.on-switch { webhook = a, command = [b] }")
                        .problems())
                .containsExactly(
                        "kirikae.conf:6: services.web.primary.on-switch: wants either command = [PROGRAM, ARGUMENT...] or webhook = CHANNEL");
    }

    @Test
    void aChannelWithoutItsSecretIsOnlyAnErrorWhenSomebodyIsToldThroughIt() {
        String channel = "channels.pager { type = pagerduty, routing-key = ${?NO_SUCH_VARIABLE} }\n";
        assertThat(conf(channel).warnings())
                .containsExactly("kirikae.conf:6: channels.pager.routing-key: missing: the channel is left out");
        assertThat(conf(channel + "notify = [pager]").problems())
                .containsExactly(
                        "kirikae.conf:7: notify[0]: the channel 'pager' has no routing-key: write it, or set the variable that it comes from");
    }

    @Test
    void problemsElsewhereAreToldAllTheSame() {
        assertThat(new Conf(folder)
                        .text("lisen {}\nservices.web { zone = \"example.com\" }\nnotify = [nobody]\n")
                        .problems())
                .anyMatch(line -> line.contains("lisen"))
                .anyMatch(line -> line.contains("nobody"));
    }

    @Test
    void otherProblems() {
        assertThat(conf("channels.c { type = slak, url = x }").problems())
                .containsExactly("kirikae.conf:6: channels.c.type: unknown type 'slak'; did you mean 'slack'?");
        assertThat(
                        conf("channels.c { type = webhook, url = \"https://h/x\", payload = \"\"\"{\"a\": $EVENT_MSG, }}\"\"\" }")
                                .problems())
                .hasSize(1)
                .allMatch(line -> line.startsWith(
                        "kirikae.conf:6: channels.c.payload: is not JSON once its $VARIABLES are filled in"));
        assertThat(conf("channels.c { type = webhook, url = \"https://h/x\", secret = short }")
                        .problems())
                .hasSize(1)
                .allMatch(line -> line.contains("whsec_"));
        assertThat(
                        conf("channels.c { type = webhook, url = \"https://u:p@h/x\", headers { \"X A\" = 1, X-B = \"a\\nb\" } }")
                                .problems())
                .hasSize(3)
                .noneMatch(line -> line.contains("u:p"));
        assertThat(
                        conf("channels.c { type = sns, topic = ops }\nchannels.d { type = email, host = \"a b\", from = x, to = [] }")
                                .problems())
                .hasSize(3);
    }
}
