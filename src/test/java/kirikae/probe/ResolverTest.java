package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** F19: a name server's word about the name is evidence, trouble with the name server is not. */
class ResolverTest {
    private static final int NO_ERROR = 0;
    private static final int SERVER_FAILURE = 2;
    private static final int NO_SUCH_NAME = 3;

    private static Vertx vertx;
    private static Lab lab;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        DatagramSocket server = vertx.createDatagramSocket();
        server.handler(query -> answer(server, query));
        int port = Lab.await(server.listen(0, "127.0.0.1")).localAddress().port();
        AddressResolverOptions resolver = new AddressResolverOptions()
                .addServer("127.0.0.1:" + port)
                .setQueryTimeout(200)
                .setMaxQueries(2);
        lab = new Lab(resolver, new ProbeEngine.Sizing(1, 4, new ClientSSLOptions()));
    }

    @AfterAll
    static void close() {
        lab.close();
        Lab.await(vertx.close());
    }

    /** The first label says what to answer. A question for A gets 127.0.0.1 where an answer is given. */
    private static void answer(DatagramSocket server, DatagramPacket query) {
        Buffer question = query.data();
        String label = question.getString(13, 13 + question.getByte(12), StandardCharsets.US_ASCII.name());
        switch (label) {
            case "missing" -> reply(server, query, NO_SUCH_NAME);
            case "broken" -> reply(server, query, SERVER_FAILURE);
            case "good" -> reply(server, query, NO_ERROR);
            default -> {} // silence
        }
    }

    private static void reply(DatagramSocket server, DatagramPacket query, int code) {
        Buffer asked = query.data();
        int end = 12;
        while (asked.getByte(end) != 0) {
            end += asked.getByte(end) + 1;
        }
        end += 5;
        boolean address = code == NO_ERROR && asked.getShort(end - 4) == 1;
        Buffer reply = asked.slice(0, end).copy();
        reply.setShort(2, (short) (0x8180 | code));
        reply.setShort(6, (short) (address ? 1 : 0)).setShort(8, (short) 0).setShort(10, (short) 0);
        if (address) {
            reply.appendShort((short) 0xC00C)
                    .appendShort((short) 1)
                    .appendShort((short) 1)
                    .appendInt(0);
            reply.appendShort((short) 4).appendBytes(new byte[] {127, 0, 0, 1});
        }
        server.send(reply, query.sender().port(), query.sender().host());
    }

    @Test
    void aNameIsLookedUp() {
        int port = lab.answering("HTTP/1.1 200 OK\r\n\r\n");
        assertThat(lab.first(Probes.http("http://good.example.com:" + port + "/")))
                .isEqualTo("SUCCESS HTTP 200");
    }

    @Test
    void aNameThatDoesNotExistIsTheTargetsFault() {
        assertThat(lab.first(Probes.tcp("missing.example.com", 80, 5_000)))
                .isEqualTo("FAILURE the name missing.example.com does not exist");
    }

    @Test
    void f19ABrokenResolverIsOurs() {
        assertThat(lab.first(Probes.tcp("broken.example.com", 80, 5_000)))
                .startsWith("UNKNOWN cannot look up broken.example.com: the resolver answered ServFail");
    }

    @Test
    void f19ASilentResolverIsOurs() {
        assertThat(lab.first(Probes.tcp("silent.example.com", 80, 5_000)))
                .isEqualTo("UNKNOWN cannot look up silent.example.com: the resolver did not answer");
        assertThat(lab.first(Probes.tcp("quiet.example.com", 80, 100)))
                .isEqualTo("UNKNOWN cannot look up quiet.example.com: the resolver did not answer within 100 ms");
    }
}
