package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.ClientSSLOptions;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReachTest {
    private static Lab lab;
    private static Reach reach;

    @BeforeAll
    static void open() {
        lab = new Lab();
        reach = new Reach(lab.vertx, new ClientSSLOptions());
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static String ask(String anchor) {
        return Lab.text(Lab.await(reach.ask(URI.create(anchor), Duration.ofMillis(300))));
    }

    @Test
    void aConnectionIsAnAnswer() {
        assertThat(ask("tcp://127.0.0.1:" + lab.server(socket -> {}))).isEqualTo("SUCCESS ");
    }

    @Test
    void anyStatusIsAnAnswer() {
        assertThat(ask("http://127.0.0.1:" + lab.answering("HTTP/1.1 503 Busy\r\n\r\n")))
                .isEqualTo("SUCCESS HTTP 503");
    }

    @Test
    void silenceAndRefusalAreNone() {
        int silent = lab.server(socket -> {});
        assertThat(ask("http://127.0.0.1:" + silent))
                .isEqualTo("FAILURE no answer from 127.0.0.1:" + silent + " within 300 ms (connected, no first byte)");
        int closed = lab.closedPort();
        assertThat(ask("tcp://127.0.0.1:" + closed)).isEqualTo("FAILURE connection refused by 127.0.0.1:" + closed);
    }

    @Test
    void nonsenseIsUnknown() {
        assertThat(ask("ftp://127.0.0.1:21")).isEqualTo("UNKNOWN 'ftp://127.0.0.1:21' is neither tcp, http nor https");
        assertThat(ask("tcp://127.0.0.1")).isEqualTo("UNKNOWN '127.0.0.1:0' is no host and port");
    }
}
