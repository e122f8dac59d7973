package kirikae.intake;

import static kirikae.intake.House.TOKEN;
import static kirikae.intake.House.checks;
import static kirikae.intake.House.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kirikae.intake.HeartbeatSink.Heard;
import kirikae.intake.HeartbeatSink.Word;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private final House house = House.open();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void everyVerbIsHeardAsWhatItIs() throws Exception {
        assertThat(house.beat("web1.example.com")).isEqualTo(202);
        assertThat(house.beat("web1.example.com/up")).isEqualTo(202);
        assertThat(house.beat("web1.example.com/fail")).isEqualTo(202);
        assertThat(house.beat("web1.example.com/maint")).isEqualTo(202);
        assertThat(house.beat("web1.example.com/maint?for=30m")).isEqualTo(202);
        assertThat(house.heard)
                .extracting(Heard::word)
                .containsExactly(
                        new Word.Alive(),
                        new Word.Up(),
                        new Word.Fail(),
                        new Word.Maint(Duration.ofHours(24)),
                        new Word.Maint(Duration.ofMinutes(30)));
        assertThat(house.heard).allMatch(heard -> heard.checks().equals(List.of(id("check0"))));
    }

    @Test
    void getIsAsGoodAsPostAndTheSpellingOfTheHostDoesNotCount() throws Exception {
        assertThat(house.ask("GET", "/heartbeat/WEB1.Example.COM", TOKEN, "")).isEqualTo(202);
        assertThat(house.ask("GET", "/heartbeat/web1%2Eexample.com/fail", TOKEN, ""))
                .isEqualTo(202);
        assertThat(house.heard).hasSize(2);
    }

    @Test
    void theSchemeIsReadInAnyCase() throws Exception {
        try (Visitor visitor = house.visitor()) {
            visitor.send("POST /heartbeat/web1.example.com HTTP/1.1\r\nHost: x\r\nauthorization: bEARER  " + TOKEN
                    + "\r\nContent-Length: 0\r\n\r\n");
            assertThat(visitor.status()).isEqualTo(202);
        }
    }

    @Test
    void theBodyIsTheReasonInOneHarmlessLine() throws Exception {
        String body = "disk full\r\nevent=switch\t\u0000\u001b[31m \u202eévil \"${x}\"\n";
        assertThat(house.ask("POST", "/heartbeat/web1.example.com/fail", TOKEN, body))
                .isEqualTo(202);
        assertThat(house.heard.remove().reason()).isEqualTo("disk full event=switch [31m évil \"${x}\"");
    }

    @Test
    void aRefusedHeartbeatNeverReachesTheSink() throws Exception {
        assertThat(house.ask("POST", "/heartbeat/web1.example.com", "a-wrong-token-of-24-char", ""))
                .isEqualTo(401);
        assertThat(house.ask("POST", "/heartbeat/web1.example.com", "", "")).isEqualTo(401);
        assertThat(house.ask("POST", "/heartbeat/nobody", "a-wrong-token-of-24-char", ""))
                .isEqualTo(401);
        assertThat(house.beat("nobody")).isEqualTo(404);
        assertThat(house.beat("web1.example.com/reboot")).isEqualTo(404);
        assertThat(house.beat("web1.example.com/")).isEqualTo(404);
        assertThat(house.beat("web1.example.com/up/up")).isEqualTo(404);
        assertThat(house.beat("")).isEqualTo(404);
        assertThat(house.beat("%zz")).isEqualTo(404);
        for (String length : List.of("30", "0s", "25h", "-1m", "1w", "99999999999h", "")) {
            assertThat(house.beat("web1.example.com/maint?for=" + length))
                    .as(length)
                    .isEqualTo(length.isEmpty() ? 202 : 400);
        }
        house.heard.remove();
        assertThat(house.ask("PUT", "/heartbeat/web1.example.com", TOKEN, "")).isEqualTo(405);
        assertThat(house.ask("HEAD", "/heartbeat/web1.example.com", TOKEN, "")).isEqualTo(405);
        assertThat(house.ask("POST", "/heartbeat/web1.example.com", TOKEN, "x".repeat(1025)))
                .isEqualTo(413);
        assertThat(house.heard).isEmpty();
        assertThat(house.heartbeats.refused()).isEqualTo(15);
    }

    @Test
    void unknownHostAndWrongTokenLookTheSameToStrangers() throws Exception {
        String wrongToken = answer("web1.example.com", "a-wrong-token-of-24-char");
        String unknownHost = answer("nobody", "a-wrong-token-of-24-char");
        assertThat(unknownHost)
                .isEqualTo(wrongToken)
                .startsWith("HTTP/1.1 401 ")
                .contains("Bearer");
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() throws Exception {
        assertThat(house.ask("POST", "/heartbeat/web1.example.com", TOKEN, "x".repeat(1024)))
                .isEqualTo(202);
        assertThat(house.heard.remove().reason()).hasSize(1024);
    }

    @Test
    void strangeHostsAreInert() throws Exception {
        for (String host :
                List.of("a%0d%0aX-Evil:%201", "%22%27%3Cb%3E", "%E6%97%A5%E6%9C%AC", "..%2f..%2fetc", "%00")) {
            String answer = answer(host, TOKEN);
            assertThat(answer).as(host).startsWith("HTTP/1.1 404 ").doesNotContain("Evil", "<b>", "日本", "etc");
        }
        assertThat(house.heard).isEmpty();
    }

    @Test
    void checksWithOneHostAreToldApartByTheirTokens() throws Exception {
        String other = "another-good-token-24-ch";
        house.heartbeats.replace(checks("Web1", TOKEN, "web1", other, "web1", TOKEN));
        assertThat(house.beat("web1")).isEqualTo(202);
        assertThat(house.ask("POST", "/heartbeat/web1", other, "")).isEqualTo(202);
        assertThat(house.heard)
                .extracting(Heard::checks)
                .containsExactly(List.of(id("check0"), id("check2")), List.of(id("check1")));
    }

    @Test
    void aReloadSwapsHostsAndTokensAtOnce() throws Exception {
        house.heartbeats.replace(checks("db1", "the-new-token-of-24-char"));
        assertThat(house.beat("web1.example.com")).isEqualTo(401);
        assertThat(house.ask("POST", "/heartbeat/db1", "the-new-token-of-24-char", ""))
                .isEqualTo(202);
        house.heartbeats.replace(Map.of());
        assertThat(house.ask("POST", "/heartbeat/db1", "the-new-token-of-24-char", ""))
                .isEqualTo(401);
        assertThat(house.heard).hasSize(1);
    }

    @Test
    void acceptedIsSaidOnlyAfterTheSinkTookIt() throws Exception {
        Promise<HeartbeatSink.Kept> taken = Promise.promise();
        house.sinkAnswer = taken::future;
        try (Visitor visitor = house.visitor()) {
            visitor.send(House.request("POST", "/heartbeat/web1.example.com/maint", TOKEN, ""));
            assertThat(house.heard.poll(5, java.util.concurrent.TimeUnit.SECONDS))
                    .isNotNull();
            taken.fail("the disk is full");
            assertThat(visitor.status()).isEqualTo(503);
        }
        house.sinkAnswer = () -> {
            throw new IllegalStateException("a bug");
        };
        assertThat(house.beat("web1.example.com")).isEqualTo(500);
        assertThat(house.warnings).containsExactly("a request failed inside: java.lang.IllegalStateException: a bug");
        house.sinkAnswer = () -> Future.succeededFuture(HeartbeatSink.Kept.WELL);
        assertThat(house.beat("web1.example.com")).isEqualTo(202);
    }

    @Test
    void plannedWorkThatIsInForceButNotOnTheDiskIsAcceptedAndSaysSo() throws Exception {
        house.sinkAnswer = () -> Future.succeededFuture(HeartbeatSink.Kept.IN_MEMORY);
        try (Visitor visitor = house.visitor()) {
            String request = House.request("POST", "/heartbeat/web1.example.com/maint", TOKEN, "")
                    .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            assertThat(visitor.send(request).rest())
                    .startsWith("HTTP/1.1 202 ")
                    .endsWith("accepted and in force, but not on the disk yet: a restart before would forget it\n");
        }
    }

    @Test
    void moreThanTenASecondIsTooOftenAndRecovers() throws Exception {
        house.heartbeats.replace(checks("web1", TOKEN, "web2", TOKEN));
        for (int i = 0; i < 20; i++) {
            assertThat(house.beat("web1")).isEqualTo(202);
        }
        assertThat(house.beat("web1")).isEqualTo(429);
        assertThat(house.beat("web2")).isEqualTo(202);
        house.clock.addAndGet(100_000_000);
        assertThat(house.beat("web1")).isEqualTo(202);
        assertThat(house.beat("web1")).isEqualTo(429);
        assertThat(house.heard).hasSize(22);
    }

    @Test
    void aFloodOfWrongTokensNeitherRefusesNorDelaysAGoodOne() throws Exception {
        String wrong = House.request("POST", "/heartbeat/web1.example.com", "a-wrong-token-of-24-char", "");
        try (Visitor flood = house.visitor()) {
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        flood.send(wrong.repeat(100));
                    }
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            assertThat(flood.status()).isEqualTo(401);
            long start = System.nanoTime();
            assertThat(house.beat("web1.example.com")).isEqualTo(202);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            for (int i = 1; i < 10_000; i++) {
                assertThat(flood.status()).isEqualTo(401);
            }
            sender.join(5_000);
        }
        assertThat(house.beat("web1.example.com")).isEqualTo(202);
        assertThat(house.heard).hasSize(2);
        assertThat(house.heartbeats.refused()).isEqualTo(10_000);
    }

    private String answer(String host, String token) throws Exception {
        try (Visitor visitor = house.visitor()) {
            return visitor.send("GET /heartbeat/" + host
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token
                            + "\r\n\r\n")
                    .rest();
        }
    }
}
