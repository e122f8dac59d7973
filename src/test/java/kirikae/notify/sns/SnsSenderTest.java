package kirikae.notify.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kirikae.model.Channel;
import kirikae.notify.HookServer;
import kirikae.notify.HttpSender;
import kirikae.notify.Outcome;
import kirikae.notify.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Publish as it comes over the wire; its signature is computed again here from the specification of Signature Version 4. */
class SnsSenderTest {
    private final Vertx vertx = Vertx.vertx();
    private final HookServer aws = HookServer.start();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void credentials() {
        System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
        System.setProperty("aws.secretAccessKey", "secret-of-the-test");
    }

    @AfterEach
    void end() throws Exception {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        threads.shutdownNow();
        aws.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Outcome publish(String topic) throws Exception {
        Channel.Sns channel = new Channel.Sns("sns", topic, "eu-west-1", "", aws.url(""));
        HttpSender http = new HttpSender(vertx, new ClientSSLOptions(), Duration.ofSeconds(10));
        return new SnsSender(channel, http, threads)
                .send(Sample.alert("日本 & " + "x".repeat(300)))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void aPublishWithAGoodSignature() throws Exception {
        assertThat(publish("arn:aws:sns:eu-west-1:123456789012:ops")).isEqualTo(new Outcome.Delivered());
        HookServer.Request request = aws.requests().get(0);
        assertThat(request.path()).isEqualTo("/");
        List<String> fields = Arrays.stream(request.body().split("&"))
                .map(pair -> URLDecoder.decode(pair, StandardCharsets.UTF_8))
                .toList();
        assertThat(fields)
                .contains("Action=Publish", "Version=2010-03-31", "TopicArn=arn:aws:sns:eu-west-1:123456789012:ops")
                .contains("Subject=[Triggered] web: primary is NO_DATA")
                .anyMatch(field -> field.startsWith("Message=Server web01 is down: 日本 & x"))
                .hasSize(5);
        assertThat(request.header("authorization")).endsWith("Signature=" + signature(request));
        assertThat(aws.violations()).isEmpty();
    }

    @Test
    void aFifoTopicGetsGroupAndDeduplication() throws Exception {
        publish("arn:aws:sns:eu-west-1:123456789012:ops.fifo");
        assertThat(aws.requests().get(0).body()).contains("&MessageGroupId=web&MessageDeduplicationId=msg_");
    }

    @Test
    void errorsOfTheService() throws Exception {
        aws.script(HookServer.answer(403, "", "<ErrorResponse><Code>AuthorizationError</Code>"));
        assertThat(publish("arn:aws:sns:eu-west-1:123456789012:ops")).isInstanceOf(Outcome.Refused.class);
        aws.script(HookServer.answer(503, "", "busy"));
        assertThat(publish("arn:aws:sns:eu-west-1:123456789012:ops")).isEqualTo(Outcome.failed("HTTP 503: busy"));
    }

    private static String signature(HookServer.Request request) throws Exception {
        String authorization = request.header("authorization");
        List<String> signed = List.of(
                authorization.replaceFirst(".*SignedHeaders=([^,]+),.*", "$1").split(";"));
        assertThat(signed).contains("host", "x-amz-date", "content-type");
        TreeMap<String, String> headers = new TreeMap<>();
        signed.forEach(name -> headers.put(name, request.header(name).replaceAll(" +", " ")));
        String canonical = "POST\n/\n\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + String.join(";", signed) + "\n" + sha256(request.body());
        String date = request.header("x-amz-date");
        String scope = date.substring(0, 8) + "/eu-west-1/sns/aws4_request";
        assertThat(authorization).contains("Credential=AKIDEXAMPLE/" + scope);
        byte[] key = ("AWS4secret-of-the-test").getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of()
                .formatHex(hmac(key, "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + sha256(canonical)));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
