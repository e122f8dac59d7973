package kirikae.dns.route53;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import kirikae.dns.ProviderException;
import kirikae.dns.Timeouts;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Settings.ProviderSettings.Route53;
import kirikae.model.Settings.Verification.ReadBack;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * A change that is marshalled, signed and answered without leaving the process: afterwards the classes of the writing path and of
 * the error path are loaded, so the first real switch is not the slow one, and not the one that finds no file handle left for its
 * classes. Must not: open a socket.
 */
final class Rehearsal {
    private static final Route53 SETTINGS = new Route53("", "", "", "", new ReadBack());
    private static final Line ACCEPTED = new Line(
            200,
            "<ChangeResourceRecordSetsResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ChangeInfo>"
                    + "<Id>/change/C0</Id><Status>PENDING</Status><SubmittedAt>2020-01-01T00:00:00Z</SubmittedAt>"
                    + "</ChangeInfo></ChangeResourceRecordSetsResponse>");
    private static final Line REFUSED = new Line(
            400,
            "<ErrorResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Error><Type>Sender</Type>"
                    + "<Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>0</RequestId></ErrorResponse>");

    private Rehearsal() {}

    /**
     * Plays an accepted and a refused change, on the way of a real one up to the wire.
     *
     * @return the refusal as it would be told
     */
    static ProviderError play() throws ProviderException {
        DomainName name = DomainName.of("www.example.com");
        RecordChange change = new RecordChange(
                List.of(RecordSet.of(name, "A", 60, List.of("192.0.2.1"))),
                List.of(RecordSet.of(name, "A", 60, List.of("192.0.2.2"))));
        Batch batch = Batch.of(List.of(change), Route53Provider.LIMITS);
        try (Api api = new Api(SETTINGS, Timeouts.STANDARD, credentials(), new Canned(ACCEPTED, REFUSED))) {
            Route53Provider.accepted(batch.send(api, "Z0", api.deadline()));
            return refusal(batch, api);
        }
    }

    private static ProviderError refusal(Batch batch, Api api) throws ProviderException {
        try {
            Route53Provider.accepted(batch.send(api, "Z0", api.deadline()));
        } catch (ProviderException e) {
            return e.error();
        }
        throw new ProviderException(Failures.strange("rehearsal", "the canned refusal was no refusal"));
    }

    private static Credentials credentials() {
        return new Credentials(() -> StaticCredentialsProvider.create(AwsBasicCredentials.create("rehearsal", "none")));
    }

    private record Line(int status, String body) {}

    /** Answers every request from a list, the last one again and again. */
    private static final class Canned implements SdkHttpClient, SdkHttpClient.Builder<Canned> {
        private final Deque<Line> lines;

        Canned(Line... lines) {
            this.lines = new ArrayDeque<>(List.of(lines));
        }

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return this;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            Line line = lines.size() > 1 ? lines.removeFirst() : lines.getFirst();
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return answer(line);
                }

                @Override
                public void abort() {
                    // It is over at once.
                }
            };
        }

        @Override
        public void close() {
            // Nothing is open.
        }

        private static HttpExecuteResponse answer(Line line) {
            ByteArrayInputStream bytes = new ByteArrayInputStream(line.body().getBytes(StandardCharsets.UTF_8));
            return HttpExecuteResponse.builder()
                    .response(SdkHttpFullResponse.builder()
                            .statusCode(line.status())
                            .build())
                    .responseBody(AbortableInputStream.create(bytes))
                    .build();
        }
    }
}
