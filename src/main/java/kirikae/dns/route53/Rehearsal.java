package kirikae.dns.route53;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;

/**
 * A change that is marshalled, signed and answered without leaving the process: afterwards the classes of the writing path and of
 * the error path are loaded, so the first real switch is not the slow one, and not the one that finds no file handle left for its
 * classes. Must not: open a socket.
 */
final class Rehearsal {
    private static final String ACCEPTED =
            "<ChangeResourceRecordSetsResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ChangeInfo>"
                    + "<Id>/change/C0</Id><Status>PENDING</Status><SubmittedAt>2020-01-01T00:00:00Z</SubmittedAt>"
                    + "</ChangeInfo></ChangeResourceRecordSetsResponse>";
    private static final String REFUSED =
            "<ErrorResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Error><Type>Sender</Type>"
                    + "<Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>0</RequestId></ErrorResponse>";

    private Rehearsal() {}

    /** Plays an accepted and a refused change. */
    static void play() {
        play(200, ACCEPTED);
        try {
            play(400, REFUSED);
        } catch (AwsServiceException e) {
            Failures.classify("rehearsal", e);
        }
    }

    private static void play(int status, String body) {
        RecordSet set = RecordSet.of(DomainName.of("www.example.com"), "A", 60, List.of("192.0.2.1"));
        Change change = Change.builder()
                .action(ChangeAction.CREATE)
                .resourceRecordSet(Wire.write(set))
                .build();
        try (Route53Client client = client(new Canned(status, body))) {
            client.changeResourceRecordSets(
                    request -> request.hostedZoneId("Z0").changeBatch(batch -> batch.changes(change)));
        }
    }

    private static Route53Client client(SdkHttpClient http) {
        return Route53Client.builder()
                .httpClient(http)
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("rehearsal", "none")))
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private record Canned(int status, String body) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return answer();
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

        private HttpExecuteResponse answer() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
            return HttpExecuteResponse.builder()
                    .response(SdkHttpFullResponse.builder().statusCode(status).build())
                    .responseBody(AbortableInputStream.create(bytes))
                    .build();
        }
    }
}
