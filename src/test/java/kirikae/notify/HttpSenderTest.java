package kirikae.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kirikae.model.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request over a real connection to a receiver in every mood. */
class HttpSenderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration DEADLINE = Duration.ofMillis(1_500);
    private final HookServer hook = HookServer.start();
    private final HttpSender sender = new HttpSender(VERTX, new ClientSSLOptions(), DEADLINE);

    @AfterAll
    static void end() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        assertThat(hook.violations()).isEmpty();
        sender.close();
        hook.close();
    }

    private Outcome send() throws Exception {
        return send(hook.url("/secret-path/0123456789?sig=very-secret"));
    }

    private Outcome send(String url) throws Exception {
        HttpCall call = new HttpCall(
                "POST", new Secret(url), Map.of("Authorization", "CAAuth my-token-123"), Buffer.buffer("{\"a\":1}"));
        return sender.send(call).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatIsSent() throws Exception {
        assertThat(send()).isEqualTo(new Outcome.Delivered());
        HookServer.Request request = hook.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/secret-path/0123456789?sig=very-secret");
        assertThat(request.header("authorization")).isEqualTo("CAAuth my-token-123");
        assertThat(request.header("host")).isEqualTo("127.0.0.1:" + hook.port());
        assertThat(request.body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void nothingIsSentWithoutABody() throws Exception {
        HttpCall call = new HttpCall("POST", new Secret(hook.url("/x")), Map.of(), Buffer.buffer());
        assertThat(sender.send(call).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEqualTo(new Outcome.Delivered());
        assertThat(hook.requests().get(0).body()).isEmpty();
        assertThat(hook.requests().get(0).header("content-length")).isEqualTo("0");
    }

    @Test
    void statuses() throws Exception {
        for (int good : new int[] {200, 202, 204}) {
            hook.mood(HookServer.answer(good, "", ""));
            assertThat(send()).isEqualTo(new Outcome.Delivered());
        }
        for (int again : new int[] {408, 429, 500, 502, 503, 504}) {
            hook.mood(HookServer.answer(again, "", "why"));
            assertThat(send()).isEqualTo(Outcome.failed("HTTP " + again + ": why"));
        }
        for (int never : new int[] {400, 401, 403, 404, 410, 422}) {
            hook.mood(HookServer.answer(never, "", "no_team"));
            assertThat(send()).isEqualTo(new Outcome.Refused("HTTP " + never + ": no_team"));
        }
    }

    @Test
    void noRedirectIsFollowed() throws Exception {
        for (int status : new int[] {301, 302, 307, 308}) {
            hook.mood(HookServer.answer(status, "Location: " + hook.url("/elsewhere") + "\r\n", ""));
            assertThat(send()).isEqualTo(new Outcome.Refused("HTTP " + status + " (redirects are not followed)"));
        }
        assertThat(hook.requests("/elsewhere")).isEmpty();
    }

    @Test
    void retryAfterIsHonouredAndCapped() throws Exception {
        hook.mood(HookServer.answer(429, "Retry-After: 7\r\n", ""));
        assertThat(send()).isEqualTo(new Outcome.Failed("HTTP 429", Duration.ofSeconds(7)));
        hook.mood(HookServer.answer(503, "Retry-After: 999999999\r\n", ""));
        assertThat(send()).isEqualTo(new Outcome.Failed("HTTP 503", Duration.ofMinutes(10)));
        hook.mood(HookServer.answer(503, "Retry-After: soon\r\n", ""));
        assertThat(send()).isEqualTo(Outcome.failed("HTTP 503"));
        hook.mood(HookServer.answer(503, "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", ""));
        assertThat(send()).isEqualTo(Outcome.failed("HTTP 503"));
    }

    @Test
    void whoSaysNothingEndsAtTheDeadline() throws Exception {
        hook.mood(HookServer.silence());
        assertThat(send()).isEqualTo(Outcome.failed("no answer within 1 s"));
    }

    @Test
    void whoBreaksOffOrTalksNonsenseFails() throws Exception {
        hook.mood(HookServer.reset());
        assertThat(send()).isInstanceOf(Outcome.Failed.class);
        hook.mood(socket -> {});
        assertThat(send()).isInstanceOf(Outcome.Failed.class);
        hook.mood(HookServer.raw("220 mail.example.com ESMTP\r\n\r\n"));
        assertThat(send()).isInstanceOf(Outcome.Failed.class);
        hook.mood(HookServer.raw("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n"));
        assertThat(send()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void aBodyWithoutEndIsNotRead() throws Exception {
        hook.mood(HookServer.endless(200));
        assertThat(send()).isEqualTo(new Outcome.Delivered());
        hook.mood(HookServer.drip(200));
        assertThat(send()).isEqualTo(new Outcome.Delivered());
        hook.mood(HookServer.endless(500));
        assertThat(send()).isInstanceOf(Outcome.Failed.class);
        hook.mood(HookServer.drip(403));
        assertThat(send()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void whereNobodyListensItFails() throws Exception {
        hook.close();
        assertThat(send()).isEqualTo(Outcome.failed("no connection: refused"));
        assertThat(send("http://no-such-host.invalid/secret-path/0123456789"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).doesNotContain("secret-path"));
    }

    @Test
    void whatIsSecretDoesNotLeaveInTheClearWhereTlsIsAskedFor() throws Exception {
        try (HookServer plain = HookServer.start()) {
            assertThat(send(plain.url("/x").replace("http:", "https:"))).isInstanceOf(Outcome.Failed.class);
            assertThat(plain.requests()).noneMatch(request -> request.toString().contains("my-token-123"));
        }
    }

    @Test
    void f38WhatAReceiverRepeatsOfUsIsNotShown() throws Exception {
        hook.mood(HookServer.answer(
                403, "", "bad token CAAuth my-token-123 for /secret-path/0123456789 and very-secret\u001b[2J\r\nmore"));
        String reason = ((Outcome.Refused) send()).reason();
        assertThat(reason)
                .startsWith("HTTP 403: bad token ****")
                .doesNotContain("my-token", "0123456789", "very-secret", "\u001b", "more");
    }
}
