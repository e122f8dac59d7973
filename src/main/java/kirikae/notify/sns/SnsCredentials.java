package kirikae.notify.sns;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.StringInputStream;

/** Where credentials are looked for: a named profile, else the SDK's usual chain with instance metadata by IMDSv2 only, as for Route 53. */
final class SnsCredentials {
    private static final String IMDS_V2_ONLY = "[default]\nec2_metadata_v1_disabled = true\n";

    private SnsCredentials() {}

    /** A new source; it asks nothing until it is used. */
    static AwsCredentialsProvider of(String profile) {
        return profile.isEmpty() ? chain() : ProfileCredentialsProvider.create(profile);
    }

    private static AwsCredentialsProvider chain() {
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

    private static AwsCredentialsProvider instance() {
        ProfileFile file = ProfileFile.builder()
                .type(ProfileFile.Type.CONFIGURATION)
                .content(new StringInputStream(IMDS_V2_ONLY))
                .build();
        return InstanceProfileCredentialsProvider.builder()
                .profileFile(file)
                .profileName("default")
                .build();
    }
}
