package kirikae.intake;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import kirikae.model.Operator.Answer;
import kirikae.model.Operator.SwitchOrder;
import kirikae.model.Secret;
import kirikae.model.Trigger;

/**
 * {@code POST /trigger/{id}} as Cloud Automator has it (contract.md section 4). Owns: whose token is good for which trigger, and
 * how often. The body is not looked at. The connection is closed behind every answer: the article's curl announces a body of no
 * bytes, and others that copy it send one all the same, which would be taken for the next request. What an order does is the
 * operator's.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><td>202</td><td>ordered and journalled: {@code {"service","to","event"}}; the event is "none" when nothing had to be done</td></tr>
 * <tr><td>401</td><td>not the token of this trigger</td></tr>
 * <tr><td>404</td><td>no trigger has this id</td></tr>
 * <tr><td>409</td><td>the service or its target is not there any more</td></tr>
 * <tr><td>429</td><td>valid token, more often than once a second, 20 at once</td></tr>
 * <tr><td>503</td><td>the order could not be journalled, so it does not count</td></tr>
 * </table>
 */
public final class Triggers implements Route {
    private static final String PREFIX = "/trigger/";
    private static final String SCHEME = "caauth ";
    private static final int BODY_BYTES = 1 << 20;
    private static final Secret NOBODY = new Secret("");

    private final Vertx vertx;
    private final Function<SwitchOrder, CompletionStage<Answer>> order;
    private final LongSupplier nanoTime;
    private volatile Map<Secret, Armed> armed = Map.of();

    private record Armed(Trigger trigger, Allowance allowance) {}

    /** Takes who does what is ordered; it knows no trigger until {@link #replace}. */
    public Triggers(Vertx vertx, Function<SwitchOrder, CompletionStage<Answer>> order) {
        this(vertx, order, System::nanoTime);
    }

    Triggers(Vertx vertx, Function<SwitchOrder, CompletionStage<Answer>> order, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.order = order;
        this.nanoTime = nanoTime;
    }

    /** Swaps the configured triggers at once, from any thread. */
    public void replace(List<Trigger> triggers) {
        Map<Secret, Armed> next = new HashMap<>();
        triggers.forEach(trigger -> next.put(trigger.id(), new Armed(trigger, new Allowance(nanoTime, 1))));
        armed = Map.copyOf(next);
    }

    @Override
    public boolean matches(String path) {
        return path.startsWith(PREFIX);
    }

    @Override
    public Set<HttpMethod> methods() {
        return Set.of(HttpMethod.POST);
    }

    @Override
    public int bodyLimit() {
        return BODY_BYTES;
    }

    @Override
    public Turn turn(HttpServerRequest request) {
        return Turn.DISCARD;
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        String path = Objects.requireNonNullElse(request.path(), PREFIX);
        Optional<Armed> found = Optional.ofNullable(armed.get(new Secret(path.substring(PREFIX.length()))));
        boolean good =
                found.map(known -> known.trigger().token()).orElse(NOBODY).matches(token(request));
        if (found.isEmpty()) {
            refuse(request, 404, "no such trigger");
        } else if (!good) {
            request.response().putHeader("WWW-Authenticate", "CAAuth");
            refuse(request, 401, "the token is missing or not this trigger's");
        } else if (!found.get().allowance().take()) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(request, 429, "more than once a second");
        } else {
            pull(request, found.get().trigger().order());
        }
    }

    private void pull(HttpServerRequest request, SwitchOrder what) {
        Context loop = vertx.getOrCreateContext();
        order.apply(what)
                .whenComplete((answer, failure) -> loop.runOnContext(back -> {
                    if (failure != null) {
                        refuse(request, 503, "the order could not be worked on");
                    } else {
                        done(request, what, answer);
                    }
                }));
    }

    private static void done(HttpServerRequest request, SwitchOrder what, Answer answer) {
        switch (answer.outcome()) {
            case DONE -> {
                JsonObject said = new JsonObject()
                        .put("service", what.service())
                        .put("to", what.target())
                        .put("event", answer.text("event").orElse("none"));
                Reply.lastJson(request, 202, said.encode());
            }
            case REFUSED -> refuse(request, 409, answer.text());
            case FAILED -> refuse(request, 503, answer.text());
        }
    }

    private static void refuse(HttpServerRequest request, int status, String text) {
        Reply.lastJson(request, status, new JsonObject().put("error", text).encode());
    }

    private static String token(HttpServerRequest request) {
        String header = Objects.requireNonNullElse(request.getHeader(HttpHeaders.AUTHORIZATION), "");
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? header.substring(SCHEME.length()).strip()
                : "";
    }
}
