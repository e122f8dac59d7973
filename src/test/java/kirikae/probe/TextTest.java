package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests, places, lines and the search, as texts. */
class TextTest {
    private static String request(String url, Map<String, String> headers) {
        return new String(
                HttpRequest.bytes(URI.create(url), headers, HttpRequest.Persistence.CLOSE), StandardCharsets.UTF_8);
    }

    @Test
    void asksLikeThis() {
        assertThat(request("http://www.example.com/a/b?c=d%20e#f", Map.of("X-Probe", "1")))
                .isEqualTo("GET /a/b?c=d%20e HTTP/1.1\r\nHost: www.example.com\r\nConnection: close\r\n"
                        + "Accept: */*\r\nAccept-Encoding: identity\r\nUser-Agent: kirikae\r\nX-Probe: 1\r\n\r\n");
    }

    @Test
    void headersReplaceOursButNeverDelimitTheRequest() {
        assertThat(request(
                        "http://h",
                        Map.of(
                                "user-agent",
                                "me",
                                "Host",
                                "x",
                                "CONNECTION",
                                "x",
                                "content-length",
                                "9",
                                "Transfer-Encoding",
                                "x",
                                "Bad",
                                "a\r\nB: c")))
                .isEqualTo("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                        + "Accept: */*\r\nAccept-Encoding: identity\r\nBad: a  B: c\r\nUser-Agent: me\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/, h",
        "http://h:80/, h",
        "http://h:8080, h:8080",
        "https://h:443/, h",
        "https://h:80/, h:80",
        "https://[2001:db8::1]/, [2001:db8::1]",
        "http://[::1]:81/, [::1]:81",
        "http://my_host:81/, my_host:81",
        "http://例え.jp/, xn--r8jz45g.jp",
        "http://h:/, h"
    })
    void namesTheHost(String url, String host) {
        assertThat(HttpRequest.host(URI.create(url))).isEqualTo(host);
    }

    @Test
    void sendsInternationalPathsEncoded() {
        assertThat(request("http://h/日?本", Map.of())).startsWith("GET /%E6%97%A5?%E6%9C%AC HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:81, 192.0.2.1:81",
        "192.0.2.1, 192.0.2.1:443",
        "name, name:443",
        "name:8443, name:8443",
        "2001:db8::1, [2001:db8::1]:443",
        "[2001:db8::1], [2001:db8::1]:443",
        "[2001:db8::1]:81, [2001:db8::1]:81"
    })
    void understandsPlaces(String text, String peer) {
        assertThat(Peer.of(text, 443)).hasToString(peer);
    }

    @Test
    void refusesImpossiblePlaces() {
        assertThatThrownBy(() -> Peer.of("name:x", 1)).hasMessage("'name:x' does not end with a port number");
        assertThatThrownBy(() -> Peer.of("name:70000", 1)).hasMessage("'name:70000' is no host and port");
        assertThatThrownBy(() -> Peer.of(URI.create("tcp://name"))).hasMessage("'name:0' is no host and port");
    }

    @Test
    void strangersWordsBecomeOneSafeLine() {
        assertThat(Line.first("\n \u001b[31mDISK\tWARNING\u0000 \u202eevil\nmore"))
                .isEqualTo("[31mDISK WARNING   evil");
        assertThat(Line.first("x".repeat(500))).hasSize(200).endsWith("x…");
        assertThat(Line.first("")).isEmpty();
    }

    @Test
    void theSearchFindsWhatContainsFinds() {
        Random random = new Random(9);
        for (int i = 0; i < 5_000; i++) {
            String hay = letters(random, 30);
            String wanted = letters(random, 1 + random.nextInt(5));
            Needle needle = new Needle(wanted);
            int reached = 0;
            for (int at = 0; at < hay.length() && !needle.isFound(reached); at++) {
                reached = needle.step(reached, (byte) hay.charAt(at));
            }
            assertThat(needle.isFound(reached)).as("%s in %s", wanted, hay).isEqualTo(hay.contains(wanted));
        }
    }

    private static String letters(Random random, int length) {
        return random.ints(length, 'a', 'c')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
