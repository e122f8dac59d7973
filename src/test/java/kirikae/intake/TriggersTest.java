package kirikae.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import kirikae.model.Operator.Answer;
import kirikae.model.Operator.Answer.Outcome;
import kirikae.model.Operator.Keep;
import kirikae.model.Operator.Length;
import kirikae.model.Operator.SwitchOrder;
import kirikae.model.Secret;
import kirikae.model.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggersTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String TOKEN = "fedcba9876543210fedcba9876543210";
    private static final SwitchOrder ORDER =
            new SwitchOrder("code", "maintenance", "trigger t", "trigger:t", new Length.Unlimited(), Keep.AS_NEEDED);

    private final BlockingQueue<SwitchOrder> ordered = new LinkedBlockingQueue<>();
    private final AtomicLong clock = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private CompletionStage<Answer> answer = CompletableFuture.completedFuture(
            new Answer(Outcome.DONE, "code: switching", Map.of("event", "hold", "service", "code")));
    private House house;

    @BeforeEach
    void open() {
        Triggers triggers = new Triggers(
                vertx,
                order -> {
                    ordered.add(order);
                    return answer;
                },
                clock::get);
        triggers.replace(List.of(new Trigger("t", new Secret(ID), new Secret(TOKEN), ORDER)));
        house = House.open(triggers);
    }

    @AfterEach
    void close() {
        house.close();
        House.await(vertx.close());
    }

    private String ask(String line, String token, String rest) throws IOException {
        try (Visitor visitor = house.visitor()) {
            return visitor.send(line + " HTTP/1.1\r\nHost: x\r\n"
                            + (token.isEmpty() ? "" : "Authorization: " + token + "\r\n") + rest)
                    .rest();
        }
    }

    private static String body(String text) {
        return "Content-Length: " + text.length() + "\r\n\r\n" + text;
    }

    @Test
    void anyBodyIsFineAndTheConnectionIsClosed() throws Exception {
        String json = "{\"body\":\"$EVENT_MSG\"}";
        for (String rest : List.of(
                "Content-Length: 0\r\n\r\n",
                "\r\n",
                body("\r\n"),
                body(json),
                // As Datadog does with the article's header: no bytes announced, some sent.
                "Content-Length: 0\r\n\r\n" + json,
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")) {
            assertThat(ask("POST /trigger/" + ID, "CAAuth " + TOKEN, rest))
                    .as(rest)
                    .startsWith("HTTP/1.1 202 ")
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .contains("{\"service\":\"code\",\"to\":\"maintenance\",\"event\":\"hold\"}");
            assertThat(ordered.poll()).isEqualTo(ORDER);
        }
        assertThat(ordered).isEmpty();
    }

    @Test
    void whoHasNotTheTokenOrdersNothing() throws Exception {
        for (String token : List.of("", "CAAuth", "CAAuth " + ID, "Bearer " + TOKEN, "CAAuth " + TOKEN + "x", TOKEN)) {
            assertThat(ask("POST /trigger/" + ID, token, body("")))
                    .as(token)
                    .startsWith("HTTP/1.1 401 ")
                    .containsIgnoringCase("\r\nconnection: close\r\n");
        }
        for (String path : List.of("", "x", ID + "/", ID + "x", ID.toUpperCase(java.util.Locale.ROOT), ID + "?x/")) {
            assertThat(ask("POST /trigger/" + path, path.contains("?") ? "x" : "CAAuth " + TOKEN, body("")))
                    .as(path)
                    .startsWith(path.contains("?") ? "HTTP/1.1 401 " : "HTTP/1.1 404 ");
        }
        assertThat(ask("GET /trigger/" + ID, "CAAuth " + TOKEN, "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(ordered).isEmpty();
    }

    @Test
    void whatCouldNotBeJournalledDoesNotCountAndSaysSo() throws Exception {
        answer = CompletableFuture.completedFuture(new Answer(Outcome.FAILED, "the disk is full", Map.of()));
        assertThat(ask("POST /trigger/" + ID, "CAAuth " + TOKEN, body("")))
                .startsWith("HTTP/1.1 503 ")
                .contains("{\"error\":\"the disk is full\"}");
        answer = CompletableFuture.completedFuture(new Answer(Outcome.REFUSED, "no such target", Map.of()));
        assertThat(ask("POST /trigger/" + ID, "CAAuth " + TOKEN, body(""))).startsWith("HTTP/1.1 409 ");
        answer = CompletableFuture.failedFuture(new IllegalStateException("a bug"));
        assertThat(ask("POST /trigger/" + ID, "CAAuth " + TOKEN, body(""))).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void oneASecondIsTakenAndWrongTokensTakeNothingAway() throws Exception {
        for (int i = 0; i < 30; i++) {
            ask("POST /trigger/" + ID, "CAAuth wrong", body(""));
        }
        int taken = 0;
        for (int i = 0; i < 25; i++) {
            taken += ask("POST /trigger/" + ID, "CAAuth " + TOKEN, body("")).startsWith("HTTP/1.1 202 ") ? 1 : 0;
        }
        assertThat(taken).isEqualTo(20);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(ask("POST /trigger/" + ID, "CAAuth " + TOKEN, body(""))).startsWith("HTTP/1.1 202 ");
    }
}
