package kirikae.intake;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import kirikae.intake.HeartbeatSink.Heard;
import kirikae.intake.HeartbeatSink.Word;
import kirikae.intake.HeartbeatTable.Admission;
import kirikae.intake.HighWater.Judgement;
import kirikae.intake.HighWater.Signer;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Secret;

/**
 * The heartbeat route, {@code POST} or {@code GET /heartbeat/{host}[/up|/fail|/maint]} (contract.md section 4). Owns: who may
 * say what. Whatever is not answered with 202 never reached the sink, or was not taken by it.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><td>202</td><td>the sink took it</td></tr>
 * <tr><td>400</td><td>valid token, but {@code for=} is not a duration of at most 24 h</td></tr>
 * <tr><td>401</td><td>a token that is not this host's; the same for unknown hosts, so that hosts cannot be guessed;
 * also a right signature that is not of now, with our time in the header {@code Kirikae-Time}</td></tr>
 * <tr><td>404</td><td>no heartbeat's address; or no such host, told only to those who hold the token of another host</td></tr>
 * <tr><td>429</td><td>valid token, more than 10 a second for this host; wrong tokens never count</td></tr>
 * <tr><td>503</td><td>the sink failed or took longer than 5 s</td></tr>
 * </table>
 */
public final class Heartbeats implements Route {
    /** The host of the question to ourselves; a check with this host would hear nothing. */
    static final String SELF = "~self";

    private static final int BODY_BYTES = 1024;
    private static final int SINK_SECONDS = 5;
    private static final String SCHEME = "bearer ";
    private static final String OUR_TIME = "Kirikae-Time";

    private final HeartbeatSink sink;
    private final LongSupplier nanoTime;
    private final LongSupplier wallMillis;
    private final HighWater highWater;
    private final Secret selfToken = new Secret(randomToken());
    private final LongAdder refused = new LongAdder();
    private volatile HeartbeatTable table;

    /** Takes where heartbeats go; it knows no host until {@link #replace}. */
    public Heartbeats(HeartbeatSink sink) {
        this(sink, System::nanoTime, System::currentTimeMillis);
    }

    Heartbeats(HeartbeatSink sink, LongSupplier nanoTime, LongSupplier wallMillis) {
        this.sink = sink;
        this.nanoTime = nanoTime;
        this.wallMillis = wallMillis;
        this.highWater = new HighWater(wallMillis, nanoTime);
        this.table = new HeartbeatTable(Map.of(), nanoTime);
    }

    /** Swaps the configured checks at once, from any thread. Several checks may share a host; their tokens decide. */
    public void replace(Map<CheckId, Check.Heartbeat> checks) {
        table = new HeartbeatTable(checks, nanoTime);
        highWater.keep(table.signers());
    }

    /** Takes what is known of signed heartbeats before this start; before the listener opens. */
    public void restore(SignedPast past) {
        highWater.restore(past);
    }

    /** How many requests to heartbeat addresses were refused (400, 401, 404, 429, 503) since the start. */
    public long refused() {
        return refused.sum();
    }

    @Override
    public boolean matches(String path) {
        return path.startsWith(HeartbeatPath.PREFIX);
    }

    @Override
    public Set<HttpMethod> methods() {
        return Set.of(HttpMethod.GET, HttpMethod.POST);
    }

    @Override
    public int bodyLimit() {
        return BODY_BYTES;
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        HeartbeatPath.of(Objects.requireNonNullElse(request.path(), ""))
                .ifPresentOrElse(
                        path -> judge(request, path, body),
                        () -> refuse(request, 404, "not found; use /heartbeat/HOST[/up|/fail|/maint]"));
    }

    Secret selfToken() {
        return selfToken;
    }

    private void judge(HttpServerRequest request, HeartbeatPath path, Buffer body) {
        String token = token(request);
        if (path.host().equals(SELF) && selfToken.matches(token)) {
            Reply.line(request, 202, "accepted");
            return;
        }
        String header = Objects.requireNonNullElse(request.getHeader(Signature.HEADER), "");
        if (!header.isEmpty()) {
            judgeSigned(request, path, body, header);
            return;
        }
        Admission admission = table.admit(path.host(), token);
        if (admission instanceof Admission.Admitted admitted) {
            spoken(request, path).ifPresent(word -> pass(request, heard(admitted, word, body)));
        } else {
            refuse(request, admission);
        }
    }

