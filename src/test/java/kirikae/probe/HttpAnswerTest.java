package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import kirikae.model.Check.StatusRange;
import kirikae.model.Observation;
import kirikae.model.Observation.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What peers send, kind and hostile, and the verdict; whole, byte by byte, and cut at every place. */
class HttpAnswerTest {
    private static final String OPEN = "(the connection stays open)";

    /** The bytes; the text wanted in the body; the verdict, or OPEN when more is awaited. A last "<close>" closes. */
    static Stream<Arguments> answers() {
        return Stream.of(
                row("HTTP/1.1 200 OK\r\n\r\n", "", "SUCCESS HTTP 200"),
                row("HTTP/1.0 200\r\n\r\n", "", "SUCCESS HTTP 200"),
                row("HTTP/1.1 200 OK\n\n", "", "SUCCESS HTTP 200"),
                row("HTTP/1.1 204 No Content\r\n\r\n", "", "SUCCESS HTTP 204"),
                row("HTTP/1.1 399 Odd\r\nContent-Length: 99\r\n\r\n", "", "SUCCESS HTTP 399"),
                row("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n", "", "SUCCESS HTTP 302"),
                row("HTTP/1.1 503 Busy\r\n\r\n", "", "FAILURE HTTP 503, expected 200-399 or 418"),
                row("HTTP/1.1 418 Tea\r\n\r\n", "", "SUCCESS HTTP 418"),
                row("HTTP/1.1 503 Busy\r\n\r\nall is well", "well", "FAILURE HTTP 503, expected 200-399 or 418"),
                row(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
                        "",
                        "SUCCESS HTTP 200"),
                row(
                        "HTTP/1.1 103 Hints\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\n\r\nmore than five: well<close>",
                        "well",
                        "SUCCESS HTTP 200"),
                row("HTTP/1.1 101 Switching\r\n\r\n", "", "FAILURE HTTP 101, expected 200-399 or 418"),
                row(
                        "HTTP/1.1 200 OK\r\n folded first\r\n\r\n",
                        "",
                        "FAILURE the answer has a header line without a name and a colon"),
                row("HTTP/1.1 200 OK\r\nX: a\r\n  folded\r\n\r\n", "", "SUCCESS HTTP 200"),
                row(
                        "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
                        "",
                        "FAILURE the answer has a header line without a name and a colon"),
                row(
                        "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
                        "",
                        "FAILURE the answer has a header line without a name and a colon"),
                row("SSH-2.0-OpenSSH_9.2\r\n", "", "FAILURE the answer is not HTTP/1"),
                row("HTTP/2.0 200 OK\r\n\r\n", "", "FAILURE the answer is not HTTP/1"),
                row("\r\nHTTP/1.1 200 OK\r\n\r\n", "", "FAILURE the answer is not HTTP/1"),
                row("HTTP/1.1 20\r\n\r\n", "", "FAILURE the answer's status line is malformed"),
                row("HTTP/1.1 2000 OK\r\n\r\n", "", "FAILURE the answer's status line is malformed"),
                row("HTTP/1.1 099 OK\r\n\r\n", "", "FAILURE the answer's status line is malformed"),
                row("HTTP/1.1  200 OK\r\n\r\n", "", "FAILURE the answer's status line is malformed"),
                row("HTTP/1.1 200 OK", "", OPEN),
                row("HTTP/1.1 200 OK\r\nA: b\r\n", "", OPEN),
                row("<close>", "", "FAILURE the connection was closed without an answer"),
                row("HTTP/1.1 200 O<close>", "", "FAILURE the connection was closed within the answer's headers"),
                // bodies
                row("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nall is well", "is well", "SUCCESS HTTP 200"),
                row("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nall is well", "is well", "SUCCESS HTTP 200"),
                row("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nall is well", "is well", missing("is well")),
                row(
                        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nall is bad<close>",
                        "well",
                        "FAILURE HTTP 200, but the connection was closed within the body"),
                row("HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n", "well", missing("well")),
                row(
                        "HTTP/1.1 204 No\r\nContent-Length: 4\r\n\r\nwell",
                        "well",
                        "FAILURE HTTP 204, but the body does not contain 'well' within its first 64 KiB"),
                row(
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nwell!",
                        "well",
                        "SUCCESS HTTP 200"),
                row(
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwell!",
                        "well",
                        "FAILURE the answer's Content-Length is malformed"),
                row(
                        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nwell",
                        "well",
                        "FAILURE the answer's Content-Length is malformed"),
                row(
                        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nwell",
                        "well",
                        "FAILURE the answer's Content-Length is malformed"),
                row("HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\nwell", "well", "SUCCESS HTTP 200"),
                row("HTTP/1.0 200 OK\r\n\r\nall is well", "well", "SUCCESS HTTP 200"),
                row("HTTP/1.0 200 OK\r\n\r\nall is wel", "well", OPEN),
                row("HTTP/1.0 200 OK\r\n\r\nall is wel<close>", "well", missing("well")),
                row("HTTP/1.1 200 OK\r\n\r\nどうぞ 正常です。", "正常", "SUCCESS HTTP 200"),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nis w\r\n3\r\nell\r\n0\r\n\r\n",
                        "is well",
                        "SUCCESS HTTP 200"),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: 1\r\n\r\n4;a=\"b\"\r\nwell\r\n",
                        "well",
                        "SUCCESS HTTP 200"),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n4 \r\nbad!\r\n0\r\n",
                        "well",
                        missing("well")),
                row("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nwell", "well", "SUCCESS HTTP 200"),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n00\r\nTrailer: well\r\n\r\n",
                        "well",
                        missing("well")),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\nwell",
                        "well",
                        "SUCCESS HTTP 200"),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nwell",
                        "well",
                        "FAILURE the answer's chunks are malformed"),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-4\r\nwell",
                        "well",
                        "FAILURE the answer's chunks are malformed"),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nwell",
                        "well",
                        "FAILURE the answer's chunks are malformed"),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nwell",
                        "well",
                        "FAILURE the answer's chunks are malformed"),
                row(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nbad<close>",
                        "well",
                        "FAILURE HTTP 200, but the connection was closed within the body"));
    }

    private static String missing(String text) {
        return "FAILURE HTTP 200, but the body does not contain '" + text + "' within its first 64 KiB";
    }

    private static Arguments row(String sent, String wanted, String verdict) {
        return Arguments.of(sent, wanted, verdict);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void isJudgedTheSameHoweverItIsCut(String sent, String wanted, String verdict) {
        byte[] bytes = sent.replace("<close>", "").getBytes(StandardCharsets.UTF_8);
        boolean closes = sent.endsWith("<close>");
        assertThat(judge(wanted, closes, List.of(bytes))).as("whole").isEqualTo(verdict);
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<byte[]> halves =
                    List.of(Arrays.copyOfRange(bytes, 0, cut), Arrays.copyOfRange(bytes, cut, bytes.length));
            assertThat(judge(wanted, closes, halves)).as("cut at %d", cut).isEqualTo(verdict);
        }
    }

    @Test
    void endlessHeadersEndAt16KiB() {
        assertThat(flood("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"))
                .isEqualTo("FAILURE the answer's headers are longer than 16 KiB");
        assertThat(flood("HTTP/1.1 200 OK\r\nX: ", "a"))
                .isEqualTo("FAILURE the answer's headers are longer than 16 KiB");
        assertThat(flood("", "HTTP/1.1 100 Continue\r\n\r\n"))
                .isEqualTo("FAILURE the answer's headers are longer than 16 KiB");
    }

    @Test
    void searchesExactlyTheFirst64KiB() {
        String head = "HTTP/1.1 200 OK\r\n\r\n";
        assertThat(judge("well", false, List.of(bytes(head + "x".repeat(65_532) + "well"))))
                .isEqualTo("SUCCESS HTTP 200");
        assertThat(judge("well", false, List.of(bytes(head + "x".repeat(65_533) + "well"))))
                .isEqualTo(missing("well"));
    }

    @Test
    void endlessFramingEnds() {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(flood(head, "1;" + "e".repeat(1_000) + "\r\nx\r\n"))
                .isEqualTo("FAILURE the answer's chunks are absurdly small");
        assertThat(flood(head + "1;", "e")).isEqualTo("FAILURE the answer's chunks are malformed");
    }

    @Test
    void noGarbageMakesItThrow() {
        Random random = new Random(20_261_122);
        List<String> starts =
                List.of("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 3_000; i++) {
            byte[] garbage = new byte[200];
            random.nextBytes(garbage);
            byte[] start = bytes(starts.get(i % starts.size()));
            assertThat(judge("well", true, List.of(start, garbage))).startsWith("FAILURE");
        }
    }

    @Test
    void saysHowFarItCame() {
        HttpAnswer answer = new HttpAnswer(expecting("well"), HttpAnswer.Use.ONCE);
        assertThat(answer.progress()).isEqualTo("connected, no first byte");
        feed(answer, bytes("HTTP/1.1 200 OK\r\n"));
        assertThat(answer.progress()).isEqualTo("the headers are not complete");
        feed(answer, bytes("\r\nwe"));
        assertThat(answer.progress()).isEqualTo("HTTP 200, the body is not complete");
    }

    private static String flood(String start, String repeated) {
        HttpAnswer answer = new HttpAnswer(expecting("well"), HttpAnswer.Use.ONCE);
        Optional<Observation> verdict = feed(answer, bytes(start));
        byte[] more = bytes(repeated);
        for (int sent = 0; verdict.isEmpty() && sent < 4 * HttpAnswer.WIRE_LIMIT; sent += more.length) {
            verdict = feed(answer, more);
        }
        return verdict.map(HttpAnswerTest::text).orElse(OPEN);
    }

    private static String judge(String wanted, boolean closes, List<byte[]> parts) {
        HttpAnswer answer = new HttpAnswer(expecting(wanted), HttpAnswer.Use.ONCE);
        for (byte[] part : parts) {
            Optional<Observation> verdict = feed(answer, part);
            if (verdict.isPresent()) {
                return text(verdict.get());
            }
        }
        return closes ? text(answer.closed()) : OPEN;
    }

    private static Optional<Observation> feed(HttpAnswer answer, byte[] bytes) {
        return answer.feed(bytes, bytes.length);
    }

    private static Expectation expecting(String wanted) {
        return new Expectation(List.of(new StatusRange(200, 399), new StatusRange(418, 418)), new Needle(wanted));
    }

    private static String text(Observation seen) {
        assertThat(seen.outcome()).isIn(Outcome.SUCCESS, Outcome.FAILURE);
        return seen.outcome() + " " + seen.reason();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
