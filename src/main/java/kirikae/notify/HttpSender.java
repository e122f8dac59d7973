package kirikae.notify;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import kirikae.model.Escapes;

/**
 * Sends one request and judges the answer's status; follows no redirect, reads no more of an answer than a line for people, and gives up at
 * its deadline. Owns its client, made at the first use.
 *
 * <pre>
 * 2xx                          delivered
 * 408, 429, 5xx                failed: tried again, not before Retry-After (at most 10 min)
 * 3xx, other 4xx               refused: the same request would be refused again
 * no connection, no answer     failed
 * </pre>
 */
public final class HttpSender {
    /** From the look-up of the name to the answer. */
    public static final Duration DEADLINE = Duration.ofSeconds(15);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final int LINE_BYTES = 1_024;
    private static final int LINE = 200;
    private static final long BODY_MILLIS = 1_000;

    private final Vertx vertx;
    private final ClientSSLOptions trust;
    private final Duration deadline;
    private Optional<HttpClientAgent> client = Optional.empty();

    /** Takes where it lives and whom it trusts. */
    public HttpSender(Vertx vertx, ClientSSLOptions trust, Duration deadline) {
        this.vertx = vertx;
        this.trust = trust;
        this.deadline = deadline;
    }

    /** Sends; the future never fails. */
    public Future<Outcome> send(HttpCall call) {
        Promise<Outcome> done = Promise.promise();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method()))
                .setAbsoluteURI(call.url().reveal())
                .setConnectTimeout(deadline.toMillis());
        call.headers().forEach(options::putHeader);
        open().request(options)
                .onSuccess(request -> send(request, call, done))
                .onFailure(cause -> done.tryComplete(Outcome.failed(words(cause))));
        long timer = vertx.setTimer(
                deadline.toMillis(),
                late -> done.tryComplete(Outcome.failed("no answer within " + deadline.toSeconds() + " s")));
        return done.future().onComplete(any -> vertx.cancelTimer(timer));
    }

    private void send(HttpClientRequest request, HttpCall call, Promise<Outcome> done) {
        // Whatever ends first, nothing of the connection is used again.
        done.future().onComplete(any -> request.connection().close());
        if (done.future().isComplete()) {
            return;
        }
        request.send(call.body())
                .onSuccess(response -> answered(response, call, done))
                .onFailure(cause -> done.tryComplete(Outcome.failed(words(cause))));
    }

    private void answered(HttpClientResponse response, HttpCall call, Promise<Outcome> done) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            done.tryComplete(new Outcome.Delivered());
            return;
        }
        Buffer seen = Buffer.buffer();
        response.handler(piece -> {
            seen.appendBuffer(piece.slice(0, Math.min(piece.length(), LINE_BYTES - seen.length())));
            if (seen.length() >= LINE_BYTES) {
                done.tryComplete(judged(response, line(seen, call)));
            }
        });
        response.exceptionHandler(cause -> done.tryComplete(judged(response, line(seen, call))));
        response.endHandler(end -> done.tryComplete(judged(response, line(seen, call))));
        vertx.setTimer(BODY_MILLIS, late -> done.tryComplete(judged(response, line(seen, call))));
    }

    private static Outcome judged(HttpClientResponse response, String line) {
        int status = response.statusCode();
        String words = "HTTP " + status + (line.isEmpty() ? "" : ": " + line);
        if (status == 408 || status == 429 || status >= 500) {
            return new Outcome.Failed(words, wait(response.getHeader("Retry-After")));
        }
        return new Outcome.Refused(status / 100 == 3 ? words + " (redirects are not followed)" : words);
    }

    /** The first line for people; our own secrets are never shown, even when the receiver repeats them. */
    private static String line(Buffer seen, HttpCall call) {
        String first = seen.toString().lines().findFirst().orElse("").strip();
        return Escapes.bound(Escapes.escape(Redaction.of(call).cleaned(first)), LINE);
    }

    /** RFC 9110 10.2.3: seconds, or a date. */
    static Duration wait(@org.jspecify.annotations.Nullable String header) {
        Duration asked = header == null ? Duration.ZERO : parsed(header.strip());
        Duration least = asked.isNegative() ? Duration.ZERO : asked;
        return least.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : least;
    }

    private static Duration parsed(String header) {
        if (header.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        try {
            return Duration.between(Instant.now(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
        } catch (DateTimeParseException e) {
            return Duration.ZERO; // a receiver that cannot say when is tried again at our own pace
        }
    }

    private String words(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "the host's name cannot be looked up";
        }
        if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
            return "TLS failed: " + Escapes.bound(Escapes.escape(String.valueOf(cause.getMessage())), LINE);
        }
        if (cause instanceof ConnectException) {
            String why = String.valueOf(cause.getMessage());
            return why.contains("timed out") || why.contains("timeout")
                    ? "no connection in time"
                    : "no connection: refused";
        }
        return "the connection ended without an answer (" + cause.getClass().getSimpleName() + ")";
    }

    private synchronized HttpClientAgent open() {
        HttpClientAgent now = client.orElseGet(() -> vertx.httpClientBuilder()
                .with(new HttpClientOptions().setKeepAlive(false).setVerifyHost(true))
                .with(trust)
                .build());
        client = Optional.of(now);
        return now;
    }

    /** Gives the client back. */
    public synchronized void close() {
        client.ifPresent(open -> {
            var unused = open.close();
        });
        client = Optional.empty();
    }
}
