package kirikae.dns.route53;

import java.net.URI;
import java.util.Optional;
import kirikae.dns.Deadline;
import kirikae.dns.ProviderException;
import kirikae.dns.Timeouts;
import kirikae.model.ProviderError;
import kirikae.model.Settings.ProviderSettings.Route53;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.Route53ClientBuilder;

/**
 * The one door to the SDK. Owns: the client (built at the first use, because that costs a third of a second), the credentials, the
 * deadline of every request, and the translation of whatever goes wrong. Every request is sent once: the SDK's retries are off,
 * because a repeated compare-and-swap reports a failure for a change that was made.
 */
final class Api implements AutoCloseable {
    private final Route53 settings;
    private final Timeouts timeouts;
    private final Credentials credentials;
    private final SdkHttpClient.Builder<?> transport;
    private Optional<Route53Client> client = Optional.empty();

    Api(Route53 settings, Timeouts timeouts, Credentials credentials) {
        this(settings, timeouts, credentials, Transport.to(settings.endpoint(), timeouts));
    }

    Api(Route53 settings, Timeouts timeouts, Credentials credentials, SdkHttpClient.Builder<?> transport) {
        this.settings = settings;
        this.timeouts = timeouts;
        this.credentials = credentials;
        this.transport = transport;
    }

    /** One request, given the client and the time-outs to set on it. */
    interface Operation<T> {
        /** Sends it. */
        T send(Route53Client client, AwsRequestOverrideConfiguration bounds);
    }

    /** A deadline for one call of the port. */
    Deadline deadline() {
        return Deadline.in(timeouts.call());
    }

    /**
     * Sends one request, once.
     *
     * @param operation the API's name for it, for error texts
     * @throws ProviderException for everything that is not an answer
     */
    <T> T call(String operation, Deadline deadline, Operation<T> request) throws ProviderException {
        try {
            credentials.resolveCredentials(); // here, because the SDK's own timers do not cover it
            if (deadline.passed()) {
                throw new ProviderException(Failures.late(operation));
            }
            return request.send(client(), bounds(deadline));
        } catch (RuntimeException e) {
            throw failed(operation, e);
        }
    }

    /** Builds the client, fetches credentials unless they are there, and says who gave them. */
    String prepare() throws ProviderException {
        try {
            client();
            return credentials.resolveCredentials().providerName().orElse("");
        } catch (RuntimeException e) {
            throw failed("credentials", e);
        }
    }

    @Override
    public synchronized void close() {
        client.ifPresent(Route53Client::close);
        client = Optional.empty();
        credentials.close();
    }

    private ProviderException failed(String operation, RuntimeException e) {
        Failures.rethrowErrors(e);
        if (Failures.isInterrupt(e)) {
            Thread.currentThread().interrupt();
        }
        ProviderError error = Failures.classify(operation, e);
        if (error.kind() == ProviderError.Kind.CREDENTIALS) {
            credentials.renew();
        }
        // A service's own exception repeats the signed request in some refusals, session token and all.
        return e instanceof AwsServiceException ? new ProviderException(error) : new ProviderException(error, e);
    }

    private AwsRequestOverrideConfiguration bounds(Deadline deadline) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(deadline.atMost(timeouts.attempt()))
                .apiCallTimeout(deadline.atMost(timeouts.call()))
                .build();
    }

    private synchronized Route53Client client() {
        Route53Client now = client.orElseGet(this::build);
        client = Optional.of(now);
        return now;
    }

    private Route53Client build() {
        Route53ClientBuilder builder = Route53Client.builder()
                .httpClientBuilder(transport)
                .credentialsProvider(credentials)
                .region(region())
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(timeouts.attempt())
                        .apiCallTimeout(timeouts.call())
                        .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "kirikae"));
        if (!settings.endpoint().isEmpty()) {
            builder.endpointOverride(URI.create(settings.endpoint()));
        }
        return builder.build();
    }

    /** A custom address is signed for us-east-1, as the SDK does for Route 53's own; it would say "aws-global" by itself. */
    private Region region() {
        if (!settings.region().isEmpty()) {
            return Region.of(settings.region());
        }
        return settings.endpoint().isEmpty() ? Region.AWS_GLOBAL : Region.US_EAST_1;
    }
}