    private void judgeSigned(HttpServerRequest request, HeartbeatPath path, Buffer body, String header) {
        Optional<Signature> signature = Signature.parse(header);
        if (signature.isEmpty()) {
            refuse(request, new Admission.WrongToken());
            return;
        }
        Signature.Message message =
                Signature.Message.of(request.method().name(), request.uri(), path.host(), body.getBytes());
        Admission admission = table.admit(signature.get(), message);
        if (admission instanceof Admission.Admitted admitted) {
            Signer signer = new Signer(path.host(), admitted.token());
            spoken(request, path)
                    .ifPresent(word -> judgeTime(request, signer, signature.get(), heard(admitted, word, body)));
        } else {
            refuse(request, admission);
        }
    }

    private void judgeTime(HttpServerRequest request, Signer signer, Signature signature, Heard heartbeat) {
        Judgement judgement = highWater.judge(signer, signature.time(), signature.sequence());
        if (judgement instanceof Judgement.Fresh fresh) {
            Future<Void> marked =
                    fresh.lead().map(lead -> sink.mark(signer.host(), lead)).orElseGet(Future::succeededFuture);
            // A disk that takes no mark makes no host silent.
            marked.timeout(SINK_SECONDS, TimeUnit.SECONDS).onComplete(done -> pass(request, heartbeat));
        } else if (judgement instanceof Judgement.Old old) {
            tellTime(request);
            refuse(request, 401, "not taken: " + old.why());
        } else {
            String why = ((Judgement.Skewed) judgement).why();
            sink.heard(new Heard(heartbeat.checks(), new Word.Unclear(), "a signed heartbeat came, but " + why))
                    .onFailure(cause -> refused.increment());
            tellTime(request);
            refuse(request, 401, "not taken: " + why);
        }
    }

    private void tellTime(HttpServerRequest request) {
        request.response().putHeader(OUR_TIME, Long.toString(wallMillis.getAsLong() / 1_000));
    }

    private static Heard heard(Admission.Admitted admitted, Word word, Buffer body) {
        return new Heard(admitted.checks(), word, Reason.of(body));
    }

    /** What it says; nothing, and the request is answered, when that is no length. */
    private Optional<Word> spoken(HttpServerRequest request, HeartbeatPath path) {
        Optional<Word> word = path.spoken(request);
        if (word.isEmpty()) {
            refuse(request, 400, "for= takes a duration with a unit, at most 24h, such as for=30m");
        }
        return word;
    }

    private void refuse(HttpServerRequest request, Admission admission) {
        if (admission instanceof Admission.TooOften) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(request, 429, "more than 10 heartbeats a second for this host");
        } else if (admission instanceof Admission.NoSuchHost) {
            refuse(request, 404, "no heartbeat check has this host");
        } else {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(request, 401, "the token is missing or not this host's");
        }
    }

    private void pass(HttpServerRequest request, Heard heartbeat) {
        take(heartbeat).onComplete(taken -> {
            if (taken.failed()) {
                refuse(request, 503, "not taken; try again");
            } else if (taken.result() == HeartbeatSink.Kept.IN_MEMORY) {
                Reply.line(
                        request,
                        202,
                        "accepted and in force, but not on the disk yet: a restart before would forget it");
            } else {
                Reply.line(request, 202, "accepted");
            }
        });
    }

    private Future<HeartbeatSink.Kept> take(Heard heartbeat) {
        return sink.heard(heartbeat).timeout(SINK_SECONDS, TimeUnit.SECONDS);
    }

    private void refuse(HttpServerRequest request, int status, String text) {
        refused.increment();
        Reply.line(request, status, text);
    }

    private static String token(HttpServerRequest request) {
        String header = Objects.requireNonNullElse(request.getHeader(HttpHeaders.AUTHORIZATION), "");
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? header.substring(SCHEME.length()).strip()
                : "";
    }

    private static String randomToken() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
