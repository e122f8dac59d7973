package kirikae.intake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import kirikae.intake.AgentTable.Audience;
import kirikae.intake.AgentTable.Heard;
import kirikae.model.Check;
import kirikae.model.CheckId;

/**
 * What an unmodified Datadog Agent 5, 6 or 7 posts when its {@code dd_url} or one of its {@code additional_endpoints} is us
 * (contract.md section 4). Owns: whose key is good, and that only a whole, decodable {@code check_run} says anything.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><td>202</td><td>taken; or a route whose body is nothing to us, read and thrown away: an agent would retry for ever on 404</td></tr>
 * <tr><td>400</td><td>not JSON as it should be, not packed as it says, or packed in a way we do not know (on 415 agents retry)</td></tr>
 * <tr><td>403</td><td>the key is no check's; told before the body is read</td></tr>
 * <tr><td>413</td><td>more than 3.2 MB, or more than 62,914,560 bytes when unpacked (Datadog's own limits)</td></tr>
 * <tr><td>503</td><td>the sink failed, or too many large bodies at once: an agent tries again</td></tr>
 * </table>
 *
 * <p>When a body arrives is what counts, not the time written in it: an agent that sends old samples lives. Of reports for the
 * same check an older sample never follows a newer one, since agents send what they had to keep newest first.
 */
public final class Datadog implements Route {
    private static final String CHECK_RUN = "/api/v1/check_run";
    private static final List<String> TAKEN = List.of("/intake/", "/api/v1/", "/api/v2/", "/api/beta/", "/api/intake/");
    private static final List<String> OURS = List.of("/api/v1/services", "/api/v1/events", "/api/v1/reload");
    private static final int PACKED = 3_200_000;
    private static final long UNPACKED = 62_914_560;
    /** What is unpacked at once, on the event loop: some hundred service checks, less than a millisecond. */
    private static final long AT_ONCE = 128 * 1024;

    private static final int MOST_LARGE = 8;
    private static final int SINK_SECONDS = 5;

    private final HeartbeatSink sink;
    private final WorkerExecutor worker;
    private final Newest newest = new Newest();
    private final LongAdder refused = new LongAdder();
    private final AtomicInteger large = new AtomicInteger();
    private volatile AgentTable table = new AgentTable(Map.of());

    /** Takes where what is heard goes; large bodies are unpacked one at a time on a thread of its own. */
    public Datadog(Vertx vertx, HeartbeatSink sink) {
        this.sink = sink;
        this.worker = vertx.createSharedWorkerExecutor("unpack", 1, 30, TimeUnit.SECONDS);
    }

    /** Swaps the configured checks at once, from any thread. */
    public void replace(Map<CheckId, Check.Push> checks) {
        table = new AgentTable(checks);
        newest.keep(checks.keySet());
    }

    /** How many requests were refused since the start. */
    public long refused() {
        return refused.sum();
    }

    /** Ends its thread. */
    public Future<Void> close() {
        return worker.close();
    }

    @Override
    public boolean matches(String path) {
        boolean ours = OURS.stream().anyMatch(path::startsWith);
        return path.equals("/intake") || (!ours && TAKEN.stream().anyMatch(path::startsWith));
    }

    @Override
    public Set<HttpMethod> methods() {
        return Set.of(HttpMethod.POST);
    }

    @Override
    public int bodyLimit() {
        return PACKED;
    }

    @Override
    public Turn turn(HttpServerRequest request) {
        if (audience(request).isEmpty()) {
            refuse(request, 403, "the API key is no check's");
            return Turn.ANSWERED;
        }
        return isCheckRun(request) ? Turn.READ : Turn.DISCARD;
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        Optional<Audience> audience = audience(request);
        if (!isCheckRun(request) || audience.isEmpty()) {
            accept(request);
            return;
        }
        Packing.of(Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_ENCODING), ""))
                .ifPresentOrElse(
                        packing -> open(request, new Parcel(packing, body, audience.get())),
                        () -> refuse(request, 400, "this Content-Encoding is not known"));
    }

    /** A body and who is to hear it. */
    private record Parcel(Packing packing, Buffer packed, Audience audience) {
        Heard unpack(long most) throws IOException {
            Heard heard = new Heard();
            try (InputStream in = packing.open(packed.getBytes(), most)) {
                ServiceChecks.read(in, report -> audience.hear(report, heard));
            }
            return heard;
        }
    }

    private void open(HttpServerRequest request, Parcel parcel) {
        try {
            pass(request, parcel.unpack(AT_ONCE));
        } catch (Packing.TooLarge e) {
            openBeside(request, parcel);
        } catch (IOException e) {
            refuse(request, 400, "not a readable check_run");
        }
    }

    private void openBeside(HttpServerRequest request, Parcel parcel) {
        if (large.incrementAndGet() > MOST_LARGE) {
            large.decrementAndGet();
            refuse(request, 503, "too many large bodies at once; try again");
            return;
        }
        worker.executeBlocking(() -> parcel.unpack(UNPACKED)).onComplete(done -> {
            large.decrementAndGet();
            if (done.succeeded()) {
                pass(request, done.result());
            } else if (done.cause() instanceof Packing.TooLarge) {
                refuse(request, 413, "more than " + UNPACKED + " bytes when unpacked");
            } else {
                refuse(request, 400, "not a readable check_run");
            }
        });
    }

    private void pass(HttpServerRequest request, Heard heard) {
        Delivery.deliver(sink, heard, newest)
                .timeout(SINK_SECONDS, TimeUnit.SECONDS)
                .onComplete(taken -> {
                    if (taken.succeeded()) {
                        accept(request);
                    } else {
                        refuse(request, 503, "not taken; try again");
                    }
                });
    }

    private Optional<Audience> audience(HttpServerRequest request) {
        return table.with(key(request));
    }

    /** Agents 6 and 7 say it in a header, agent 5 in the query. */
    static String key(HttpServerRequest request) {
        String header = Objects.requireNonNullElse(request.getHeader("DD-Api-Key"), "");
        return header.isEmpty() ? Objects.requireNonNullElse(request.getParam("api_key"), "") : header;
    }

    private static boolean isCheckRun(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        return path.equals(CHECK_RUN) || path.equals(CHECK_RUN + "/");
    }

    private static void accept(HttpServerRequest request) {
        Reply.json(request, 202, "{\"status\":\"ok\"}");
    }

    private void refuse(HttpServerRequest request, int status, String text) {
        refused.increment();
        Reply.json(request, status, "{\"errors\":[\"" + text + "\"]}");
    }

    /** {@code GET /api/v1/validate}: an agent asks at its start whether its key is good. */
    public Route validation() {
        return new Validation();
    }

    private final class Validation implements Route {
        @Override
        public boolean matches(String path) {
            return path.equals("/api/v1/validate") || path.equals("/api/v1/validate/");
        }

        @Override
        public Set<HttpMethod> methods() {
            return Set.of(HttpMethod.GET, HttpMethod.HEAD);
        }

        @Override
        public int bodyLimit() {
            return 0;
        }

        @Override
        public void handle(HttpServerRequest request, Buffer body) {
            if (audience(request).isPresent()) {
                Reply.json(request, 200, "{\"valid\":true}");
            } else {
                refuse(request, 403, "the API key is no check's");
            }
        }
    }
}
