package kirikae.dns.route53;

import kirikae.dns.Timeouts;
import kirikae.model.Settings.ProviderSettings.Route53;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of a role that other credentials may take on. Owns: the STS client and the credentials behind it. STS is asked in
 * the region of the settings (us-east-1 without one); its address can be changed with the SDK's AWS_ENDPOINT_URL_STS.
 */
final class AssumedRole implements AwsCredentialsProvider, SdkAutoCloseable {
    private static final String SESSION = "kirikae"; // CloudTrail shows it
    private final AwsCredentialsProvider base;
    private final StsClient sts;
    private final StsAssumeRoleCredentialsProvider role;

    private AssumedRole(AwsCredentialsProvider base, StsClient sts, String arn) {
        this.base = base;
        this.sts = sts;
        this.role = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(arn).roleSessionName(SESSION))
                .build();
    }

    /** The role of the settings, taken on with the base credentials. */
    static AssumedRole of(Route53 settings, AwsCredentialsProvider base, Timeouts timeouts) {
        StsClient sts = StsClient.builder()
                .httpClientBuilder(Transport.to("", timeouts))
                .credentialsProvider(base)
                .region(settings.region().isEmpty() ? Region.US_EAST_1 : Region.of(settings.region()))
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(timeouts.attempt())
                        .apiCallTimeout(timeouts.attempt()))
                .build();
        return new AssumedRole(base, sts, settings.assumeRole());
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return role.resolveCredentials();
    }

    @Override
    public void close() {
        role.close();
        sts.close();
        Credentials.close(base);
    }
}
