package kirikae.dns.route53;

import java.util.Optional;
import java.util.function.Supplier;
import kirikae.dns.Timeouts;
import kirikae.model.Settings.ProviderSettings.Route53;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of one provider, with a way to throw them away. The SDK hands out expired ones while their source is silent, and
 * retries no ExpiredToken; so after a refusal {@link #renew} drops the whole source, and the next use asks it from scratch
 * (files, instance metadata, STS).
 *
 * <p>Owns: the source in use. Must not: print or keep any of it.
 */
final class Credentials implements AwsCredentialsProvider, SdkAutoCloseable {
    private final Supplier<AwsCredentialsProvider> origin;
    private Optional<AwsCredentialsProvider> source = Optional.empty();

    /** Takes how to build a source; it is built at the first use. */
    Credentials(Supplier<AwsCredentialsProvider> origin) {
        this.origin = origin;
    }

    /** The credentials that the settings ask for. */
    static Credentials of(Route53 settings, Timeouts timeouts) {
        return new Credentials(() -> {
            AwsCredentialsProvider base = settings.profile().isEmpty()
                    ? CredentialChain.standard()
                    : ProfileCredentialsProvider.create(settings.profile());
            return settings.assumeRole().isEmpty() ? base : AssumedRole.of(settings, base, timeouts);
        });
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return current().resolveCredentials();
        } catch (RuntimeException e) {
            throw new NoCredentials(e);
        }
    }

    /** Drops the source: the next use builds a new one. */
    synchronized void renew() {
        source.ifPresent(Credentials::close);
        source = Optional.empty();
    }

    @Override
    public void close() {
        renew();
    }

    /** Closes a source of the SDK: some have connections or threads, and say so by their type only. */
    static void close(AwsCredentialsProvider source) {
        if (source instanceof SdkAutoCloseable open) {
            open.close();
        }
    }

    private synchronized AwsCredentialsProvider current() {
        AwsCredentialsProvider now = source.orElseGet(origin);
        source = Optional.of(now);
        return now;
    }
}
