package kirikae.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Network;
import kirikae.model.Observation;
import kirikae.model.Secret;
import kirikae.model.Settings.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DogstatsdTest {
    private static final Check.Rule RULE = new Check.Rule(Duration.ofMinutes(2), 2, 0);
    private static final Secret TOKEN = new Secret("0123456789abcdef");

    private House house;
    private Dogstatsd statsd;
    private int port;

    @BeforeEach
    void open() {
        house = House.open();
        statsd = new Dogstatsd(house.sink, List.of(), house.clock::get);
        Map<CheckId, Check.Push> checks = new HashMap<>();
        checks.put(House.id("open"), heartbeat("open", "web01", Check.Datagrams.TAKEN));
        checks.put(House.id("closed"), heartbeat("closed", "web01", Check.Datagrams.IGNORED));
        checks.put(House.id("other"), heartbeat("other", "web02", Check.Datagrams.IGNORED));
        checks.put(
                House.id("redis"),
                new Check.DatadogCheck(
                        "redis", RULE, "web01", TOKEN, Check.Datagrams.TAKEN, "Redis connection", List.of("env:dev")));
        statsd.replace(checks);
        port = House.await(statsd.open(house.vertx, new Endpoint("127.0.0.1", 0), house.warnings::add));
    }

    private static Check.Heartbeat heartbeat(String name, String host, Check.Datagrams datagrams) {
        return new Check.Heartbeat(name, RULE, host, TOKEN, Check.Auth.BEARER, datagrams);
    }

    @AfterEach
    void close() {
        House.await(statsd.close());
        house.close();
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), port));
        }
    }

    @Test
    void severalLinesOfOneDatagramAreReadAndCountWhereTheCheckSaysSo() throws Exception {
        send("page.views:1|c\n_sc|datadog.agent.up|0|h:WEB01\n_e{2,3}:ab|cde\n"
                + "_sc|Redis connection|2|d:1700000000|h:web01|#env:dev,role:db|m:timed out | after\\n10s\n");
        HeartbeatSink.Heard heard = house.heard.poll(5, TimeUnit.SECONDS);
        assertThat(heard)
                .isEqualTo(new HeartbeatSink.Heard(List.of(House.id("open")), new HeartbeatSink.Word.Alive(), ""));
        assertThat(house.reported.poll(5, TimeUnit.SECONDS))
                .isEqualTo(Map.of(
                        House.id("redis"), Observation.failure("Redis connection is critical: timed out | after 10s")));
    }

    @Test
    void whatIsNotForUsIsPassedOver() throws Exception {
        for (String line : List.of(
                "_sc|datadog.agent.up|0",
                "_sc|datadog.agent.up|1|h:web01",
                "_sc|datadog.agent.up|00|h:web01",
                "_sc|datadog.agent.up|0|h:web02",
                "_sc|datadog.agent.up|h:web01",
                "_sc|Redis connection|2|h:web01|#env:prod",
                "",
                "\n\n\n",
                "_sc|||||||",
                "_sc|datadog.agent.up|0|m:|h:web01",
                "x".repeat(1_400))) {
            send(line);
        }
        // Cut by the reader: what stands at its end is not whole.
        send("x".repeat(2_048 - 31) + "\n_sc|datadog.agent.up|0|h:web01.example.com");
        send("_sc|datadog.agent.up|0|h:web01");
        assertThat(house.heard.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(house.heard).isEmpty();
        assertThat(house.reported).isEmpty();
    }

    @Test
    void aFloodIsCutToTenASecond() throws Exception {
        for (int i = 0; i < 60; i++) {
            send("_sc|datadog.agent.up|0|h:web01");
        }
        send("_sc|Redis connection|0|h:web01|#env:dev");
        assertThat(house.reported.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(house.heard).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void networksHoldTheirAddresses() throws Exception {
        Network small = Network.of(InetAddress.getByName("192.0.2.130"), 25);
        assertThat(small.contains(InetAddress.getByName("192.0.2.255"))).isTrue();
        assertThat(small.contains(InetAddress.getByName("192.0.2.127"))).isFalse();
        assertThat(small.contains(InetAddress.getByName("::1"))).isFalse();
        assertThat(Network.of(InetAddress.getByName("2001:db8::"), 32)
                        .contains(InetAddress.getByName("2001:db8:ffff::1")))
                .isTrue();
        assertThat(Network.of(InetAddress.getByName("0.0.0.0"), 0).contains(InetAddress.getByName("8.8.8.8")))
                .isTrue();
    }

    @Test
    void tagsAndMessagesAreReadAsTheyAreWritten() {
        assertThat(StatsdLine.parse("_sc|a.b|3|d:12|h:h1|#x,y:z|c:ci-1|e:it-2|m:m"))
                .contains(new ServiceCheck("a.b", "h1", 3, 12, "m", Set.of("x", "y:z")));
    }
}
