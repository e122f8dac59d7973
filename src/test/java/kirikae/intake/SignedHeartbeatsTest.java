package kirikae.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** F23: whoever has heard everything that a host ever sent still cannot make it live. */
class SignedHeartbeatsTest {
    private static final Secret KEY = new Secret("a-key-that-never-travels");
    private static final Check.Rule RULE = new Check.Rule(Duration.ofMinutes(2), 2, 0);

    private House house;

    @BeforeEach
    void open() {
        house = House.open();
        Map<CheckId, Check.Heartbeat> checks = new HashMap<>();
        checks.put(House.id("signed"), new Check.Heartbeat("signed", RULE, "Web01", KEY, Check.Auth.HMAC));
        checks.put(
                House.id("bearer"),
                new Check.Heartbeat("bearer", RULE, "web02", new Secret(House.TOKEN), Check.Auth.BEARER));
        house.heartbeats.replace(checks);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private long now() {
        return house.wall.get() / 1_000;
    }

    /** Time goes on, for both clocks. */
    private void pass(Duration time) {
        house.wall.addAndGet(time.toMillis());
        house.clock.addAndGet(time.toNanos());
    }

    private static String request(
            String path, String signedPath, String host, String body, long t, long s, Secret key) {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String signature = Signature.sign(key, Signature.Message.of("POST", signedPath, host, bytes), t, s);
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + Signature.HEADER + ": " + signature
                + "\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body;
    }

    private static String beat(long t, long s) {
        return request("/heartbeat/web01", "/heartbeat/web01", "web01", "", t, s, KEY);
    }

    private int send(String request) throws IOException {
        try (Visitor visitor = house.visitor()) {
            return visitor.send(request).status();
        }
    }

    private HeartbeatSink.Heard next() throws InterruptedException {
        return house.heard.poll(5, TimeUnit.SECONDS);
    }

    @Test
    void aSignatureOfNowIsLifeAndItsReplayIsNot() throws Exception {
        assertThat(send(beat(now(), 1))).isEqualTo(202);
        assertThat(next().checks()).containsExactly(House.id("signed"));
        assertThat(send(beat(now(), 1))).isEqualTo(401);
        assertThat(send(beat(now() - 1, 9))).isEqualTo(401);
        assertThat(send(beat(now(), 2))).isEqualTo(202);
        pass(Duration.ofSeconds(1));
        assertThat(send(beat(now(), 1))).isEqualTo(202);
        assertThat(house.heard).hasSize(2);
    }

    @Test
    void everyPartOfTheMessageIsSigned() throws Exception {
        String path = "/heartbeat/web01";
        assertThat(send(request(path, path, "web01", "", now(), 1, new Secret("another-key-of-another"))))
                .isEqualTo(401);
        assertThat(send(request(path + "/maint", path, "web01", "", now(), 2, KEY)))
                .isEqualTo(401);
        assertThat(send(request(path + "?for=1h", path, "web01", "", now(), 3, KEY)))
                .isEqualTo(401);
        assertThat(send(request(path, path, "web02", "", now(), 4, KEY))).isEqualTo(401);
        assertThat(send(beat(now(), 5).replace("t=" + now(), "t=" + (now() + 1))))
                .isEqualTo(401);
        assertThat(send(beat(now(), 6).replace("s=6", "s=7"))).isEqualTo(401);
        assertThat(send(beat(now(), 8).replace("POST ", "GET "))).isEqualTo(401);
        assertThat(send(beat(now(), 9).replace("Content-Length: 0\r\n\r\n", "Content-Length: 1\r\n\r\nx")))
                .isEqualTo(401);
        assertThat(send(beat(now(), 10).replace("/heartbeat/web01", "/heartbeat/nobody")))
                .isEqualTo(401);
        assertThat(send(beat(now(), 11).replace("v1=", "v1=0"))).isEqualTo(401);
        assertThat(house.ask("POST", path, KEY.reveal(), ""))
                .as("the key as a token")
                .isEqualTo(401);
        assertThat(send(request(
                        "/heartbeat/web02", "/heartbeat/web02", "web02", "", now(), 12, new Secret(House.TOKEN))))
                .as("a token as a key")
                .isEqualTo(401);
        assertThat(house.heard).isEmpty();
        assertThat(send(request(path + "/maint?for=1h", path + "/maint?for=1h", "web01", "moving", now(), 13, KEY)))
                .isEqualTo(202);
        assertThat(next())
                .isEqualTo(new HeartbeatSink.Heard(
                        List.of(House.id("signed")), new HeartbeatSink.Word.Maint(Duration.ofHours(1)), "moving"));
    }

    @Test
    void aClockThatIsOffIsToldOursAndIsUnclear() throws Exception {
        try (Visitor visitor = house.visitor()) {
            String answer = visitor.send(beat(now() - 61, 1).replace("Host: x", "Host: x\r\nConnection: close"))
                    .rest();
            assertThat(answer)
                    .startsWith("HTTP/1.1 401 ")
                    .contains("\r\nKirikae-Time: " + now() + "\r\n")
                    .endsWith("not taken: its clock is 61 s behind ours\n");
        }
        assertThat(next())
                .isEqualTo(new HeartbeatSink.Heard(
                        List.of(House.id("signed")),
                        new HeartbeatSink.Word.Unclear(),
                        "a signed heartbeat came, but its clock is 61 s behind ours"));
        assertThat(send(beat(now() + 61, 1))).isEqualTo(401);
        assertThat(next().word()).isEqualTo(new HeartbeatSink.Word.Unclear());
        assertThat(send(beat(now() + 60, 1))).isEqualTo(202);
    }

    @Test
    void aStepOfOurOwnClockSilencesNobody() throws Exception {
        house.wall.addAndGet(Duration.ofHours(1).toMillis());
        long host = now() - 3_600;
        assertThat(send(beat(host, 1))).isEqualTo(202);
        house.wall.addAndGet(-Duration.ofHours(2).toMillis());
        assertThat(send(beat(host + 1, 1))).isEqualTo(202);
    }

    @Test
    void theMarkIsKeptBeforeItIsExceededAndNotForEveryHeartbeat() throws Exception {
        house.wall.addAndGet(400);
        assertThat(send(beat(now(), 1))).isEqualTo(202);
        assertThat(house.leads).containsEntry("web01", Duration.ofMillis(600));
        house.leads.clear();
        for (int i = 1; i < 40; i++) {
            pass(Duration.ofMillis(15_037));
            assertThat(send(beat(now(), i))).isEqualTo(202);
        }
        assertThat(house.leads).isEmpty();
        assertThat(send(beat(now() + 30, 1))).isEqualTo(202);
        assertThat(house.leads.get("web01")).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
        house.leads.clear();
        // The clock of the host is right again: after long enough the mark follows.
        for (int i = 0; i < 60; i++) {
            pass(Duration.ofSeconds(30));
            send(beat(now(), i));
        }
        assertThat(house.leads.get("web01")).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void nothingThatCountedBeforeARestartCountsAfterIt() throws Exception {
        List<String> recorded = new java.util.ArrayList<>();
        for (int i = 0; i < 15; i++) {
            pass(Duration.ofMillis(977));
            recorded.add(beat(now() + (i % 3), i));
            assertThat(send(recorded.get(i))).isEqualTo(i % 3 == 0 && i > 0 ? 401 : 202);
        }
        SignedPast past = new SignedPast(house.leads, Instant.ofEpochMilli(house.wall.get()), SignedPast.Journal.WHOLE);
        try (House after = House.open()) {
            after.wall.set(house.wall.get());
            after.heartbeats.restore(past);
            after.heartbeats.replace(
                    Map.of(House.id("signed"), new Check.Heartbeat("signed", RULE, "web01", KEY, Check.Auth.HMAC)));
            for (String replay : recorded) {
                try (Visitor visitor = after.visitor()) {
                    assertThat(visitor.send(replay).status()).isEqualTo(401);
                }
            }
            assertThat(after.heard).isEmpty();
            after.wall.addAndGet(4_000);
            try (Visitor visitor = after.visitor()) {
                assertThat(visitor.send(beat(after.wall.get() / 1_000, 0)).status())
                        .isEqualTo(202);
            }
        }
    }

    @Test
    void afterDamageToTheJournalTheWidestBoundHolds() throws Exception {
        house.heartbeats.restore(
                new SignedPast(Map.of(), Instant.ofEpochMilli(house.wall.get()), SignedPast.Journal.DAMAGED));
        assertThat(send(beat(now() + 60, 1))).isEqualTo(401);
        pass(Duration.ofSeconds(61));
        assertThat(send(beat(now(), 1))).isEqualTo(202);
    }

    @Test
    void aDiskThatTakesNoMarkMakesNobodySilent() throws Exception {
        house.markAnswer = () -> Future.failedFuture("the disk is full");
        assertThat(send(beat(now(), 1))).isEqualTo(202);
        assertThat(house.heard).hasSize(1);
    }

    @Test
    void theSignatureIsThatOfOpenssl() {
        // printf 'v1\nPOST\n/heartbeat/web01\nweb01\n1700000000\n1\n<sha256 of nothing>' | openssl dgst -sha256 -hmac
        // KEY
        assertThat(Signature.sign(
                        new Secret("0123456789abcdef"),
                        Signature.Message.of("POST", "/heartbeat/web01", "web01", new byte[0]),
                        1_700_000_000,
                        1))
                .isEqualTo("t=1700000000,s=1,v1=7c15b918dbece4ba3669ba3e9628c54c7d29918e23aa653a250d20f5ab525224");
    }
}
