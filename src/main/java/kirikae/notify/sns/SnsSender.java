package kirikae.notify.sns;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import kirikae.message.Quoting;
import kirikae.model.Channel.Sns;
import kirikae.model.Secret;
import kirikae.notify.HttpCall;
import kirikae.notify.HttpSender;
import kirikae.notify.Notice;
import kirikae.notify.Outcome;
import kirikae.notify.Sender;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * Publishes to a topic: the AWS SDK finds the credentials and signs, the request goes the way of every channel. The SDK's client of SNS
 * would bring a megabyte for this one call. Limits: subject under 100 ASCII characters, message 262,144 bytes.
 */
public final class SnsSender implements Sender {
    private static final int LONGEST_SUBJECT = 99;
    private static final String VERSION = "2010-03-31";

    private final Sns channel;
    private final AwsCredentialsProvider credentials;
    private final HttpSender http;
    private final Executor threads;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** Takes the channel, who sends, and threads that may wait for credentials. */
    public SnsSender(Sns channel, HttpSender http, Executor threads) {
        this.channel = channel;
        this.credentials = SnsCredentials.of(channel.profile());
        this.http = http;
        this.threads = threads;
    }

    @Override
    public CompletionStage<Outcome> send(Notice notice) {
        try {
            return CompletableFuture.supplyAsync(() -> call(notice), threads)
                    .thenCompose(call -> http.send(call).toCompletionStage())
                    .exceptionally(failure -> Outcome.failed(words(failure)));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Outcome.failed("too many notifications are sent already"));
        }
    }

    private static String words(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof SdkException
                ? "no AWS credentials could be had"
                : "cannot be signed: " + cause.getClass().getSimpleName();
    }

    private HttpCall call(Notice notice) {
        byte[] body = form(notice).getBytes(StandardCharsets.UTF_8);
        URI url = URI.create(endpoint());
        SdkHttpFullRequest request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(url)
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .build();
        ContentStreamProvider payload = () -> new ByteArrayInputStream(body);
        var signed = signer.sign(all -> all.identity(credentials.resolveCredentials())
                .request(request)
                .payload(payload)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sns")
                .putProperty(AwsV4HttpSigner.REGION_NAME, channel.region()));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "kirikae");
        signed.request().headers().forEach((name, values) -> put(headers, name, values));
        return new HttpCall("POST", new Secret(url.toString()), headers, Buffer.buffer(body));
    }

    /** Host and length are made from the request itself; both are signed as they will be sent. */
    private static void put(Map<String, String> headers, String name, List<String> values) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.equals("host") && !lower.equals("content-length")) {
            headers.put(name, String.join(",", values));
        }
    }

    private String endpoint() {
        String address = channel.endpoint();
        if (address.isEmpty()) {
            String domain = channel.region().startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
            return "https://sns." + channel.region() + "." + domain + "/";
        }
        return address.endsWith("/") ? address : address + "/";
    }

    private String form(Notice notice) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Action", "Publish");
        fields.put("Version", VERSION);
        fields.put("TopicArn", channel.topic());
        fields.put("Subject", subject(notice.title()));
        fields.put("Message", notice.written(Quoting.PLAIN).spoken());
        if (channel.topic().endsWith(".fifo")) {
            fields.put("MessageGroupId", notice.service().isEmpty() ? "kirikae" : notice.service());
            fields.put("MessageDeduplicationId", notice.id());
        }
        StringJoiner pairs = new StringJoiner("&");
        fields.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return pairs.toString();
    }

    private static String subject(String title) {
        String ascii = title.replaceAll("[^\\x20-\\x7e]", "?");
        return ascii.length() > LONGEST_SUBJECT ? ascii.substring(0, LONGEST_SUBJECT) : ascii;
    }

    @Override
    public void close() {
        if (credentials instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("the credentials do not close", new IOException(e));
            }
        }
    }
}
