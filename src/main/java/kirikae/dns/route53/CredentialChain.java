package kirikae.dns.route53;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Where credentials are looked for when no profile is named: the SDK's default chain, in its order, with one difference: instance
 * metadata is asked by IMDSv2 only. The SDK would fall back to version 1, which any server-side request forgery can read; its
 * switch is process-wide or in the user's files, so the chain is spelled out here. A named profile with {@code
 * credential_source = Ec2InstanceMetadata} follows the SDK's own settings.
 */
final class CredentialChain {
    private static final String IMDS_V2_ONLY = "[default]\nec2_metadata_v1_disabled = true\n";

    private CredentialChain() {}

    /** A new chain; it asks nothing until it is used. */
    static AwsCredentialsProvider standard() {
        return AwsCredentialsProviderChain.builder()
                .reuseLastProviderEnabled(true)
                .addCredentialsProvider(SystemPropertyCredentialsProvider.create())
                .addCredentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .addCredentialsProvider(WebIdentityTokenFileCredentialsProvider.create())
                .addCredentialsProvider(ProfileCredentialsProvider.create())
                .addCredentialsProvider(ContainerCredentialsProvider.builder().build())
                .addCredentialsProvider(instance())
                .build();
    }

    /** The instance's role, by IMDSv2 only. */
    static AwsCredentialsProvider instance() {
        ProfileFile file = ProfileFile.builder()
                .type(ProfileFile.Type.CONFIGURATION)
                .content(new ByteArrayInputStream(IMDS_V2_ONLY.getBytes(StandardCharsets.UTF_8)))
                .build();
        return InstanceProfileCredentialsProvider.builder()
                .profileFile(file)
                .profileName("default")
                .build();
    }
}
